import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openDiskObjectStore } from './disk-object-store.ts';
import { partialPath } from './object-path.ts';
import { removeStalePartials } from './remove-stale-partials.ts';

it('removes what was left half-written long ago, and neither objects nor what is being written', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'tandem-partials-'));
  await openDiskObjectStore(root).put('a/b', Buffer.from('x'));
  const object = path.join(root, 'a/b');
  const [fresh, stale] = [partialPath(object), partialPath(object)];
  for (const file of [fresh, stale]) await writeFile(file, 'half');
  const yesterday = new Date(Date.now() - 90_000_000);
  for (const file of [stale, object]) await utimes(file, yesterday, yesterday);

  const removed = await removeStalePartials(root, 86_400_000);

  expect(removed).toBe(1);
  expect((await readdir(path.join(root, 'a'))).sort()).toEqual([path.basename(fresh), 'b'].sort());
  await rm(root, { recursive: true });
});
