import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Client } from '@tandem/client';
import { UnrecognisedFile } from '@tandem/data-model';
import type { Upload } from '@tandem/data-model/contract';
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
  for (const { path, name } of files) {
    note(name);
    const sha256 = await hashOf(path);
    const upload =
      known.find((it) => it.name === name && it.sha256 === sha256) ??
      (await client.createUpload({ params: { projectId }, query: { name }, body: createReadStream(path) }));
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

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
