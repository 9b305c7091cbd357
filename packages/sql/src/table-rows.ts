import { rowKeyOf, type StarColumn, type StarTable } from '@tandem/data-model';
import { identifier, identifiers } from './quote.ts';

/** A page of a table in key order. Numbers come as doubles, the rest as text. */
export function pageOf(name: string, table: StarTable, offset: number, limit: number): string {
  const columns = table.columns.map((it) => `${readable(it)} as ${identifier(it.name)}`);
  return `select ${columns.join(', ')} from ${name} order by ${identifiers(rowKeyOf(table))} limit ${limit} offset ${offset}`;
}

/** A column as it is shown: numbers as doubles, the rest as text. */
export function readable({ name, type }: StarColumn, alias?: string): string {
  const column = identifiers([name], alias);
  switch (type.kind) {
    case 'text':
      return column;
    case 'date':
    case 'timestamp':
      return `cast(${column} as varchar)`;
    default:
      return `cast(${column} as double precision)`;
  }
}

/** All rows of a table in key order, with the table's own types. */
export function wholeTable(name: string, table: StarTable): string {
  return `select ${identifiers(table.columns.map((it) => it.name))} from ${name} order by ${identifiers(rowKeyOf(table))}`;
}
