import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Unavailable } from '@tandem/data-model';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

/** The superuser of every cluster made here, and its database. */
export const owner = 'tandem';

export interface NewCluster {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly password: string;
  /** False only for tests: then a crash of the machine may leave it damaged. */
  readonly durable: boolean;
}

/**
 * Makes a cluster at `cluster` unless a whole one is there. It is made beside its place and renamed, so that one
 * half-made by a killed start is never taken for whole.
 * UTF-8; text sorts by code point on every machine, and case follows Unicode.
 */
export async function ensureCluster(cluster: string, options: NewCluster): Promise<void> {
  if (existsSync(path.join(cluster, 'PG_VERSION'))) return;
  const making = mkdtempSync(`${cluster}${unfinished}`);
  try {
    const pwfile = path.join(making, 'password');
    writeFileSync(pwfile, `${options.password}\n`, { mode: 0o600 });
    if (options.account) for (const it of [making, pwfile]) chownSync(it, options.account.uid, options.account.gid);
    await initdb(path.join(making, 'cluster'), pwfile, options);
    renameSync(path.join(making, 'cluster'), cluster);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

async function initdb(folder: string, pwfile: string, { binaries, account, durable }: NewCluster): Promise<void> {
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${folder}`,
      `--username=${owner}`,
      `--pwfile=${pwfile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    // A session of its own: the terminal's Ctrl-C must not end it halfway.
    { ...account, cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: { LC_ALL: 'C' } },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string) =>
      reject(
        new Unavailable(
          `PostgreSQL could not make a database in ${folder}: ${reason}`,
          reason.includes('could not look up effective user ID')
            ? 'Give this user an entry in /etc/passwd, start as another user, or give DATABASE_URL.'
            : 'Free space or rights there and start again, or give DATABASE_URL.',
        ),
      );
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else fail(said.trim().split('\n').slice(-3).join(' ') || `initdb ended with ${signal ?? code}`);
    });
  });
}

const unfinished = '.making-';

/** Removes half-made clusters; the caller knows that nobody else is making one here. */
export function removeUnfinished(cluster: string): void {
  const folder = path.dirname(cluster);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${path.basename(cluster)}${unfinished}`)) continue;
    try {
      rmSync(path.join(folder, name), { recursive: true, force: true });
    } catch {
      // An initdb that outlived its killed start may still write there; the next start removes the rest.
    }
  }
}
