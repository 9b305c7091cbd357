import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const prefix = 'tandem-forecast-';

/**
 * A folder for what a run keeps on disk, which goes when `remove` is called or the process exits. One that a killed
 * process left goes with the next run on the machine.
 */
export function stagingFolder(root = tmpdir()): { readonly folder: string; readonly remove: () => void } {
  for (const name of readdirSync(root)) {
    const [, owner] = new RegExp(`^${prefix}(\\d+)-`).exec(name) ?? [];
    if (owner !== undefined && !isRunning(Number(owner))) discard(path.join(root, name));
  }
  const folder = mkdtempSync(path.join(root, `${prefix}${process.pid}-`));
  const onExit = () => discard(folder);
  process.once('exit', onExit);
  return {
    folder,
    remove() {
      process.off('exit', onExit);
      discard(folder);
    },
  };
}

/** Also another user's, whose processes may not be signalled. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** What cannot be removed, as another user's, stays. */
function discard(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {}
}
