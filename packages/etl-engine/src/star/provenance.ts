import { rowKeyOf, type StarTable } from '@tandem/data-model';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { createFromQuery, dialectNamed, identifiers } from '@tandem/sql';
import { stagingNames } from '../staging/staging-names.ts';
import { readRows } from './read-rows.ts';
import type { StarAfterLoad } from './star-after-load.ts';

/** A record of a load: the file by its place among the load's files, and its physical line. */
export interface RecordOfLoad {
  readonly loadId: string;
  readonly file: number;
  readonly line: number;
}

const provenanceKey = (keyPrefix: string, loadId: string, table: string): string =>
  `${keyPrefix}/provenance/${loadId}/${table}.parquet`;

/**
 * Keeps, for each row that a load will write, its key and the record that brings it. It is written before
 * the merge, so that no merged row lacks it; a load that then fails leaves objects that nothing looks at.
 */
export async function keepProvenance(
  after: StarAfterLoad,
  warehouse: Warehouse,
  keyPrefix: string,
  loadId: string,
): Promise<void> {
  for (const table of new Set(after.changes.map((it) => it.table))) {
    const key = identifiers(rowKeyOf(table));
    const rows = after.changes
      .filter((it) => it.table === table)
      .map((it) => `select ${key}, _file, _line from ${it.delta} where _state <> 'same'`);
    await warehouse.copyOut(rows.join(' union all '), provenanceKey(keyPrefix, loadId, table.name));
  }
}

/** The record that last wrote the row of a key; `loadIds` wrote the star as it is, newest first. */
export async function lastWriter(
  table: StarTable,
  address: string,
  /** SQL that holds for the row of the key. */
  isRow: string,
  writers: { readonly keyPrefix: string; readonly loadIds: readonly string[]; readonly id: string },
  { objects, warehouse }: { readonly objects: ObjectStore; readonly warehouse: Warehouse },
): Promise<RecordOfLoad | undefined> {
  const kept = new Set((await objects.list(`${writers.keyPrefix}/provenance/`)).map((it) => it.key));
  const dialect = dialectNamed(warehouse.dialect);
  const staging = stagingNames(writers.id, dialect);
  const columns = [...rowKeyOf(table), '_file', '_line'];
  try {
    for (const loadId of writers.loadIds) {
      const key = provenanceKey(writers.keyPrefix, loadId, table.name);
      if (!kept.has(key)) continue;
      const into = staging.name('provenance');
      const none = `select ${identifiers(rowKeyOf(table))}, cast(0 as integer) as _file, cast(0 as bigint) as _line from ${address} where 1 = 0`;
      for (const statement of createFromQuery(into, none)) await warehouse.run(statement);
      await warehouse.run(dialect.copyParquet(into, warehouse.locate(key), columns, isRow));
      const [found] = await readRows(warehouse, `select _file, _line from ${into} where ${isRow}`);
      if (found) return { loadId, file: Number(found[0]), line: Number(found[1]) };
    }
    return undefined;
  } finally {
    await staging.drop(warehouse);
  }
}
