import { allParts, fillRow, sparseRow } from './design.ts';
import type { Panel } from './panel.ts';

/** The rows of one item that have a value, as sparse rows of the design one after another. */
export interface ItemRows {
  readonly item: number;
  readonly count: number;
  /** Shape (count): period; value on the working scale; weight, which falls with age. */
  readonly period: Float64Array;
  readonly z: Float64Array;
  readonly weight: Float64Array;
  /** Columns of row k are `index[pointer[k] .. pointer[k + 1])`. */
  readonly pointer: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

/**
 * @param past   working-scale past of a frame's item; NaN where missing or gated
 * @param end    last period of training
 * @param memory steps after which a row weighs 1/e; Infinity for none
 */
export function itemRows(panel: Panel, item: number, past: Float64Array, end: number, memory: number): ItemRows {
  const { frame, design, covariates, waves } = panel;
  const row = sparseRow(design);
  const first = frame.offset[item]!;
  const last = frame.offset[item + 1]! - 1;
  const start = frame.start[item]!;
  const most = past.length * row.index.length;
  const period = new Float64Array(past.length);
  const z = new Float64Array(past.length);
  const weight = new Float64Array(past.length);
  const pointer = new Int32Array(past.length + 1);
  const index = new Int32Array(most);
  const value = new Float64Array(most);
  let count = 0;
  let at = 0;
  for (let k = 0; k < past.length; k++) {
    if (Number.isNaN(past[k]!)) continue;
    const n = fillRow(design, covariates, waves, allParts, first + k, first, last, start + k, end, row);
    for (let j = 0; j < n; j++) {
      index[at] = row.index[j]!;
      value[at++] = row.value[j]!;
    }
    period[count] = start + k;
    z[count] = past[k]!;
    weight[count] = memory < 1e9 ? Math.exp((k + 1 - past.length) / memory) : 1;
    pointer[++count] = at;
  }
  return { item, count, period, z, weight, pointer, index, value };
}

/**
 * Adds to the lower triangle of `gram`, shape (p, p), and to `right` and `mean`, shape (p): weighted products of the
 * rows' first `p` columns.
 */
export function addProducts(
  rows: ItemRows,
  p: number,
  scale: number,
  response: Float64Array,
  gram: Float64Array | undefined,
  right: Float64Array,
  mean: Float64Array | undefined,
): void {
  const { count, pointer, index, value, weight } = rows;
  for (let k = 0; k < count; k++) {
    const w = scale * weight[k]!;
    const wr = w * response[k]!;
    const to = pointer[k + 1]!;
    for (let a = pointer[k]!; a < to; a++) {
      const ia = index[a]!;
      if (ia >= p) continue;
      const va = value[a]!;
      right[ia]! += va * wr;
      if (mean) mean[ia]! += w * va;
      if (!gram) continue;
      const wva = w * va;
      const base = ia * p;
      for (let b = pointer[k]!; b < to; b++) {
        const ib = index[b]!;
        if (ib <= ia) gram[base + ib]! += wva * value[b]!;
      }
    }
  }
}

/**
 * Writes z - level - waves - effects for each row into `out`.
 *
 * @param own coefficients of the first columns, for this item; the other columns take theirs from `common`
 */
export function rowResiduals(
  rows: ItemRows,
  own: Float64Array,
  common: Float64Array,
  waves: WaveEffect | undefined,
  level: number,
  out: Float64Array,
): void {
  const { count, period, pointer, index, value, z } = rows;
  const columns = own.length;
  for (let k = 0; k < count; k++) {
    let sum = level + (waves ? waves.values[period[k]! - waves.low]! : 0);
    for (let a = pointer[k]!; a < pointer[k + 1]!; a++) {
      const column = index[a]!;
      sum += value[a]! * (column < columns ? own[column]! : common[column]!);
    }
    out[k] = z[k]! - sum;
  }
}

/** What the common waves add at each period from `low` on. */
export interface WaveEffect {
  readonly low: number;
  readonly values: Float64Array;
}
