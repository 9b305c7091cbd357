import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput } from '@tandem/data-model';

/**
 * Makes a folder, and those above it that are missing, for its owner alone where `mode` says so. Each is made by itself:
 * Node's recursive mkdir never ends below /proc, where a missing folder and one that may not be made are told alike.
 * Throws InvalidInput.
 */
export function makeFolder(folder: string, what: string, mode = 0o777): void {
  try {
    make(path.resolve(folder), mode);
  } catch (cause) {
    throw new InvalidInput(
      `${folder} cannot be made as ${what}: ${(cause as Error).message}`,
      'Give a folder that this user may write.',
      { cause },
    );
  }
}

function make(folder: string, mode: number): void {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return;
  if (stat) throw new Error(`${folder} is no folder`);
  if (path.dirname(folder) !== folder) make(path.dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
