import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { InvalidInput, KeyReused } from '@tandem/data-model';
import type { Upload } from '@tandem/data-model/contract';
import type { ControlStore, ObjectStore } from '@tandem/ports';
import { objectKeys } from '../object-keys.ts';

export interface UploadDeps {
  readonly control: Pick<ControlStore, 'uploads'>;
  readonly objects: ObjectStore;
  /** Which source of the star a stored file is; null where it is none. Throws where it cannot be read. */
  readonly recognise: (name: string, key: string) => Promise<string | null>;
}

/**
 * Stores a file and says which source of the star it is. The bytes come first, under a key made here, and the record
 * after them, so that a record never stands without its bytes. Throws InvalidInput for an empty file, and what
 * `recognise` throws; neither is kept.
 */
export async function createUpload(deps: UploadDeps, projectId: string, name: string, body: Readable): Promise<Upload> {
  const id = deps.control.uploads.newId();
  // A call that is sent again, after a process that did it has died, has the id again.
  const made = await deps.control.uploads.get(projectId, id);
  return made ? sameAs(made, body) : keepUpload(deps, { id, projectId, name }, body);
}

/** The same of an id that is not there yet. */
export async function keepUpload(
  { control, objects, recognise }: UploadDeps,
  { id, projectId, name }: Pick<Upload, 'id' | 'projectId' | 'name'>,
  body: Readable,
): Promise<Upload> {
  const key = objectKeys.upload(projectId, id);
  const { bytes, sha256 } = await objects.put(key, body);
  try {
    if (bytes === 0) {
      throw new InvalidInput(`The file ${name} is empty.`, 'Send the file itself as the body of the request.');
    }
    const source = await recognise(name, key);
    return await control.uploads.create({ id, projectId, name, bytes, sha256, source });
  } catch (error) {
    await objects.delete(key);
    throw error;
  }
}

/** Passes bytes on, and breaks off with what `fault` gives after the most that is allowed. */
export function atMost(most: number, fault: () => Error): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen += chunk.length;
      if (seen > most) done(fault());
      else done(null, chunk);
    },
  });
}

async function sameAs(made: Upload, body: Readable): Promise<Upload> {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk as Buffer);
  if (hash.digest('hex') === made.sha256) return made;
  throw new KeyReused(
    `The Idempotency-Key came before with another file, which is ${made.id}.`,
    'Send a new key with each new file, and the old one only to send the same file again.',
  );
}
