import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { objectStoreContract } from '@tandem/ports/contract-tests';
import { expect, it } from 'vitest';
import { openDiskObjectStore } from './disk-object-store.ts';

const temporary = () => mkdtemp(path.join(tmpdir(), 'tandem-objects-'));

objectStoreContract('the disk', async () => {
  const root = await temporary();
  return { store: openDiskObjectStore(root), close: () => rm(root, { recursive: true }) };
});

it('keeps objects for the owner alone and leaves nothing beside them', async () => {
  const root = await temporary();

  await openDiskObjectStore(root).put('a/b', Buffer.from('x'));

  expect((await stat(path.join(root, 'a/b'))).mode & 0o777).toBe(0o600);
  expect(await readdir(path.join(root, 'a'))).toEqual(['b']);
  await rm(root, { recursive: true });
});
