import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput, type Source, type Star, UnrecognisedFile } from '@tandem/data-model';

/** A file of the user's, with the source of the star that its header matches. */
export interface DataFile {
  readonly path: string;
  readonly name: string;
  readonly source: string;
}

export interface DataFiles {
  /** Files that match a source, dimensions before facts. */
  readonly files: readonly DataFile[];
  /** Names of files in the folder that match none. */
  readonly others: readonly string[];
}

/**
 * Looks through a folder for the files of the star, by their headers; names do not matter. With `whole`, every source
 * must be there. Throws InvalidInput or UnrecognisedFile, saying which headers are wanted.
 */
export function findDataFiles(folder: string, { sources }: Star, { whole }: { whole: boolean }): DataFiles {
  const names = listFiles(folder);
  const files: DataFile[] = [];
  const others: string[] = [];
  for (const name of names) {
    const source = sourceOf(path.join(folder, name), sources);
    if (source) files.push({ path: path.join(folder, name), name, source });
    else others.push(name);
  }
  const order = sources.map((it) => it.name);
  files.sort((a, b) => order.indexOf(a.source) - order.indexOf(b.source));
  const missing = sources.filter(({ name }) => !files.some((it) => it.source === name));
  if (files.length === 0 || (whole && missing.length > 0)) {
    throw new UnrecognisedFile(
      `${folder} has no file for ${missing.map((it) => it.name).join(', ')}; ${seen(files, others)}.`,
      `Put there CSV files, under any name, with these headers:\n${missing.map((it) => `  ${headerOf(it)}`).join('\n')}`,
    );
  }
  return { files, others };
}

const headerOf = ({ columns }: Source) => columns.map((it) => it.name).join(',');

function seen(files: readonly DataFile[], others: readonly string[]): string {
  if (files.length + others.length === 0) return 'the folder has no files';
  const recognised = files.map((it) => `${it.name} is ${it.source}`);
  const unknown = others.length > 0 ? [`the header of ${others.slice(0, 5).join(', ')} matches no table`] : [];
  return [...recognised, ...unknown].join('; ');
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.') && statSync(path.join(folder, name)).isFile())
      .sort();
  } catch (cause) {
    throw new InvalidInput(
      `The data folder ${folder} cannot be read: ${(cause as Error).message}`,
      'Give a folder that holds the CSV files: --data DIR',
      { cause },
    );
  }
}

/** The source whose columns are the header's, in any order. */
function sourceOf(file: string, sources: readonly Source[]): string | undefined {
  const header = firstLine(file)
    .split(',')
    .map((it) =>
      it
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim()
        .replace(/[\s-]+/g, '_'),
    )
    .sort()
    .join();
  return sources.find((it) => headerOf(it).split(',').sort().join() === header)?.name;
}

function firstLine(file: string): string {
  const bytes = Buffer.alloc(4096);
  const fd = openSync(file, 'r');
  try {
    const text = bytes.toString('utf8', 0, readSync(fd, bytes));
    return text
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n|\r/)[0]!
      .toLowerCase();
  } finally {
    closeSync(fd);
  }
}
