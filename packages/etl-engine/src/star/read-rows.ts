import type { ColumnBatch, Warehouse } from '@tandem/ports';

type Cell = number | string | null;

/** All rows of a small result, as arrays of cells; null and NaN are both null. */
export async function readRows(warehouse: Warehouse, sql: string): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of warehouse.rows(sql)) {
    for (let r = 0; r < batch.rows; r++) rows.push(batch.columns.map((it) => cell(it.values, r)));
  }
  return rows;
}

function cell(values: ColumnBatch['values'], row: number): Cell {
  const value = values[row]!;
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
}
