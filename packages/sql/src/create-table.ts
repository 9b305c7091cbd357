import { type Star, type StarTable, storedTables } from '@tandem/data-model';
import type { Dialect, TypedColumn } from './dialect.ts';
import { identifier, qualified } from './quote.ts';

/** Makes a star's schema and tables where they are missing. */
export function createTables(star: Star, dialect: Dialect): string[] {
  return [
    `create schema if not exists ${identifier(star.name)}`,
    ...storedTables(star).map((table) => createTable(star.name, table, dialect)),
  ];
}

function createTable(schema: string, table: StarTable, dialect: Dialect): string {
  const columns = table.columns.map(
    (it) => `${identifier(it.name)} ${dialect.columnType(it.type)}${dialect.columnAttributes(table, it.name)} not null`,
  );
  const attributes = dialect.tableAttributes(table);
  return `create table if not exists ${qualified(schema, table.name)} (${columns.join(', ')})${attributes}`;
}

/** Makes a staging table for the records of one source: the file and physical line of each, then its columns. */
export function createStaging(table: string, columns: readonly TypedColumn[], dialect: Dialect): string[] {
  const typed = columns.map((it) => `, ${identifier(it.name)} ${dialect.columnType(it.type)}`);
  return [dropTable(table), `create table ${table} (_file integer, _line bigint${typed.join('')})`];
}

/** Makes a view of the records of one source: those that were copied into a staging table, and others where they lie. */
export function createStagedView(view: string, copied: string, others: readonly string[]): string[] {
  return [dropView(view), `create view ${view} as ${[`select * from ${copied}`, ...others].join(' union all ')}`];
}

/** Makes a staging table of a query's rows. */
export function createFromQuery(table: string, query: string): string[] {
  return [dropTable(table), `create table ${table} as ${query}`];
}

/** Makes a view of a query's rows as they are now, which are written to a Parquet object. */
export function createFromParquet(
  view: string,
  query: string,
  address: string,
  write: NonNullable<Dialect['writeParquet']>,
): string[] {
  return [
    dropView(view),
    write(query, address),
    `create view ${view} as select * from read_parquet(${address}, hive_partitioning = false)`,
  ];
}

/** Removes a table that may not be there. */
export function dropTable(table: string): string {
  return `drop table if exists ${table}`;
}

/** Removes a view that may not be there. */
export function dropView(view: string): string {
  return `drop view if exists ${view}`;
}
