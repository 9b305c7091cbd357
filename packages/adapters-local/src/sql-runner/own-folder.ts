import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** A folder of this process alone, made once in its life; those of processes that are gone are removed. */
export function ownFolder(parent: string): string {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  // One with the number of this process is of an earlier one: this one has none yet.
  removeStaleFolders(parent, () => true);
  const folder = path.join(parent, `${process.pid}-${startOf(process.pid)}-${randomUUID().slice(0, 8)}`);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** Removes the folders of processes that are gone; `isOwnStale` is asked about one with the number of this process. */
export function removeStaleFolders(parent: string, isOwnStale: (name: string) => boolean): void {
  for (const name of readdirSync(parent)) {
    if (numberOf(name) === process.pid ? isOwnStale(name) : isStale(name))
      rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

const numberOf = (name: string): number => Number.parseInt(name, 10);

/** Of a process that is gone: none has its number now, or one that started at another time. */
function isStale(name: string): boolean {
  const pid = numberOf(name);
  const [, start, unique] = name.split('-');
  if (!(pid > 0) || !isAlive(pid)) return true;
  const now = startOf(pid);
  return unique !== undefined && start !== unknown && now !== unknown && start !== now;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const unknown = 'x';

/** When a process started, in ticks since the machine did; `x` where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, a name in parentheses, may hold anything; this is the 22nd.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? unknown;
  } catch {
    return unknown;
  }
}
