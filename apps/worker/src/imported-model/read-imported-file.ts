import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { InvalidInput } from '@tandem/data-model';
import { type ImportedFile, refuseLong } from './open-imported-model.ts';

/** A model from a file on disk. Throws InvalidInput for one that cannot be read, TooLarge. */
export async function readImportedFile(file: string): Promise<ImportedFile> {
  const title = path.basename(file);
  try {
    refuseLong(title, (await stat(file)).size);
    return { title, bytes: new Uint8Array(await readFile(file)) };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw new InvalidInput(`${file} cannot be read: ${(cause as Error).message}.`, 'Give an ONNX file.', { cause });
  }
}
