import { existsSync } from 'node:fs';
import path from 'node:path';
import { Conflict, InvalidInput } from '@tandem/data-model';
import { backupHome, restoreHome } from '@tandem/worker';
import { lockHome } from './installation/home-lock.ts';
import { endLeftProcesses } from './installation/left-processes.ts';
import { openHomeFolders } from './installation/open-home.ts';
import { makeFolder } from './make-folder.ts';
import { readSettings } from './settings.ts';
import { counted } from './terminal/numbers.ts';
import { openProgress } from './terminal/progress.ts';
import { untilStopped } from './until-stopped.ts';
import { version } from './version.ts';

const leftGraceMs = 15_000;

/** Writes everything of the home into an archive; `tandem backup`. */
export async function backup(file: string): Promise<void> {
  const { home: root, databaseUrl } = readSettings(process.env);
  refuseDatabaseUrl(databaseUrl, byItsOwnTools.backup);
  if (!existsSync(root)) throw new InvalidInput(`There is no home ${root}.`, 'Name another: TANDEM_HOME=DIR');
  const home = openHomeFolders(root);
  const lock = lockHomeOfBackup(home.root);
  const archive = path.resolve(file);
  const view = openProgress(process.stderr);
  try {
    await endLeftProcesses(home.root, leftGraceMs);
    await view.step('backup', (note) =>
      untilStopped(async (signal) => {
        const { files } = await backupHome(home, archive, { version, signal, onFile: note });
        const bytes = files.reduce((sum, it) => sum + it.bytes, 0);
        return [`${counted(files.length, 'file')}, ${(bytes / 1e6).toFixed(1)} MB, in ${archive}`, undefined] as const;
      }),
    );
  } finally {
    view.close();
    lock.release();
  }
}

/** Makes an empty home from an archive; `tandem restore`. */
export async function restore(file: string): Promise<void> {
  const { home: root, databaseUrl } = readSettings(process.env);
  refuseDatabaseUrl(databaseUrl, byItsOwnTools.restore);
  makeFolder(path.dirname(root), 'the folder of the home', 0o700);
  const view = openProgress(process.stderr);
  try {
    await view.step('restore', (note) =>
      untilStopped(async (signal) => {
        const { files, createdAt } = await restoreHome(root, path.resolve(file), { signal, onFile: note });
        return [`${counted(files.length, 'file')} as of ${createdAt}, in ${root}`, undefined] as const;
      }),
    );
  } finally {
    view.close();
  }
}

function lockHomeOfBackup(root: string) {
  try {
    return lockHome(root, 'tandem backup');
  } catch (cause) {
    if (!(cause instanceof Conflict)) throw cause;
    throw new Conflict(
      cause.message,
      'A home is backed up while nothing runs on it: stop what runs, back up, and start again.',
      { cause },
    );
  }
}

/**
 * Records in a database of its own are no file of the home. What only its own tools copy as of one instant is left to
 * them, rather than put into an archive that would lack it.
 */
function refuseDatabaseUrl(databaseUrl: string | undefined, mend: string): void {
  if (databaseUrl === undefined) return;
  throw new Conflict('DATABASE_URL is given: the records of this home lie in a database that is not under it.', mend);
}

const schemas = '--schema=tandem --schema=tandem_queue --schema=audit';
const byItsOwnTools = {
  backup: `Stop what runs, then keep both: pg_dump --format=custom ${schemas} --file=tandem.dump "$DATABASE_URL", and a copy of the home.`,
  restore:
    'Put the copy of the home in place, then into an empty database: pg_restore --exit-on-error --dbname="$DATABASE_URL" tandem.dump. To restore an archive of tandem backup, leave DATABASE_URL out.',
} as const;
