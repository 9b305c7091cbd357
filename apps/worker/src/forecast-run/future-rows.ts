import { periodOf, type TrainingFrame } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';

/** A row of the future file. */
export interface FutureRow {
  /** Row of the frame; several rows of the file have one where they share a period. */
  readonly row: number;
  /** Texts of item, grouping columns and timestamp, as they stand in the file. */
  readonly lead: readonly string[];
}

/** The rows of the future file in file order, in batches; `sql` is what `stageLongCsv` gives for them. */
export async function* futureRows(
  warehouse: Warehouse,
  sql: string,
  frame: TrainingFrame,
): AsyncGenerator<readonly FutureRow[]> {
  const index = new Map(frame.items.map((it, i) => [it, i]));
  for await (const { rows, columns } of warehouse.rows(sql)) {
    const [items, seconds, ...texts] = columns.map((it) => it.values) as [string[], Float64Array, ...string[][]];
    yield Array.from({ length: rows }, (_, r) => {
      const i = index.get(items[r]!)!;
      const row = frame.offset[i]! + periodOf(frame.axis, seconds[r]! * 1000) - frame.start[i]!;
      return { row, lead: texts.map((it) => it[r] ?? '') };
    });
  }
}
