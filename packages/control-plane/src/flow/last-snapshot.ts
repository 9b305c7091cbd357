import { Conflict, type Star } from '@tandem/data-model';
import type { Project } from '@tandem/data-model/contract';
import type { ObjectStore, Snapshot } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { objectKeys } from '../object-keys.ts';
import { requireWarehouse } from '../projects/projects.ts';
import { hasWritten, isOfOtherStar } from './loads.ts';

export type SnapshotDeps = Pick<Deps, 'control'> & { readonly objects: Pick<ObjectStore, 'list'> };

/** What the load that ended last has published of a star. Throws Conflict where nothing has been loaded, or its files are gone. */
export async function lastSnapshot(
  { control, objects }: SnapshotDeps,
  project: Project,
  star: Star,
): Promise<Snapshot> {
  requireWarehouse(project);
  const loads = await control.loads.list(project.id);
  const [last] = loads
    .filter((it) => hasWritten(it) && it.endedAt !== null && !isOfOtherStar(it, star))
    .sort((a, b) => (a.endedAt! < b.endedAt! ? 1 : -1));
  if (!last) {
    throw new Conflict(
      `Nothing has been loaded into the project ${project.name} yet, so there is nothing to query.`,
      'Load files first: in the portal, or with `npm run -s tandem -- load --data DIR`.',
    );
  }
  const prefix = objectKeys.snapshot(project.id, last.id);
  const published = await objects.list(prefix);
  const tables = published.flatMap(({ key }) => {
    const name = /^([a-z][a-z0-9_]{0,62})\.parquet$/.exec(key.slice(prefix.length))?.[1];
    return name === undefined ? [] : [{ name, key }];
  });
  if (tables.length > 0) return { loadId: last.id, schema: star.name, tables };
  throw new Conflict(
    `The snapshot of the last load, ${last.id}, is not there any more.`,
    'Load the files again: that publishes it anew.',
  );
}
