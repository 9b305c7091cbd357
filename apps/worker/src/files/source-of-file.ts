import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Star } from '@tandem/data-model';
import { recogniseFile } from '@tandem/etl-engine';

/**
 * The source of a star that a file on this disk is, by what it holds; undefined where it is none.
 *
 * @throws UnreadableFile, UnrecognisedFile
 */
export async function sourceOfFile(file: string, star: Star): Promise<string | undefined> {
  const { size } = await stat(file);
  const stored = {
    name: path.basename(file),
    bytes: size,
    async read(range = { start: 0, end: size }) {
      // Node's `end` is the last byte that is read; an empty range has none.
      if (range.start === range.end) return (async function* () {})();
      return createReadStream(file, { start: range.start, end: range.end - 1 });
    },
  };
  return (await recogniseFile(star, stored)).source;
}
