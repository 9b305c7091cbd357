import { Unavailable } from '@tandem/data-model';
import type { ProjectPlace } from '@tandem/ports';
import { identifier, literal } from '@tandem/sql';
import type { DataApi } from './data-api.ts';
import { projectDatabase } from './project-database.ts';

/** The database of a project. `mainOf` runs in the database that comes with the namespace, for a project. */
export function databasePlace(mainOf: (projectId: string) => DataApi): ProjectPlace {
  const count = async (projectId: string): Promise<number> => {
    const name = literal(projectDatabase(projectId));
    const found = `select 1 as found from svv_redshift_databases where database_name = ${name}`;
    return (await mainOf(projectId).run([found])).ResultRows ?? 0;
  };
  return {
    name: 'warehouse',
    does: "The project's database in Redshift is dropped",
    look: async (projectId) => [{ name: 'databases', count: await count(projectId), bytes: null }],
    async empty(projectId) {
      if ((await count(projectId)) === 0) return;
      const drop = `drop database ${identifier(projectDatabase(projectId))}`;
      await mainOf(projectId)
        .run([drop], { writes: true })
        .catch((cause: unknown) => {
          // Another delivery of the same deletion was first.
          if (cause instanceof Error && /does not exist/i.test(cause.message)) return;
          throw inUse(cause) ? busy(cause) : cause;
        });
    },
  };
}

const inUse = (error: unknown): boolean =>
  error instanceof Error && /being accessed by other users/i.test(error.message);

const busy = (cause: unknown): Unavailable =>
  new Unavailable(
    "The project's database cannot be dropped while sessions are open in it.",
    'End what still works in it, and delete the project again.',
    { cause },
  );
