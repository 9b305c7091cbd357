import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { counted, Unavailable } from '@tandem/data-model';
import type { ProjectPlace } from '@tandem/ports';
import type { Home } from '../home.ts';
import { removeStaleFolders } from './own-folder.ts';

const note = '.projects';
/** The API ends them in the moment in which a deletion begins. */
const waitMs = 20_000;

/** Notes in the folder of a query's process which projects it reads, its own and those that share with it. */
export function noteProjects(folder: string, projectIds: readonly string[]): void {
  // One that has ended has no folder any more.
  if (existsSync(folder)) writeFileSync(path.join(folder, note), projectIds.join('\n'), { mode: 0o600 });
}

/** The processes that read a project in queries, whichever process of ours started them. */
export function queryPlace({ queries }: Pick<Home, 'queries'>): ProjectPlace {
  const look = (projectId: string) => {
    const count = processFolders(queries).filter((it) => projectsOf(it).includes(projectId)).length;
    return [{ name: 'processes', count, bytes: null }];
  };
  return {
    name: 'queries',
    does: 'The processes that run queries are ended',
    look: async (projectId) => look(projectId),
    async empty(projectId) {
      const deadline = performance.now() + waitMs;
      for (;;) {
        // The processes of this one end as those of any other do.
        removeStaleFolders(queries, () => false);
        const [{ count } = { count: 0 }] = look(projectId);
        if (count === 0) return;
        if (performance.now() > deadline) {
          throw new Unavailable(
            `${counted(count, 'process')} for queries of the project has not ended.`,
            'Delete the project again: the API ends them when it is asked to.',
          );
        }
        await delay(50);
      }
    },
  };
}

function processFolders(queries: string): string[] {
  const below = (folder: string) => {
    try {
      return readdirSync(folder).map((it) => path.join(folder, it));
    } catch {
      // It has ended since.
      return [];
    }
  };
  return below(queries).flatMap(below);
}

function projectsOf(folder: string): string[] {
  try {
    return readFileSync(path.join(folder, note), 'utf8').split('\n');
  } catch {
    return [];
  }
}
