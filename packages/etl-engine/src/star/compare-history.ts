import type { Warehouse } from '@tandem/ports';
import {
  countByFile,
  countStates,
  countUntouched,
  createFromQuery,
  type Dialect,
  type HistoryQuery,
  observations,
  versionChanges,
} from '@tandem/sql';
import { readRows } from './read-rows.ts';
import type { TableCounts } from './star-after-load.ts';

export interface HistoryChange {
  readonly counts: TableCounts;
  /** How many records of each file change something, by the file's index. */
  readonly loaded: ReadonlyMap<number, number>;
}

/** The records that change something: one may end a version and begin another, which are two rows. */
export function recordsOf(delta: string): string {
  return `(select distinct _file, _line, 'changed' as _state from ${delta}) x`;
}

/** Compares the records of a feed with the versions of its dimension, and fills the staging table `delta` with what changes. */
export async function compareHistory(
  query: HistoryQuery,
  delta: string,
  warehouse: Warehouse,
  dialect: Dialect,
  stagingName: (name: string) => string,
): Promise<HistoryChange> {
  const observed = stagingName(`_observed_${query.table.name}`);
  const statements = [
    ...createFromQuery(observed, observations(query, dialect)),
    ...createFromQuery(delta, versionChanges(query, observed)),
  ];
  for (const statement of statements) await warehouse.run(statement);
  const counts = { added: 0, changed: 0 };
  for (const [, state, n] of await readRows(warehouse, countStates(delta))) {
    counts[state as keyof typeof counts] += Number(n);
  }
  const [[unchanged] = []] = await readRows(warehouse, countUntouched(query, delta, dialect));
  const loaded = await readRows(warehouse, countByFile(recordsOf(delta)));
  return {
    counts: { ...counts, unchanged: Number(unchanged) },
    loaded: new Map(loaded.map(([file, n]) => [Number(file), Number(n)])),
  };
}
