import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { isObjectKey, NotFound, released } from '@tandem/data-model';
import type { ObjectStore, StoredObject } from '@tandem/ports';
import { orDiskFull } from '../disk-full.ts';
import { filesBelow } from './files-below.ts';
import { objectPath, partialPath } from './object-path.ts';

const fresh = { flag: 'wx', mode: 0o600 };

/** Objects as files below `root`, each written beside its place, synced, and renamed into it. */
export function openDiskObjectStore(root: string): ObjectStore {
  const store = path.resolve(root);
  return {
    async put(key, body) {
      const target = objectPath(store, key);
      const folder = path.dirname(target);
      const partial = partialPath(target);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const hash = createHash('sha256');
        let bytes = 0;
        const measured = async function* () {
          for await (const chunk of body instanceof Readable ? released(body) : [body]) {
            hash.update(chunk);
            bytes += chunk.length;
            yield chunk;
          }
        };
        await writeFile(partial, measured(), { ...fresh, flush: true });
        await rename(partial, target);
        await syncFolder(folder);
        return { key, bytes, sha256: hash.digest('hex') };
      } catch (cause) {
        await rm(partial, { force: true });
        throw orDiskFull(cause, `storing ${key}`);
      }
    },
    async putScratch(key, body) {
      const target = objectPath(store, key);
      const partial = partialPath(target);
      try {
        await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
        await writeFile(partial, released(body), fresh);
        await rename(partial, target);
      } catch (cause) {
        await rm(partial, { force: true });
        throw orDiskFull(cause, `storing ${key}`);
      }
    },
    async get(key) {
      return readFile(objectPath(store, key)).catch((cause: unknown) => {
        throw missing(cause, key);
      });
    },
    async stream(key, range) {
      const handle = await open(objectPath(store, key)).catch((cause: unknown) => {
        throw missing(cause, key);
      });
      if (!range) return handle.createReadStream({ highWaterMark: 1 << 20 });
      if (range.start === range.end) {
        await handle.close();
        return Readable.from([]);
      }
      return handle.createReadStream({ highWaterMark: 1 << 20, start: range.start, end: range.end - 1 });
    },
    async list(prefix) {
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const found: StoredObject[] = [];
      for await (const file of filesBelow(path.join(store, ...folder.split('/')))) {
        const key = path.relative(store, file).split(path.sep).join('/');
        if (!key.startsWith(prefix) || !isObjectKey(key)) continue;
        const info = await stat(file).catch(() => undefined);
        if (info) found.push({ key, bytes: info.size });
      }
      return found.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async delete(key) {
      await rm(objectPath(store, key), { force: true });
    },
  };
}

/** Makes a rename last through a power cut; platforms that cannot open a folder do so by themselves. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function missing(cause: unknown, key: string): unknown {
  return (cause as NodeJS.ErrnoException).code === 'ENOENT' ? new NotFound('object', key) : cause;
}
