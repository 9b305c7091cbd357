import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Client, inPartsFromBytes, uploadInParts } from '@tandem/client';
import { UnrecognisedFile } from '@tandem/data-model';
import type { Upload } from '@tandem/data-model/contract';
import { percent } from '../terminal/numbers.ts';
import type { DataFile } from './data-files.ts';

/** Uploads files, each unless the project has the same bytes under the same name already. */
export async function uploadFiles(
  client: Client,
  projectId: string,
  files: readonly DataFile[],
  note: (text: string) => void,
): Promise<Upload[]> {
  const { uploads: known } = await client.listUploads({ params: { projectId } });
  const uploads: Upload[] = [];
  for (const file of files) {
    const { path, name } = file;
    note(name);
    const sha256 = await hashOf(path);
    const upload =
      known.find((it) => it.name === name && it.sha256 === sha256) ??
      (await uploadFile(client, projectId, { ...file, sha256 }, note));
    if (upload.source === null) {
      throw new UnrecognisedFile(
        `The server does not recognise the header of ${name}.`,
        'Correct the header and load again.',
      );
    }
    uploads.push(upload);
  }
  return uploads;
}

async function uploadFile(
  client: Client,
  projectId: string,
  { path, name, sha256 }: DataFile & { readonly sha256: string },
  note: (text: string) => void,
): Promise<Upload> {
  const { size: bytes } = await stat(path);
  if (bytes < inPartsFromBytes) {
    return client.createUpload({ params: { projectId }, query: { name }, body: createReadStream(path) });
  }
  await using file = await open(path);
  const read = async (start: number, end: number) => {
    const buffer = new Uint8Array(end - start);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    return buffer.subarray(0, bytesRead);
  };
  const onProgress = (received: number) => note(`${name}, ${percent(received / bytes)} of ${megabytes(bytes)} MB`);
  // Awaited, for the file is closed on leaving.
  return await uploadInParts(client, projectId, { name, bytes, sha256, read }, { onProgress });
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
