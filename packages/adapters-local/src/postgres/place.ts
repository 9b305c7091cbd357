import { createHash } from 'node:crypto';
import { accessSync, chownSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { Unavailable } from '@tandem/data-model';
import { z } from 'zod';
import { type Account, accountFor, canReach } from './account.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** Where a home's database lies. */
export interface Place {
  /** Holds the cluster; not under the home where the server's account cannot reach the home. */
  readonly folder: string;
  readonly cluster: string;
  readonly account: Account | undefined;
  /** Whether the cluster has been whole once. */
  readonly made: boolean;
  /** Folders that databases of an earlier home at the same path have left behind. */
  readonly leftBehind: readonly string[];
}

/** `folder` is null where the database lies in the home itself, which may be moved. */
const Remembered = z.object({ folder: z.string().nullable(), made: z.boolean() });

/**
 * The place of the database of `dataDir`, which remembers it. The first time, it is `dataDir` itself, or, as root
 * under a home that is closed to the server's account, a folder under /var/lib/tandem.
 * Throws Unavailable where the cluster that `dataDir` remembers is gone.
 */
export function findPlace(dataDir: string): Place {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const own = realpathSync(dataDir);
  const remembered = recall(own);
  if (remembered) {
    const folder = remembered.folder ?? own;
    const cluster = path.join(folder, 'cluster');
    if (remembered.made && !existsSync(path.join(cluster, 'PG_VERSION'))) throw lost(own, cluster);
    return { folder, cluster, account: accountFor(cluster), made: remembered.made, leftBehind: [] };
  }
  const account = accountFor(path.join(own, 'cluster'));
  const inside = !account || canReach(account, own);
  const leftBehind: string[] = [];
  let folder = own;
  if (!inside) {
    const stem = path.join(sharedFolder(), createHash('sha256').update(own).digest('hex').slice(0, 12));
    for (let n = 1; existsSync(folder); n++) {
      if (folder !== own) leftBehind.push(folder);
      folder = n === 1 ? stem : `${stem}-${n}`;
    }
    mkdirSync(folder, { mode: 0o700 });
  }
  if (account) chownSync(folder, account.uid, account.gid);
  remember(own, { folder: inside ? null : folder, made: false });
  return { folder, cluster: path.join(folder, 'cluster'), account, made: false, leftBehind };
}

/** Notes that the cluster is whole: from now on, its absence is a loss and not a beginning. */
export function confirmPlace(dataDir: string, { folder, made }: Place): void {
  if (made) return;
  const own = realpathSync(dataDir);
  remember(own, { folder: folder === own ? null : folder, made: true });
}

/** A folder that every account can walk into and only root can write: for root's use. */
export function sharedFolder(): string {
  for (const folder of ['/var/lib/tandem', '/opt/tandem']) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      accessSync(folder, constants.W_OK);
      const { uid, mode } = statSync(folder);
      if (uid === 0 && (mode & 0o022) === 0 && (mode & 0o001) !== 0) return folder;
    } catch {
      // A read-only or missing parent: the next folder may do.
    }
  }
  throw new Unavailable(
    'Neither /var/lib/tandem nor /opt/tandem can be made, and PostgreSQL refuses to run as root in this home.',
    'Start as an ordinary user, put TANDEM_HOME where every user can walk to, or give DATABASE_URL.',
  );
}

const noteIn = (dataDir: string) => path.join(dataDir, 'place.json');

function recall(dataDir: string): z.infer<typeof Remembered> | undefined {
  if (!existsSync(noteIn(dataDir))) return undefined;
  return Remembered.parse(JSON.parse(readFileSync(noteIn(dataDir), 'utf8')));
}

function remember(dataDir: string, note: z.infer<typeof Remembered>): void {
  writeFileAtomically(noteIn(dataDir), `${JSON.stringify(note)}\n`);
}

function lost(dataDir: string, cluster: string): Unavailable {
  return new Unavailable(
    `The database of this home was in ${cluster} and is gone; ${dataDir} remembers it.`,
    'Put that folder back, or start with another TANDEM_HOME.',
  );
}
