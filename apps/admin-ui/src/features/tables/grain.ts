import type { Table } from '@tandem/data-model/contract';

/** Whether each row of a table is a version of what its key names. A dimension has one key; a second is the first day of one. */
export const hasVersions = ({ kind, columns }: Table): boolean =>
  kind === 'dimension' && columns.filter(({ key }) => key).length > 1;

/** What each row of a table stands for: the words and the columns that they name. */
export function grainOf(table: Table) {
  const key = table.columns.filter((it) => it.key).map(({ name }) => name);
  return hasVersions(table)
    ? (['tables.grainOfVersions', { columns: key.filter((it) => it !== 'valid_from').join(' × ') }] as const)
    : (['tables.grain', { columns: key.join(' × ') }] as const);
}
