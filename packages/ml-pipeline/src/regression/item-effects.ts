import { cholesky, inverseDiagonal, solveCholesky } from '../kernels/cholesky.ts';
import { addProducts, type ItemRows, itemRows, rowResiduals, type WaveEffect } from './item-rows.ts';
import type { FittedEffects, ItemEffects, Panel } from './panel.ts';

type Common = Pick<FittedEffects, 'design' | 'common' | 'tau2'>;

/**
 * Second moments of one item's columns; the last row and column, of shape (p + 1), are the intercept's. Lower
 * triangle.
 */
function itemGram(rows: ItemRows, columns: number): Float64Array {
  const p = columns + 1;
  const small = new Float64Array(columns * columns);
  const mean = new Float64Array(columns);
  const ones = new Float64Array(rows.count).fill(1);
  addProducts(rows, columns, 1, ones, small, new Float64Array(columns), mean);
  const gram = new Float64Array(p * p);
  for (let a = 0; a < columns; a++) gram.set(small.subarray(a * columns, (a + 1) * columns), a * p);
  gram.set(mean, columns * p);
  gram[p * p - 1] = weightOf(rows);
  return gram;
}

function weightOf({ weight, count }: ItemRows): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += weight[k]!;
  return sum;
}

/** X'W r for the item's columns and the intercept. */
function project(rows: ItemRows, residual: Float64Array, columns: number): Float64Array {
  const out = new Float64Array(columns + 1);
  addProducts(rows, columns, 1, residual, undefined, out, undefined);
  for (let k = 0; k < rows.count; k++) out[columns]! += rows.weight[k]! * residual[k]!;
  return out;
}

/** Solves for an item's deviations from the common coefficients into `out`; the factor is left in `factor`. */
function solveItem(
  { design, tau2 }: Common,
  gram: Float64Array,
  right: Float64Array,
  sigma2: number,
  factor: Float64Array,
  out: Float64Array,
) {
  const { group, itemColumns } = design;
  const p = itemColumns + 1;
  factor.set(gram);
  for (let a = 0; a < itemColumns; a++) factor[a * p + a]! += sigma2 / tau2[group[a]!]!;
  factor[p * p - 1]! += 1e-6 + 1e-9 * factor[p * p - 1]!;
  out.set(right);
  if (!cholesky(factor, p)) return false;
  solveCholesky(factor, p, out);
  return true;
}

const rounds = 12;

/**
 * Learns by expectation maximisation how much each group of coefficients differs between items; overwrites `fit.tau2`.
 * A group whose items do not differ gets a variance near zero, so that its items share one coefficient.
 */
export function learnVariances(
  panel: Panel,
  fit: FittedEffects,
  sample: readonly number[],
  past: readonly Float64Array[],
  waves: WaveEffect | undefined,
): void {
  const { design } = fit;
  const columns = design.itemColumns;
  const p = columns + 1;
  if (columns === 0) return;
  const around = fit.common.subarray(0, columns);
  const parts = sample.map((i) => {
    const rows = itemRows(panel, i, past[i]!, fit.end[i]!, fit.memory);
    const residual = new Float64Array(rows.count);
    rowResiduals(rows, around, fit.common, waves, fit.level[i]!, residual);
    clip(residual, 4 * fit.sigma[i]!);
    let total = 0;
    for (let k = 0; k < rows.count; k++) total += rows.weight[k]! * residual[k]! ** 2;
    return { gram: itemGram(rows, columns), right: project(rows, residual, columns), total, count: weightOf(rows) };
  });
  const sigma2 = sample.map((i) => fit.sigma[i]! ** 2);
  const factor = new Float64Array(p * p);
  const scratch = new Float64Array(p * p);
  const d = new Float64Array(p);
  const variance = new Float64Array(p);
  for (let round = 0; round < rounds; round++) {
    const sums = new Float64Array(design.groups);
    const counts = new Float64Array(design.groups);
    parts.forEach(({ gram, right, total, count }, s) => {
      if (!solveItem(fit, gram, right, sigma2[s]!, factor, d)) return;
      inverseDiagonal(factor, p, scratch, variance);
      let explained = 0;
      for (let a = 0; a < p; a++) explained += d[a]! * right[a]!;
      let freedom = 1;
      for (let a = 0; a < columns; a++) {
        if (gram[a * p + a]! <= 0) continue;
        const group = design.group[a]!;
        sums[group]! += d[a]! ** 2 + sigma2[s]! * variance[a]!;
        counts[group]!++;
        freedom += Math.max(0, 1 - (sigma2[s]! * variance[a]!) / fit.tau2[group]!);
      }
      sigma2[s] = Math.max((total - explained) / Math.max(count - freedom, 0.2 * count, 1), 1e-8);
    });
    for (let g = 0; g < design.groups; g++) {
      if (counts[g]! > 0) fit.tau2[g] = Math.min(Math.max(sums[g]! / counts[g]!, 1e-8), 1);
    }
  }
}

/**
 * Coefficients, level and residual spread of one item: two rounds, each with outliers pulled in. Also the residuals
 * left, by row.
 */
export function fitItem(
  fit: Common,
  rows: ItemRows,
  waves: WaveEffect | undefined,
  from: Pick<ItemEffects, 'level' | 'sigma'>,
): Pick<ItemEffects, 'item' | 'level' | 'sigma'> & { residual: Float64Array } {
  const columns = fit.design.itemColumns;
  const p = columns + 1;
  const around = fit.common.subarray(0, columns);
  const item = Float64Array.from(around);
  const gram = itemGram(rows, columns);
  const factor = new Float64Array(p * p);
  const d = new Float64Array(p);
  const residual = new Float64Array(rows.count);
  const response = new Float64Array(rows.count);
  let { level, sigma } = from;
  rowResiduals(rows, item, fit.common, waves, level, residual);
  for (let round = 0; round < 2; round++) {
    const bound = (round === 0 ? 4 : 3) * sigma;
    // Deviations are solved from the common coefficients again, on values whose residual around the present fit is
    // within the bound.
    rowResiduals(rows, around, fit.common, waves, 0, response);
    for (let k = 0; k < rows.count; k++) {
      const r = residual[k]!;
      if (r > bound) response[k]! -= r - bound;
      else if (r < -bound) response[k]! -= r + bound;
    }
    if (!solveItem(fit, gram, project(rows, response, columns), sigma ** 2, factor, d)) break;
    for (let a = 0; a < columns; a++) item[a] = around[a]! + d[a]!;
    level = d[columns]!;
    rowResiduals(rows, item, fit.common, waves, level, residual);
    sigma = weightedSd(rows, residual, 3 * sigma);
  }
  return { item, level, sigma, residual };
}

function clip(values: Float64Array, bound: number) {
  for (let k = 0; k < values.length; k++) values[k] = Math.min(Math.max(values[k]!, -bound), bound);
}

function weightedSd({ weight, count }: ItemRows, residual: Float64Array, bound: number): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < count; k++) {
    sum += weight[k]! * Math.min(residual[k]! ** 2, bound * bound);
    total += weight[k]!;
  }
  return Math.max(Math.sqrt(sum / Math.max(total, 1)), 1e-4);
}
