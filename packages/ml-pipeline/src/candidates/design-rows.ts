import type { RowSums } from '../kernels/laplace-regression.ts';

/** Columns of a regression by step: writes those of step `t` that are not zero, rising, and gives their number. */
export interface SparseDesign {
  readonly columns: number;
  fillRow(t: number, index: Int32Array, value: Float64Array): number;
}

/** Rows of a design, made once. */
export interface DesignRows {
  /**
   * Sums of the rows before `end` where the first response has a value, for each response; the next call's end must
   * not be lower. O(rows * columns that are not 0 ^ 2) for rows that no call had before.
   */
  sumsUntil(end: number, responses: readonly Float64Array[]): readonly RowSums[];
  /** Row `t` times coefficients. */
  product(t: number, weights: Float64Array): number;
}

/** @param length rows, which may go beyond the responses */
export function designRows(design: SparseDesign, length: number): DesignRows {
  const p = design.columns;
  const gram = new Float64Array(p * p);
  const start = new Int32Array(length + 1);
  const rowIndex = new Int32Array(p);
  const rowValue = new Float64Array(p);
  let index = new Int32Array(length * Math.min(p, 64));
  let value = new Float64Array(index.length);
  for (let t = 0; t < length; t++) {
    const width = design.fillRow(t, rowIndex, rowValue);
    const from = start[t]!;
    if (from + width > index.length) {
      index = grown(index, new Int32Array(2 * index.length + p));
      value = grown(value, new Float64Array(index.length));
    }
    index.set(rowIndex.subarray(0, width), from);
    value.set(rowValue.subarray(0, width), from);
    start[t + 1] = from + width;
  }
  let until = 0;
  return {
    sumsUntil(end, responses) {
      for (; until < end; until++) {
        if (Number.isNaN(responses[0]![until]!)) continue;
        const from = start[until]!;
        const to = start[until + 1]!;
        // Columns rise within a row, so that each pair falls into the lower triangle.
        for (let a = from; a < to; a++) {
          const row = index[a]! * p;
          const factor = value[a]!;
          for (let b = from; b <= a; b++) gram[row + index[b]!]! += factor * value[b]!;
        }
      }
      const common = gram.slice();
      return responses.map((z): RowSums => {
        const right = new Float64Array(p);
        let squares = 0;
        let count = 0;
        for (let t = 0; t < end; t++) {
          const it = z[t]!;
          if (Number.isNaN(it)) continue;
          squares += it * it;
          count++;
          for (let a = start[t]!; a < start[t + 1]!; a++) right[index[a]!]! += it * value[a]!;
        }
        return { gram: common, right, squares, count };
      });
    },
    product(t, weights) {
      let sum = 0;
      for (let a = start[t]!; a < start[t + 1]!; a++) sum += weights[index[a]!]! * value[a]!;
      return sum;
    },
  };
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
