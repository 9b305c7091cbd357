import { rowKeyOf, storedTable } from './history.ts';
import { type Star, type StarTable, tablesOf } from './star.ts';
import { typeInWords } from './table-faults.ts';

/** The columns of a table of the warehouse in words, such as `store_id integer key`: what a snapshot of it has. */
export function columnsInWords(table: StarTable): string[] {
  const key = rowKeyOf(table);
  return storedTable(table).columns.map(
    ({ name, type }) => `${name} ${typeInWords(type)}${key.includes(name) ? ' key' : ''}`,
  );
}

/**
 * The names of the tables in which a star differs from the tables that a load wrote: each has one that the other lacks,
 * or other columns. A report from before columns were told is taken at its names.
 */
export function otherTables(
  star: Star,
  written: readonly { readonly name: string; readonly columns?: readonly string[] }[],
): string[] {
  const tables = tablesOf(star);
  const lacking = written.map((it) => it.name).filter((name) => !tables.some((it) => it.name === name));
  const other = tables.filter((table) => {
    const it = written.find(({ name }) => name === table.name);
    return !it || (it.columns && it.columns.join() !== columnsInWords(table).join());
  });
  return [...other.map((it) => it.name), ...lacking];
}
