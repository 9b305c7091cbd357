import path from 'node:path';
import type { Star } from '@tandem/data-model';
import { recogniseFile } from '@tandem/etl-engine';
import { fileOnDisk } from './file-on-disk.ts';

/**
 * The source of a star that a file on this disk is, by what it holds; undefined where it is none.
 *
 * @throws UnreadableFile, UnrecognisedFile; InvalidInput where there is no such file
 */
export async function sourceOfFile(file: string, star: Star): Promise<string | undefined> {
  return (await recogniseFile(star, await fileOnDisk(path.basename(file), file))).source;
}
