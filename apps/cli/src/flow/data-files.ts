import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput, type Source, type Star, UnreadableFile, UnrecognisedFile } from '@tandem/data-model';
import { sourceOfFile } from '@tandem/worker';

/** A file of the user's, with the source of the star that it is. */
export interface DataFile {
  readonly path: string;
  readonly name: string;
  readonly source: string;
}

export interface DataFiles {
  /** Files that match a source, dimensions before facts. */
  readonly files: readonly DataFile[];
  /** Names of files in the folder that match none; where one cannot be read, with the reason. */
  readonly others: readonly string[];
}

/**
 * Looks through a folder for the files of the star, by what they hold; names do not matter. With `whole`, every source
 * must be there. Throws InvalidInput or UnrecognisedFile, saying which headers are wanted.
 */
export async function findDataFiles(folder: string, star: Star, { whole }: { whole: boolean }): Promise<DataFiles> {
  const { sources } = star;
  const names = listFiles(folder);
  const files: DataFile[] = [];
  const others: string[] = [];
  for (const name of names) {
    const found = await recognise(path.join(folder, name), star);
    if (found.source) files.push({ path: path.join(folder, name), name, source: found.source });
    else others.push(found.fault ? `${name} (${found.fault})` : name);
  }
  const order = sources.map((it) => it.name);
  files.sort((a, b) => order.indexOf(a.source) - order.indexOf(b.source));
  const missing = sources.filter(({ name }) => !files.some((it) => it.source === name));
  if (files.length === 0 || (whole && missing.length > 0)) {
    throw new UnrecognisedFile(
      `${folder} has no file for ${missing.map((it) => it.name).join(', ')}; ${seen(files, others)}.`,
      `Put there files (CSV, JSON Lines or Parquet, the first two plain or packed by gzip, Zstandard or zip), under any name, with these columns:\n${missing.map((it) => `  ${headerOf(it)}`).join('\n')}`,
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
      'Give a folder that holds your files: --data DIR',
      { cause },
    );
  }
}

async function recognise(file: string, star: Star): Promise<{ source?: string | undefined; fault?: string }> {
  try {
    return { source: await sourceOfFile(file, star) };
  } catch (error) {
    if (error instanceof UnreadableFile || error instanceof UnrecognisedFile) return { fault: error.message };
    throw error;
  }
}
