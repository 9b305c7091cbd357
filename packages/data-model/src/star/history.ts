import { keyOf, type Star, type StarColumn, type StarTable, tablesOf } from './star.ts';

/**
 * Type 2 of slowly changing dimensions (Kimball and Ross, The Data Warehouse Toolkit, 3rd ed., ch. 5): a change of an
 * attribute closes the row that stands for a key and begins another. A dimension with such an attribute has these
 * columns besides its own. The rows of a key lie end to end: each is valid from its first day until, not including, the
 * first day of the next, and the last has no end and is current.
 */
export const historyColumns: readonly StarColumn[] = [
  { name: 'version_key', type: { kind: 'integer' }, description: 'Number of this version; no other row has it' },
  { name: 'valid_from', type: { kind: 'date' }, description: 'The first day of this version' },
  { name: 'valid_to', type: { kind: 'date' }, description: 'The first day after it; 9999-12-31 while it is current' },
  { name: 'is_current', type: { kind: 'flag' }, description: '1 on the one version of each key that has no end' },
];

/** The first day of the first version of a key where no file says since when it holds, so that facts of any day find it: files hold none before it. */
export const beginningOfTime = '0001-01-01';

/** Where a version has no end; a day rather than null, so that it can be compared. */
export const endOfTime = '9999-12-31';

/** Whether a table keeps old values of its attributes. */
export function keepsHistory(table: StarTable): boolean {
  return table.kind === 'dimension' && table.columns.some((it) => it.history === 'type 2');
}

/** A table as the warehouse holds it: with the columns that tell its versions apart, where it keeps them. */
export function storedTable<T extends StarTable>(table: T): T {
  return keepsHistory(table) ? { ...table, columns: [...table.columns, ...historyColumns] } : table;
}

/** The tables of a star as the warehouse holds them, in the order of `tablesOf`. */
export function storedTables(star: Star): readonly StarTable[] {
  return tablesOf(star).map(storedTable);
}

/** The columns that identify a row of the warehouse: the key, and of a dimension with versions also the first day of one. */
export function rowKeyOf(table: StarTable): readonly string[] {
  return keepsHistory(table) ? [...keyOf(table), 'valid_from'] : keyOf(table);
}
