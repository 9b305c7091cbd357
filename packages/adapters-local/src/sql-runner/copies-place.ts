import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ObjectStore, ProjectPlace } from '@tandem/ports';
import type { Home } from '../home.ts';
import { nameOf } from './open-object-cache.ts';

/** Copies on this machine of a project's objects that lie elsewhere. They are found by their objects, so go first. */
export function copiesPlace(
  { copies }: Pick<Home, 'copies'>,
  objects: Pick<ObjectStore, 'list'>,
  prefix: (projectId: string) => string,
): ProjectPlace {
  const found = async (projectId: string) => {
    const keys = (await objects.list(`${prefix(projectId)}/`)).map((it) => it.key);
    const files = keys.map(async (key) => {
      const file = path.join(copies, nameOf(key));
      const info = await stat(file).catch(() => undefined);
      return info ? [{ file, bytes: info.size }] : [];
    });
    return (await Promise.all(files)).flat();
  };
  return {
    name: 'copies',
    does: "This machine's copies of snapshots are removed",
    async look(projectId) {
      const all = await found(projectId);
      return [{ name: 'files', count: all.length, bytes: all.reduce((sum, it) => sum + it.bytes, 0) }];
    },
    async empty(projectId) {
      for (const { file } of await found(projectId)) await rm(file, { force: true });
    },
  };
}
