import { Conflict, type Star, type StarTable } from '@tandem/data-model';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { createFromQuery, type Dialect, identifiers, qualified } from '@tandem/sql';
import { snapshotKey } from './publish-snapshot.ts';

/** A load's snapshot: where it lies. */
export interface Snapshot {
  readonly star: Star;
  readonly keyPrefix: string;
  readonly loadId: string;
}

/** Reads one table of a snapshot into a staging table; throws Conflict where the snapshot does not have it. */
export async function stageSnapshot(
  { star, keyPrefix, loadId }: Snapshot,
  table: StarTable,
  into: string,
  dialect: Dialect,
  { objects, warehouse }: { readonly objects: ObjectStore; readonly warehouse: Warehouse },
): Promise<void> {
  const key = snapshotKey(keyPrefix, loadId, table.name);
  if (!(await objects.list(key)).some((it) => it.key === key)) {
    throw new Conflict(
      `The snapshot of the load ${loadId} has no table ${table.name} any more.`,
      'Choose a load whose snapshot is kept.',
    );
  }
  const columns = table.columns.map((it) => it.name);
  const none = `select ${identifiers(columns)} from ${qualified(star.name, table.name)} where 1 = 0`;
  for (const statement of createFromQuery(into, none)) await warehouse.run(statement);
  await warehouse.run(dialect.copyParquet(into, warehouse.locate(key), columns));
}
