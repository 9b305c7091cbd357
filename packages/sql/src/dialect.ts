import { type ColumnType, InvalidInput, type StarTable } from '@tandem/data-model';
import { duckdb } from './dialects/duckdb.ts';
import { redshift } from './dialects/redshift.ts';

/** A column of a file or of a staging table. */
export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
}

export interface UnpivotedCsv {
  readonly before: readonly string[];
  readonly relation: string;
  readonly after: readonly string[];
}

/** A column of a Parquet file; an `instant` is a time that is meant in UTC. */
export interface ParquetField {
  readonly name: string;
  readonly kind: string;
}

/** Where warehouses differ in words; everything else in this package is the SQL that they share. */
export interface Dialect {
  readonly name: string;
  columnType(type: ColumnType): string;
  /** What stands between the type of a table's column and its constraint: how it is compressed. */
  columnAttributes(table: StarTable, column: string): string;
  /** What follows the column list of a table of the star: how it is laid out. */
  tableAttributes(table: StarTable): string;
  /** A table for the time of a load, which drops it; `name` has letters, digits and `_`. */
  stagingTable(name: string): string;
  /**
   * Statements that fill a staging table from a CSV file whose first field is the physical line of the record, then
   * `columns`; other fields are read over. The file has no header, `\n` between records, and only fields that the types
   * can hold. Several statements belong into one transaction.
   */
  copyCsv(
    into: string,
    file: number,
    address: string,
    fields: readonly string[],
    columns: readonly TypedColumn[],
  ): string[];
  /**
   * A query of records as they lie in a Parquet object with `_line` and `columns`: a staging table's rows. A dialect that
   * cannot query such objects lacks it, and has all records copied from CSV.
   */
  stagedRows?(file: number, address: string, columns: readonly TypedColumn[]): string;
  /** Writes the rows of a query for the time of a load; a dialect that cannot query such objects lacks it. */
  writeParquet?(query: string, address: string): string;
  /**
   * Turns the columns of a CSV file with a header into rows: `relation` has the columns `keys`, then `name` and `value`
   * for each of `columns`, all as text. It can be read after `before`, within the same transaction; `after` clears away.
   */
  unpivotCsv(address: string, keys: readonly string[], columns: readonly string[]): UnpivotedCsv;
  /**
   * A query of the rows of a Parquet file: their numbers from 1, then `columns` as text, instants as UTC. A dialect that
   * cannot query such files in any schema lacks it.
   */
  readParquet?(address: string, columns: readonly ParquetField[]): string;
  /**
   * A query of the first Parquet object, in the order given, that has rows for which `where` holds: `_of`, its place from
   * 0, then `columns` of one such row. An object that lacks a column has null there. A dialect that cannot query such
   * files in any schema lacks it.
   */
  firstInParquet?(addresses: readonly string[], columns: readonly string[], where: string): string;
  /** Fills a staging table that has just these columns from a Parquet object that was copied out of such a table. */
  copyParquet(into: string, address: string, columns: readonly string[]): string;
  /** The year to which the ISO 8601 week of a date belongs. */
  isoYear(date: string): string;
  /** An aggregate that depends on the rows of a table but not on their order: row count and 16 hex digits. */
  contentHash(columns: readonly string[]): string;
}

/** The dialect of a warehouse, by the name that the warehouse gives. */
export function dialectNamed(name: string): Dialect {
  const dialect = [duckdb, redshift].find((it) => it.name === name);
  const mend = 'Use a DuckDB or a Redshift warehouse.';
  if (!dialect) throw new InvalidInput(`There is no SQL for a warehouse of kind ${name}.`, mend);
  return dialect;
}
