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

/** So many objects are asked at once; most rows were written by the newest, and the engine holds what each says of itself. */
const objectsAtOnce = 200;

interface Deps {
  readonly objects: ObjectStore;
  readonly warehouse: Warehouse;
}

/** The record that last wrote the row of a key; `loadIds` wrote the star as it is, newest first. */
export async function lastWriter(
  table: StarTable,
  address: string,
  /** SQL that holds for the row of the key. */
  isRow: string,
  { keyPrefix, loadIds, id }: { readonly keyPrefix: string; readonly loadIds: readonly string[]; readonly id: string },
  { objects, warehouse }: Deps,
): Promise<RecordOfLoad | undefined> {
  const kept = new Set((await objects.list(`${keyPrefix}/provenance/`)).map((it) => it.key));
  const keys = new Map(loadIds.map((it) => [it, provenanceKey(keyPrefix, it, table.name)]));
  const writers = loadIds.filter((it) => kept.has(keys.get(it)!));
  const { firstInParquet } = dialectNamed(warehouse.dialect);
  if (!firstInParquet) return byCopies(table, address, isRow, { keys, writers, id }, warehouse);
  for (let from = 0; from < writers.length; from += objectsAtOnce) {
    const some = writers.slice(from, from + objectsAtOnce);
    const addresses = some.map((it) => warehouse.locate(keys.get(it)!));
    const [found] = await readRows(warehouse, firstInParquet(addresses, ['_file', '_line'], isRow));
    if (found) return { loadId: some[Number(found[0])]!, file: Number(found[1]), line: Number(found[2]) };
  }
  return undefined;
}

/** The same where Parquet can only be copied: load by load, until one is found. */
async function byCopies(
  table: StarTable,
  address: string,
  isRow: string,
  { keys, writers, id }: { keys: ReadonlyMap<string, string>; writers: readonly string[]; id: string },
  warehouse: Warehouse,
): Promise<RecordOfLoad | undefined> {
  const dialect = dialectNamed(warehouse.dialect);
  const staging = stagingNames(id, dialect);
  const key = rowKeyOf(table);
  const none = `select ${identifiers(key)}, cast(0 as integer) as _file, cast(0 as bigint) as _line from ${address} where 1 = 0`;
  try {
    for (const loadId of writers) {
      const into = staging.name('provenance');
      for (const statement of createFromQuery(into, none)) await warehouse.run(statement);
      await warehouse.run(dialect.copyParquet(into, warehouse.locate(keys.get(loadId)!), [...key, '_file', '_line']));
      const [found] = await readRows(warehouse, `select _file, _line from ${into} where ${isRow}`);
      if (found) return { loadId, file: Number(found[0]), line: Number(found[1]) };
    }
    return undefined;
  } finally {
    await staging.drop(warehouse);
  }
}
