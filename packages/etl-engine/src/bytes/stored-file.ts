import { NotFound } from '@tandem/data-model';
import type { ByteRange, ObjectStore } from '@tandem/ports';

/** The bytes of a file, from any place on, as often as they are asked for. */
export interface StoredFile {
  /** What people call it. */
  readonly name: string;
  readonly bytes: number;
  /** A stream of the whole file, or of a part. */
  read(range?: ByteRange): Promise<AsyncIterable<Uint8Array>>;
}

/** An object as a file; throws NotFound. */
export async function storedFile(objects: ObjectStore, name: string, key: string): Promise<StoredFile> {
  const stored = (await objects.list(key)).find((it) => it.key === key);
  if (!stored) throw new NotFound('object', key);
  return { name, bytes: stored.bytes, read: (range) => objects.stream(key, range) };
}
