import type { Warehouse } from '@tandem/ports';
import type { RowQuery } from './frame-queries.ts';
import { type Merged, type MergedColumn, rowMerger } from './merge-rows.ts';
import { numbers } from './read-columns.ts';

/**
 * Puts the rows of a query (item, second, one value for each column) at their places in the frame, in the order in
 * which they come. Where two have one place they are read once more, in order, and brought together.
 *
 * @param rowOf the frame's row of an item's timestamp, or -1 for one outside
 * @param seen  shape (rows); 1 where a row was put
 * @returns     what was brought together, and how many rows with a value in the first column lie outside
 */
export async function readRows(
  warehouse: Warehouse,
  query: RowQuery,
  columns: readonly MergedColumn[],
  rowOf: (item: number, second: number) => number,
  seen: Uint8Array,
): Promise<{ readonly merged: Merged; readonly outside: number }> {
  const merger = rowMerger(columns);
  const placed = await placeRows(warehouse, query.sql, columns, rowOf, seen);
  if (placed >= 0) return { merged: merger.end(), outside: placed };

  let outside = 0;
  for await (const [item, second, ...values] of numbers(warehouse, query.ordered)) {
    for (let r = 0; r < item!.length; r++) {
      const row = rowOf(item![r]!, second![r]!);
      if (row >= 0) {
        seen[row] = 1;
        merger.add(row, second![r]!, values, r);
      } else if (values.length > 0 && !Number.isNaN(values[0]![r]!)) outside++;
    }
  }
  return { merged: merger.end(), outside };
}

/** How many rows lie outside, or -1 as soon as two have one place. */
async function placeRows(
  warehouse: Warehouse,
  sql: string,
  columns: readonly MergedColumn[],
  rowOf: (item: number, second: number) => number,
  seen: Uint8Array,
): Promise<number> {
  let outside = 0;
  for await (const [item, second, ...values] of numbers(warehouse, sql)) {
    for (let r = 0; r < item!.length; r++) {
      const row = rowOf(item![r]!, second![r]!);
      if (row < 0) {
        if (values.length > 0 && !Number.isNaN(values[0]![r]!)) outside++;
        continue;
      }
      if (seen[row] === 1) return -1;
      seen[row] = 1;
      for (let c = 0; c < columns.length; c++) columns[c]!.values[row] = values[c]![r]!;
    }
  }
  return outside;
}
