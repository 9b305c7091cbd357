import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectPlace } from '@tandem/ports';
import type { Home } from '../home.ts';
import { filesBelow } from './files-below.ts';
import { isPartial, objectPath } from './object-path.ts';

/** What the folder of a project's objects holds besides them: files that were not finished, and folders. */
export function scratchPlace({ objects }: Pick<Home, 'objects'>, prefix: (projectId: string) => string): ProjectPlace {
  const folderOf = (projectId: string) => objectPath(path.resolve(objects), prefix(projectId));
  return {
    name: 'scratch',
    does: 'Files that were not finished, and the folder of the objects, are removed',
    async look(projectId) {
      const folder = folderOf(projectId);
      let count = 0;
      let bytes = 0;
      for await (const file of filesBelow(folder)) {
        if (!isPartial(file)) continue;
        count++;
        bytes += (await stat(file).catch(() => undefined))?.size ?? 0;
      }
      return [
        { name: 'unfinished files', count, bytes },
        { name: 'folder', count: existsSync(folder) ? 1 : 0, bytes: null },
      ];
    },
    empty: (projectId) => rm(folderOf(projectId), { recursive: true, force: true }),
  };
}
