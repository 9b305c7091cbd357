import type { Warehouse } from '@tandem/ports';

/** A query's batches as arrays of doubles, one for each column; every column of the query must be a number. */
export async function* numbers(warehouse: Warehouse, sql: string): AsyncGenerator<Float64Array[]> {
  for await (const { columns } of warehouse.rows(sql)) yield columns.map((it) => it.values as Float64Array);
}

/** The first column of a query's rows, as text. */
export async function texts(warehouse: Warehouse, sql: string): Promise<string[]> {
  const all: string[] = [];
  for await (const { columns } of warehouse.rows(sql)) {
    for (const value of columns[0]?.values ?? []) all.push(String(value));
  }
  return all;
}
