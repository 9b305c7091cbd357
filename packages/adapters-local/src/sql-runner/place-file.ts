import { existsSync } from 'node:fs';
import * as disk from 'node:fs/promises';
import path from 'node:path';
import { Conflict } from '@tandem/data-model';

/** Where a file cannot have a second name: another disk, somebody else's file, too many names, a disk without them. */
const noLink: ReadonlySet<string | undefined> = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP']);

/**
 * A second name of the same bytes: what it reads stays while it lives, whatever becomes of the first name. A copy where
 * there can be none. Throws Conflict where the file is gone.
 */
export async function placeFile(
  file: string,
  target: string,
  { link, copyFile }: Pick<typeof disk, 'link' | 'copyFile'> = disk,
): Promise<void> {
  try {
    await link(file, target).catch((error: NodeJS.ErrnoException) => {
      if (!noLink.has(error.code)) throw error;
      return copyFile(file, target);
    });
  } catch (error) {
    // The folder of a process that has ended is gone too, which is not the file's fault.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(file)) throw error;
    const what = `The file ${path.basename(file)} of the last load's snapshot is gone.`;
    throw new Conflict(what, 'Load the files again, which publishes it anew.', { cause: error });
  }
}
