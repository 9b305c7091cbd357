import { type Star, type StarTable, storedTables } from '@tandem/data-model';
import type { TableDifference } from '@tandem/data-model/contract';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { countDifferences, dialectNamed, pageOfDifferences } from '@tandem/sql';
import { stagingNames } from '../staging/staging-names.ts';
import { readRows } from './read-rows.ts';
import { stageSnapshot } from './stage-snapshot.ts';
import { shownRow, type TableContent } from './star-tables.ts';

/** A load that published a snapshot, and what its report says of each table. */
export interface PublishedLoad {
  readonly id: string;
  readonly tables: readonly TableContent[];
}

export interface Comparison {
  readonly star: Star;
  /** Where loads keep their objects. */
  readonly keyPrefix: string;
  readonly before: PublishedLoad;
  readonly after: PublishedLoad;
  /** Letters, digits and `_`; names the staging tables, so that comparisons at one time do not meet. */
  readonly id: string;
  /** How many differing rows of each table are given. */
  readonly limit: number;
}

/**
 * What changed in each table from one load's snapshot to another's, by key: counts, and the first rows that differ.
 * A table whose row count and hash are the same in both reports is not read.
 *
 * @throws Conflict where a snapshot that has to be read is gone
 */
export async function compareSnapshots(
  comparison: Comparison,
  deps: { readonly objects: ObjectStore; readonly warehouse: Warehouse },
): Promise<TableDifference[]> {
  const { star, before, after } = comparison;
  const differences: TableDifference[] = [];
  for (const table of storedTables(star)) {
    const columns = table.columns.map((it) => it.name);
    const same = { name: table.name, added: 0, changed: 0, removed: 0, columns, rows: [] };
    const isSame = isSameContent(contentOf(before, table), contentOf(after, table));
    differences.push(isSame ? same : { ...same, ...(await difference(comparison, table, deps)) });
  }
  return differences;
}

const contentOf = ({ tables }: PublishedLoad, { name }: StarTable) => tables.find((it) => it.name === name);

export function isSameContent(a: TableContent | undefined, b: TableContent | undefined): boolean {
  return a !== undefined && a.rows === b?.rows && a.contentHash === b.contentHash;
}

async function difference(
  { star, keyPrefix, before, after, id, limit }: Comparison,
  table: StarTable,
  deps: { readonly objects: ObjectStore; readonly warehouse: Warehouse },
): Promise<Pick<TableDifference, 'added' | 'changed' | 'removed' | 'rows'>> {
  const { warehouse } = deps;
  const dialect = dialectNamed(warehouse.dialect);
  const staging = stagingNames(id, dialect);
  try {
    const names = { before: staging.name(`${table.name}_before`), after: staging.name(`${table.name}_after`) };
    await stageSnapshot({ star, keyPrefix, loadId: before.id }, table, names.before, dialect, deps);
    await stageSnapshot({ star, keyPrefix, loadId: after.id }, table, names.after, dialect, deps);
    const counts = { added: 0, changed: 0, removed: 0 };
    for (const [state, n] of await readRows(warehouse, countDifferences(names.before, names.after, table))) {
      counts[state as keyof typeof counts] = Number(n);
    }
    const page = await readRows(warehouse, pageOfDifferences(names.before, names.after, table, limit));
    const width = table.columns.length;
    const rows = page.map(shownRow).map(([state, ...cells]) => ({
      change: state as keyof typeof counts,
      before: state === 'added' ? null : cells.slice(0, width),
      after: state === 'removed' ? null : cells.slice(width),
    }));
    return { ...counts, rows };
  } finally {
    await staging.drop(warehouse);
  }
}
