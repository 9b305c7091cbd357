import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { filesBelow } from './files-below.ts';
import { isPartial } from './object-path.ts';

/**
 * Removes what killed processes were writing: files below a folder of objects or of databases that never came into
 * their place and were not written to for `olderThanMs`. Gives how many.
 */
export async function removeStalePartials(root: string, olderThanMs: number): Promise<number> {
  let removed = 0;
  for await (const file of filesBelow(path.resolve(root))) {
    if (!isPartial(file)) continue;
    const info = await stat(file).catch(() => undefined);
    if (!info || Date.now() - info.mtimeMs < olderThanMs) continue;
    await rm(file, { force: true });
    removed++;
  }
  return removed;
}
