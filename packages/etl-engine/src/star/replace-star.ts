import { type Star, tablesOf } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { createTables, dialectNamed, dropTable, literal, qualified } from '@tandem/sql';
import { readRows } from './read-rows.ts';

/**
 * Makes the tables of one star in the place of another's, in one transaction. Where a table of either has rows, gives
 * those tables and changes nothing; throws LoadRejected where rows come meanwhile.
 */
export async function replaceStar(
  from: Star,
  to: Star,
  warehouse: Warehouse,
): Promise<{ readonly name: string; readonly rows: number }[]> {
  const tables = await standingTables([from, to], warehouse);
  const counted = await Promise.all(
    tables.map(async ({ name, address }) => {
      const [[rows] = []] = await readRows(warehouse, `select count(*) as n from ${address}`);
      return { name, rows: Number(rows) };
    }),
  );
  const filled = counted.filter((it) => it.rows > 0);
  if (filled.length > 0) return filled;
  await warehouse.transaction([
    ...tables.map(({ name, address }) => ({
      guard: `select 1 from ${address} t limit 1`,
      message: `${name} has got rows meanwhile; the star stays as it is.`,
    })),
    ...tables.map(({ address }) => ({ sql: dropTable(address) })),
    ...createTables(to, dialectNamed(warehouse.dialect)).map((sql) => ({ sql })),
  ]);
  return [];
}

/** The tables of stars that the warehouse has; one that two stars share comes once. */
async function standingTables(stars: readonly Star[], warehouse: Warehouse) {
  const wanted = new Map(
    stars.flatMap((star) => tablesOf(star).map(({ name }) => [qualified(star.name, name), name] as const)),
  );
  const schemas = stars.map((it) => literal(it.name)).join(', ');
  const rows = await readRows(
    warehouse,
    `select table_schema, table_name from information_schema.tables where table_schema in (${schemas})`,
  );
  return rows
    .map(([schema, table]) => qualified(String(schema), String(table)))
    .filter((it) => wanted.has(it))
    .map((address) => ({ address, name: wanted.get(address)! }));
}
