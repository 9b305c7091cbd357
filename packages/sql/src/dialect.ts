import { type ColumnType, InvalidInput, type StarTable } from '@tandem/data-model';
import { duckdb } from './dialects/duckdb.ts';

/** A column of a file or of a staging table. */
export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** Where warehouses differ in words; everything else in this package is the SQL that they share. */
export interface Dialect {
  readonly name: string;
  columnType(type: ColumnType): string;
  /** What follows the column list of a table of the star: how it is laid out. */
  tableAttributes(table: StarTable): string;
  /** A table that ends with the warehouse's session; `name` has letters, digits and `_`. */
  stagingTable(name: string): string;
  /**
   * Fills a staging table from a CSV file whose first field is the physical line of the record, then `columns`; other
   * fields are read over. The file has no header, `\n` between records, and only fields that the types can hold.
   */
  copyCsv(
    into: string,
    file: number,
    address: string,
    fields: readonly string[],
    columns: readonly TypedColumn[],
  ): string;
  /**
   * Fills a staging table that has just these columns from a Parquet object that was copied out of such a table. Rows
   * for which `where` does not hold may be left out.
   */
  copyParquet(into: string, address: string, columns: readonly string[], where?: string): string;
  /** The year to which the ISO 8601 week of a date belongs. */
  isoYear(date: string): string;
  /** An aggregate that depends on the rows of a table but not on their order: row count and 16 hex digits. */
  contentHash(columns: readonly string[]): string;
}

/** The dialect of a warehouse, by the name that the warehouse gives. */
export function dialectNamed(name: string): Dialect {
  const dialect = [duckdb].find((it) => it.name === name);
  if (!dialect) throw new InvalidInput(`There is no SQL for a warehouse of kind ${name}.`, 'Use a DuckDB warehouse.');
  return dialect;
}
