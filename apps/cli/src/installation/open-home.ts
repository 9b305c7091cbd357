import { InvalidInput, KnownError } from '@tandem/data-model';
import { type Home, openHome } from '@tandem/worker';

/** The folders of a home; throws InvalidInput where they cannot be made. */
export function openHomeFolders(root: string): Home {
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
