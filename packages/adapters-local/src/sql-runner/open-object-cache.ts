import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Conflict, TooLarge, Unavailable } from '@tandem/data-model';
import type { ObjectStore } from '@tandem/ports';
import { partialPath } from '../object-store/object-path.ts';
import type { SnapshotFiles } from './snapshot-files.ts';

export interface ObjectCacheOptions {
  readonly objects: Pick<ObjectStore, 'list' | 'stream'>;
  /** A folder of its own, made where it is missing; what lies in it from before is used again. */
  readonly folder: string;
  /** The most that all copies together take. */
  readonly mostBytes: number;
}

interface Copy {
  readonly bytes: number;
  usedAt: number;
  users: number;
  /** Resolves when the file is there. */
  readonly there: Promise<unknown>;
}

/**
 * Read-only copies of objects that lie on another machine, each named by the hash of its key: what a snapshot has under a
 * key never changes. The copy that was longest unused makes room.
 */
export async function openObjectCache({ objects, folder, mostBytes }: ObjectCacheOptions): Promise<SnapshotFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const copies = await copiesIn(folder);
  const fileOf = (name: string) => path.join(folder, name);

  const makeRoom = (bytes: number): void => {
    const idle = [...copies].filter(([, it]) => it.users === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    let taken = sum([...copies.values()].map((it) => it.bytes));
    const going: string[] = [];
    for (const [name, it] of idle) {
      if (taken + bytes <= mostBytes) break;
      taken -= it.bytes;
      going.push(name);
    }
    if (taken + bytes > mostBytes) {
      throw new Unavailable(
        `Other queries' snapshots fill the ${mostBytes} bytes that are kept for them on this machine.`,
        'Try again in a moment, or give TANDEM_SQL_CACHE_BYTES more.',
      );
    }
    for (const name of going) {
      copies.delete(name);
      // A process that reads it has a name of its own for it; one that stays is counted again from the next start on.
      rm(fileOf(name), { force: true }).catch(() => undefined);
    }
  };

  const fetch = async (key: string, name: string, bytes: number): Promise<void> => {
    const file = fileOf(name);
    const partial = partialPath(file);
    let written = 0;
    try {
      const source = await objects.stream(key);
      source.on('data', (chunk: Uint8Array) => {
        written += chunk.length;
      });
      await pipeline(source, createWriteStream(partial, { flags: 'wx', mode: 0o400 }));
      if (written !== bytes) throw cutOff(key, written, bytes);
      await rename(partial, file);
    } catch (error) {
      copies.delete(name);
      await rm(partial, { force: true });
      throw diskFull(error);
    }
  };

  /** The copies of keys, each with one user more; those that are missing are on their way. */
  const take = (keys: readonly string[], sizes: readonly number[]): Copy[] => {
    const names = keys.map(nameOf);
    const known = names.flatMap((it) => copies.get(it) ?? []);
    for (const it of known) it.users++;
    try {
      makeRoom(sum(sizes.filter((_, k) => !copies.has(names[k]!))));
    } catch (error) {
      for (const it of known) it.users--;
      throw error;
    }
    return names.map((name, k) => {
      const bytes = sizes[k]!;
      const copy = copies.get(name) ?? { bytes, usedAt: 0, users: 1, there: fetch(keys[k]!, name, bytes) };
      copy.usedAt = Date.now();
      copy.there.catch(() => undefined);
      copies.set(name, copy);
      return copy;
    });
  };

  /** Somebody may have tidied the folder. */
  const forgetMissing = async (name: string): Promise<void> => {
    const copy = copies.get(name);
    if (!copy || copy.users > 0 || (await stat(fileOf(name)).catch(() => undefined))) return;
    if (copies.get(name) === copy && copy.users === 0) copies.delete(name);
  };

  return {
    async use(keys, work) {
      const sizes = await Promise.all(keys.map((it) => sizeOf(objects, it)));
      refuseLarge(sum(sizes), mostBytes);
      await Promise.all(keys.map((it) => forgetMissing(nameOf(it))));
      const taken = take(keys, sizes);
      try {
        await Promise.all(taken.map((it) => it.there));
        return await work(keys.map((it) => fileOf(nameOf(it))));
      } finally {
        for (const it of taken) it.users--;
      }
    },
  };
}

const sum = (sizes: readonly number[]): number => sizes.reduce((all, it) => all + it, 0);

/** The file of the copy of a key. */
export const nameOf = (key: string): string => `${createHash('sha256').update(key).digest('hex')}.parquet`;

/** The copies that an earlier process left; what it had not finished is removed. */
async function copiesIn(folder: string): Promise<Map<string, Copy>> {
  const copies = new Map<string, Copy>();
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (!/^[0-9a-f]{64}\.parquet$/.test(name)) {
      await rm(file, { force: true });
      continue;
    }
    const { size, atimeMs } = await stat(file);
    copies.set(name, { bytes: size, usedAt: atimeMs, users: 0, there: Promise.resolve() });
  }
  return copies;
}

async function sizeOf(objects: Pick<ObjectStore, 'list'>, key: string): Promise<number> {
  const found = (await objects.list(key)).find((it) => it.key === key);
  if (found) return found.bytes;
  throw new Conflict(
    `The file ${path.posix.basename(key)} of the last load's snapshot is gone.`,
    'Load the files again, which publishes it anew.',
  );
}

function refuseLarge(bytes: number, mostBytes: number): void {
  if (bytes <= mostBytes) return;
  throw new TooLarge(
    `The snapshot has ${bytes} bytes, more than the ${mostBytes} that are kept for queries on this machine.`,
    'Give TANDEM_SQL_CACHE_BYTES more, where the disk has it, and start again.',
  );
}

const cutOff = (key: string, written: number, bytes: number): Unavailable =>
  new Unavailable(`Of ${key} came ${written} bytes in place of ${bytes}.`, 'Try again; the store broke off.');

function diskFull(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') return error;
  const mend = 'Free space on it, or give TANDEM_SQL_CACHE_BYTES less, and try again.';
  return new Unavailable('The disk is full: copying a snapshot for queries.', mend, { cause: error });
}
