import { pipeline, type Readable, Transform } from 'node:stream';
import { InvalidInput } from '@tandem/data-model';
import type { Upload } from '@tandem/data-model/contract';
import type { ControlStore, ObjectStore } from '@tandem/ports';
import { objectKeys } from '../object-keys.ts';

export interface UploadDeps {
  readonly control: Pick<ControlStore, 'uploads'>;
  readonly objects: ObjectStore;
  /** Which source of the star a file is, by its first bytes; null where it is none. */
  readonly recognise: (head: Uint8Array) => string | null;
}

/** Longer than any header line of a source. */
export const headBytes = 64 * 1024;

/**
 * Stores a file and says which source of the star it is. The bytes come first, under a key made here, and the record
 * after them, so that a record never stands without its bytes. Throws InvalidInput for an empty file.
 */
export async function createUpload(
  { control, objects, recognise }: UploadDeps,
  projectId: string,
  name: string,
  body: Readable,
): Promise<Upload> {
  const id = control.uploads.newId();
  const key = objectKeys.upload(projectId, id);
  const head = keepHead();
  // A body that breaks off breaks the stream that the object store reads, which then keeps nothing and throws.
  const { bytes, sha256 } = await objects.put(
    key,
    pipeline(body, head.through, () => undefined),
  );
  if (bytes === 0) {
    await objects.delete(key);
    throw new InvalidInput(`The file ${name} is empty.`, 'Send the file itself as the body of the request.');
  }
  return control.uploads.create({ id, projectId, name, bytes, sha256, source: recognise(head.bytes()) });
}

function keepHead() {
  const chunks: Buffer[] = [];
  let kept = 0;
  const through = new Transform({
    transform(chunk: Buffer, _, done) {
      if (kept < headBytes) {
        chunks.push(chunk.subarray(0, headBytes - kept));
        kept += chunk.length;
      }
      done(null, chunk);
    },
  });
  return { through, bytes: () => Buffer.concat(chunks) };
}
