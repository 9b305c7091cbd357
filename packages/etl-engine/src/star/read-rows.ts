import type { ColumnBatch, Warehouse } from '@tandem/ports';

type Cell = number | string | null;

/** All rows of a small result, as arrays of cells; null and NaN are both null. */
export async function readRows(warehouse: Warehouse, sql: string): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const row of eachRow(warehouse, sql)) rows.push(row);
  return rows;
}

/** The same one by one, of a result of any size. */
export async function* eachRow(warehouse: Warehouse, sql: string): AsyncGenerator<Cell[]> {
  for await (const batch of warehouse.rows(sql)) {
    for (let r = 0; r < batch.rows; r++) yield batch.columns.map((it) => cell(it.values, r));
  }
}

function cell(values: ColumnBatch['values'], row: number): Cell {
  const value = values[row]!;
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
}
