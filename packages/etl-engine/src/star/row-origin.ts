import {
  type ColumnType,
  InvalidInput,
  keepsHistory,
  keyOf,
  NotFound,
  parseDay,
  rowKeyOf,
  type Star,
  type StarColumn,
  type StarTable,
  storedTables,
} from '@tandem/data-model';
import type { RowOrigin } from '@tandem/data-model/contract';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { identifier, literal, pageOf, qualified } from '@tandem/sql';
import { lastWriter, type RecordOfLoad } from './provenance.ts';
import { readRows } from './read-rows.ts';
import { shownRow } from './star-tables.ts';

export interface RowAsked {
  readonly star: Star;
  readonly table: string;
  /** Values of the key, separated by commas; a key that refers to a day may be given as the day. */
  readonly key: string;
  readonly keyPrefix: string;
  /** The loads that wrote the star as it is, newest first. */
  readonly loadIds: readonly string[];
  /** Letters, digits and `_`; names the staging table. */
  readonly id: string;
}

export type FoundRow = Pick<RowOrigin, 'table' | 'columns' | 'row'> & { readonly record: RecordOfLoad | undefined };

/** A row by its key, and the record that last wrote it. Throws NotFound, and InvalidInput where the key cannot be read. */
export async function rowOrigin(
  { star, table: name, key, keyPrefix, loadIds, id }: RowAsked,
  deps: { readonly objects: ObjectStore; readonly warehouse: Warehouse },
): Promise<FoundRow> {
  const table = storedTables(star).find((it) => it.name === name);
  if (!table) throw new NotFound('table', name);
  const address = qualified(star.name, name);
  const isRow = conditionOf(star, table, key);
  const rows = await readRows(deps.warehouse, pageOf(`(select * from ${address} where ${isRow}) t`, table, 0, 1));
  const [row] = rows;
  if (!row) throw new NotFound('row', `${key} of ${name}`);
  const record = await lastWriter(table, address, byOwnKey(table, row), { keyPrefix, loadIds, id }, deps);
  return { table: name, columns: table.columns.map((it) => it.name), row: shownRow(row), record };
}

/** SQL that holds for the row of a key as it was asked for; of rows with versions, for the current one unless its first day is given. */
function conditionOf(star: Star, table: StarTable, text: string): string {
  if (!keepsHistory(table)) return conditionOfKey(star, table, text);
  const [, key, first] = /^(.*),\s*(\d{4}-\d\d-\d\d)\s*$/.exec(text) ?? [];
  const day = first === undefined ? undefined : sqlOf({ kind: 'date' }, first);
  if (day === undefined) return `${conditionOfKey(star, table, text)} and is_current = 1`;
  return `${conditionOfKey(star, table, key!)} and valid_from = ${day}`;
}

function conditionOfKey(star: Star, table: StarTable, text: string): string {
  const names = keyOf(table);
  const values = names.length === 1 ? [text] : text.split(',').map((it) => it.trim());
  if (values.length !== names.length) {
    throw new InvalidInput(
      `The key of ${table.name} is ${names.join(', ')}; ${text} has ${values.length} values.`,
      mend,
    );
  }
  return names
    .map((name, k) => {
      const column = table.columns.find((it) => it.name === name)!;
      const own = sqlOf(column.type, values[k]!);
      if (own !== undefined) return `${identifier(name)} = ${own}`;
      return `${identifier(name)} in (${otherKey(star, column, values[k]!)})`;
    })
    .join(' and ');
}

/** The key of the dimension's row whose alternate key is given, as a query. */
function otherKey(star: Star, { name, type, references }: StarColumn, text: string): string {
  const dimension = star.dimensions.find((it) => it.name === references);
  const alternate = dimension?.columns.find((it) => it.name === dimension.alternateKey);
  const value = alternate && sqlOf(alternate.type, text);
  if (!dimension || !alternate || value === undefined) {
    const other = alternate ? `, nor a ${alternate.type.kind} of ${dimension?.name}` : '';
    throw new InvalidInput(`${text} is no ${type.kind}, as ${name} is${other}.`, mend);
  }
  const from = qualified(star.name, dimension.name);
  return `select ${identifier(dimension.key)} from ${from} where ${identifier(alternate.name)} = ${value}`;
}

const mend = 'Give a value for each column of the key, in its order, separated by commas, as in 1,2024-01-02.';

/** A text as SQL of a type; undefined where it cannot be one. */
function sqlOf({ kind }: ColumnType, text: string): string | undefined {
  switch (kind) {
    case 'text':
      return text.includes('\0') ? undefined : literal(text);
    case 'date':
    case 'timestamp':
      return Number.isNaN(parseDay(text)) ? undefined : `cast(${literal(text)} as ${kind})`;
    case 'decimal':
      return /^-?\d{1,18}(\.\d{1,18})?$/.test(text) ? text : undefined;
    default:
      return /^-?\d{1,10}$/.test(text) ? text : undefined;
  }
}

/** SQL that holds for a row that was read, by its own key. */
function byOwnKey(table: StarTable, row: readonly (number | string | null)[]): string {
  return rowKeyOf(table)
    .map((name) => {
      const k = table.columns.findIndex((it) => it.name === name);
      const { type } = table.columns[k]!;
      const value = literal(row[k]!);
      return `${identifier(name)} = ${type.kind === 'date' || type.kind === 'timestamp' ? `cast(${value} as ${type.kind})` : value}`;
    })
    .join(' and ');
}
