import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InvalidInput } from '@tandem/data-model';
import type { StoredFile } from '@tandem/etl-engine';

/** A file of this disk, to be read from any place on. Throws InvalidInput where there is none. */
export async function fileOnDisk(name: string, path: string): Promise<StoredFile> {
  const size = await sizeOf(path);
  return {
    name,
    bytes: size,
    async read(range = { start: 0, end: size }) {
      // Node's `end` is the last byte that is read; an empty range has none.
      if (range.start === range.end) return (async function* () {})();
      return createReadStream(path, { start: range.start, end: range.end - 1 });
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (cause) {
    throw new InvalidInput(`${path} cannot be read: ${(cause as Error).message}`, 'Give files that are there.', {
      cause,
    });
  }
  throw new InvalidInput(`${path} is no file.`, 'Give files, not folders.');
}
