import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Conflict } from '@tandem/data-model';

export interface HomeLock {
  release(): void;
}

/**
 * Takes a home for this process. Throws Conflict where another process has it. The operating system keeps the lock
 * (through SQLite, the one file lock that Node offers), so it ends with its process, however that ends.
 */
export function lockHome(root: string, verb: string): HomeLock {
  const file = path.join(root, 'lock');
  // For the owner alone: who can read it could hold it.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 0 });
  const holder = path.join(root, 'lock-holder');
  try {
    database.exec('begin exclusive');
  } catch (cause) {
    database.close();
    throw inUse(root, holder, cause);
  }
  writeFileSync(holder, `${verb}, process ${process.pid}`, { mode: 0o600 });
  return { release: () => database.close() };
}

function inUse(root: string, holder: string, cause: unknown): Conflict {
  let who = 'another process';
  try {
    who = readFileSync(holder, 'utf8');
  } catch {
    // It has only just taken the lock.
  }
  return new Conflict(
    `The home ${root} is in use by ${who}.`,
    'Use what runs there, or stop it first, or give another home: TANDEM_HOME=DIR with another TANDEM_PORT.',
    { cause },
  );
}
