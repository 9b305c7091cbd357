import { type Star, UnrecognisedFile } from '@tandem/data-model';
import { comparable, maxHeaderBytes } from '../csv/header.ts';
import { type Recognition, recogniseColumns, recogniseSource } from '../csv/recognise-source.ts';
import { type FileContent, fileContents } from './file-contents.ts';
import { firstBytes } from './peek.ts';
import type { StoredFile } from './stored-file.ts';

/**
 * Tells which source of the star a file is by what it holds. All files in a zip must be of one source.
 *
 * @throws UnreadableFile; UnrecognisedFile where a zip holds what is of no source, or of several
 */
export async function recogniseFile(star: Star, file: StoredFile): Promise<Recognition> {
  const contents = await fileContents(file);
  const found: Recognition[] = [];
  for (const content of contents) found.push(await recognise(star, content));
  const [first = {}] = found;
  if (contents.length === 1) return first;
  const strange = contents.find((_, i) => found[i]!.source === undefined);
  if (strange) {
    throw new UnrecognisedFile(
      `${strange.name} is of no source of the star.`,
      'Pack the files of one source, and nothing else.',
    );
  }
  const sources = new Set(found.map((it) => it.source));
  if (sources.size > 1) {
    throw new UnrecognisedFile(
      `${file.name} holds files of several sources: ${[...sources].join(', ')}.`,
      'Pack the files of each source by themselves.',
    );
  }
  return first;
}

async function recognise(star: Star, content: FileContent): Promise<Recognition> {
  if (content.kind === 'parquet') {
    return recogniseColumns(
      star,
      content.columns.map((it) => comparable(it.name)),
    );
  }
  return recogniseSource(star, await firstBytes(content.open(), maxHeaderBytes));
}
