import path from 'node:path';
import { InvalidInput, KnownError } from '@tandem/data-model';
import { type Home, openHome } from '@tandem/worker';
import { makeFolder } from '../make-folder.ts';

/** The folders of a home; throws InvalidInput where they cannot be made. */
export function openHomeFolders(root: string): Home {
  makeFolder(path.dirname(path.resolve(root)), 'the folder of the home');
  try {
    return openHome(root);
  } catch (cause) {
    if (cause instanceof KnownError) throw cause;
    throw new InvalidInput(
      `The home ${root} cannot be used: ${(cause as Error).message}`,
      'Give a folder that this user can write: TANDEM_HOME=DIR',
      { cause },
    );
  }
}
