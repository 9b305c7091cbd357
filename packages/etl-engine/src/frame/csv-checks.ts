import { InvalidInput } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { identifier } from '@tandem/sql';
import { numbers, texts } from './read-columns.ts';
import { rowNumber } from './read-csv-table.ts';

/** Refuses a file of rows to forecast that has none. */
export async function refuseEmpty(warehouse: Warehouse, table: string, file: string): Promise<void> {
  const rows = await texts(warehouse, `select cast(${rowNumber} as varchar) from ${table} limit 1`);
  if (rows.length > 0) return;
  throw new InvalidInput(
    `${file} has a header and no row: nothing is asked for.`,
    'Give it a row for each item and timestamp to forecast.',
  );
}

/** Refuses a file of which some row is `wrong` (a condition on the column, called NAME), naming the first. */
export async function refuseFirst(
  warehouse: Warehouse,
  table: string,
  file: string,
  column: string,
  expected: string,
  wrong: string,
): Promise<void> {
  const name = identifier(column);
  const [first] = await texts(
    warehouse,
    `select concat(${rowNumber} + 1, ': "', coalesce(${name}, ''), '"') from ${table}
     where ${wrong.replaceAll('NAME', () => name)} order by ${rowNumber} limit 1`,
  );
  if (first !== undefined) {
    throw new InvalidInput(`${file} line ${first} in column ${column} is not ${expected}.`, 'Mend or remove the row.');
  }
}

/** Whether every value of a column in some tables is a number. */
export async function isNumeric(warehouse: Warehouse, column: string, tables: readonly string[]): Promise<boolean> {
  const name = identifier(column);
  for (const table of tables) {
    const bad = `select 1 as bad from ${table} where ${name} is not null and try_cast(${name} as double) is null limit 1`;
    for await (const [rows] of numbers(warehouse, bad)) if (rows!.length > 0) return false;
  }
  return true;
}
