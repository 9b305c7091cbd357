import { NotFound, rowKeyOf, type Star, type StarColumn, type StarTable, storedTables } from '@tandem/data-model';
import type { LoadOutput, Table, TableRows } from '@tandem/data-model/contract';
import type { Warehouse } from '@tandem/ports';
import { createTables, dialectNamed, pageOf, qualified } from '@tandem/sql';
import { readRows } from './read-rows.ts';

/** Makes the tables of a star that are missing; those that are there stay as they are. */
export async function createStar(star: Star, warehouse: Warehouse): Promise<void> {
  for (const statement of createTables(star, dialectNamed(warehouse.dialect))) await warehouse.run(statement);
}

/** The tables of a star with their row counts, dimensions first; all are counted at one moment. */
export async function starTables(star: Star, warehouse: Warehouse): Promise<Table[]> {
  const counts = storedTables(star).map(
    ({ name }, i) => `select ${i} as i, count(*) as n from ${qualified(star.name, name)}`,
  );
  const rows = new Map((await readRows(warehouse, counts.join(' union all '))) as [number, number][]);
  return storedTables(star).map((table, i) => ({
    name: table.name,
    kind: table.kind,
    description: table.description,
    rows: rows.get(i)!,
    columns: columnsOf(table, dialectNamed(warehouse.dialect).columnType),
  }));
}

/** A page of a table in key order; throws NotFound where the star has no such table. */
export async function tableRows(
  star: Star,
  warehouse: Warehouse,
  name: string,
  offset: number,
  limit: number,
): Promise<TableRows> {
  const table = storedTables(star).find((it) => it.name === name);
  if (!table) throw new NotFound('table', name);
  const address = qualified(star.name, name);
  const [[total] = []] = await readRows(warehouse, `select count(*) as n from ${address}`);
  const rows = await readRows(warehouse, pageOf(address, table, offset, limit));
  return {
    columns: columnsOf(table, dialectNamed(warehouse.dialect).columnType),
    rows: rows.map(shownRow),
    total: Number(total),
  };
}

/** A row as people read it: days without their midnight. */
export function shownRow<T>(row: readonly T[]): (T | string)[] {
  return row.map((it) => (typeof it === 'string' ? it.replace(/ 00:00:00$/, '') : it));
}

/** What a table holds, in short. */
export type TableContent = Pick<LoadOutput, 'name' | 'rows' | 'contentHash'>;

/** Row count and content hash of each table; a hash is equal where the rows are, whatever their order. */
export async function contentHashes(star: Star, warehouse: Warehouse): Promise<TableContent[]> {
  const dialect = dialectNamed(warehouse.dialect);
  const hashes = storedTables(star).map(async ({ name, columns }) => {
    const hash = dialect.contentHash(columns.map((it) => it.name));
    const [[rows, contentHash] = []] = await readRows(
      warehouse,
      `select count(*) as n, ${hash} as h from ${qualified(star.name, name)}`,
    );
    return { name, rows: Number(rows), contentHash: String(contentHash) };
  });
  return Promise.all(hashes);
}

function columnsOf(table: StarTable, typeName: (type: StarColumn['type']) => string): Table['columns'] {
  return table.columns.map(({ name, type, references }) => ({
    name,
    type: typeName(type),
    key: rowKeyOf(table).includes(name),
    references: references ?? null,
  }));
}
