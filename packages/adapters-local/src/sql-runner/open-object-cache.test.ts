import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { NotFound } from '@tandem/data-model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openObjectCache } from './open-object-cache.ts';

let folder: string;
let stored: Map<string, Buffer>;
let fetched: string[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-object-cache-'));
  stored = new Map(['a', 'b', 'c'].map((it) => [`s/${it}.parquet`, Buffer.from(it.repeat(40))]));
  fetched = [];
});
afterEach(() => rm(folder, { recursive: true }));

const open = (mostBytes = 100) =>
  openObjectCache({
    folder,
    mostBytes,
    objects: {
      list: async (prefix) =>
        [...stored].filter(([key]) => key.startsWith(prefix)).map(([key, it]) => ({ key, bytes: it.length })),
      stream: async (key) => {
        fetched.push(key);
        const body = stored.get(key);
        if (!body) throw new NotFound('object', key);
        return Readable.from([body]);
      },
    },
  });
const texts = (files: readonly string[]) => Promise.all(files.map((it) => readFile(it, 'utf8')));

it('copies an object once, read-only, for all who use it at once and later, and for the next process', async () => {
  const cache = await open();

  const [first] = await Promise.all([1, 2, 3].map(() => cache.use(['s/a.parquet'], texts)));
  const again = await (await open()).use(['s/a.parquet'], texts);

  expect([first, again]).toEqual([['a'.repeat(40)], ['a'.repeat(40)]]);
  expect(fetched).toEqual(['s/a.parquet']);
  const [name] = await readdir(folder);
  expect(name).toMatch(/^[0-9a-f]{64}\.parquet$/);
  expect((await stat(path.join(folder, name!))).mode & 0o777).toBe(0o400);
});

it('copies again what somebody removed', async () => {
  const cache = await open();
  await cache.use(['s/a.parquet'], texts);
  for (const it of await readdir(folder)) await rm(path.join(folder, it));

  expect(await cache.use(['s/a.parquet'], texts)).toEqual(['a'.repeat(40)]);
  expect(fetched).toEqual(['s/a.parquet', 's/a.parquet']);
});

it('keeps to its bytes: what was longest unused goes, and nothing that is in use', async () => {
  const cache = await open();
  await cache.use(['s/a.parquet'], texts);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await cache.use(['s/b.parquet'], texts);

  await cache.use(['s/b.parquet'], async () => {
    await cache.use(['s/c.parquet'], texts);
    await expect(cache.use(['s/a.parquet', 's/c.parquet'], texts)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  expect(await readdir(folder)).toHaveLength(2);
  await cache.use(['s/b.parquet', 's/c.parquet'], texts);
  expect(fetched).toEqual(['s/a.parquet', 's/b.parquet', 's/c.parquet']);
});

it('says of a snapshot that is larger than it how large it is, and of one that is gone that it is', async () => {
  const cache = await open();

  await expect(cache.use([...stored.keys()], texts)).rejects.toMatchObject({
    code: 'TOO_LARGE',
    message: expect.stringContaining('120 bytes, more than the 100'),
  });
  await expect(cache.use(['s/d.parquet'], texts)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(fetched).toEqual([]);
});

it('keeps nothing of a copy that broke off, and tries again', async () => {
  await writeFile(path.join(folder, '.partial-old'), 'left by a killed process');
  const cache = await open();
  const whole = stored.get('s/a.parquet')!;
  const cut = cache.use(['s/a.parquet'], texts);
  stored.set('s/a.parquet', whole.subarray(0, 9));

  await expect(cut).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('9 bytes') });
  expect(await readdir(folder)).toEqual([]);
  stored.set('s/a.parquet', whole);
  expect(await cache.use(['s/a.parquet'], texts)).toEqual([whole.toString()]);
});
