import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { Unavailable } from '@tandem/data-model';

/** The user under which a server runs; PostgreSQL refuses to run as root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account for a server whose cluster is, or will be, at `cluster`: undefined means the user of this process.
 * As root, the owner of an existing cluster comes first, so that a user `postgres` added later changes nothing.
 */
export function accountFor(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { name: ask('-nu', String(uid)) ?? `uid ${uid}`, uid, gid };
  }
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const account = lookUp(name);
    if (account) return account;
  }
  throw new Unavailable(
    'PostgreSQL refuses to run as root, and this machine has none of the users postgres, nobody and daemon to run it as.',
    'Start as an ordinary user, add a user named postgres, or give DATABASE_URL.',
  );
}

/** Whether the account can walk through every folder above `folder`. */
export function canReach(account: Account, folder: string): boolean {
  const parent = path.dirname(folder);
  if (parent === folder) return true;
  const { mode, uid, gid } = statSync(parent);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && canReach(account, parent);
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = [Number(ask('-u', name)), Number(ask('-g', name))];
  return uid > 0 && gid >= 0 ? { name, uid, gid } : undefined;
}

function ask(flag: string, user: string): string | undefined {
  const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
