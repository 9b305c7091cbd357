import { cholesky, solveCholesky } from '../kernels/cholesky.ts';
import { addProducts, itemRows, rowResiduals, type WaveEffect } from './item-rows.ts';
import type { FittedEffects, Panel } from './panel.ts';

/** Standard deviation expected of a coefficient before data; on the working scale 0.5 is a factor of 1.6. */
const priorSd = 0.5;

/**
 * Fits the coefficients that all items share, within items (each item's mean is taken out), weighting an item by the
 * inverse of its variance. Overwrites `fit.common`.
 *
 * @param past  working-scale past of each item, NaN where missing
 * @param round 0 where no earlier coefficients stand
 */
export function fitCommonColumns(
  panel: Panel,
  fit: FittedEffects,
  sample: readonly number[],
  past: readonly Float64Array[],
  waves: WaveEffect | undefined,
  round: number,
): void {
  const p = fit.design.columns;
  if (p === 0) return;
  const gram = new Float64Array(p * p);
  const right = new Float64Array(p);
  const mean = new Float64Array(p);
  const nothing = new Float64Array(0);
  for (const i of sample) {
    const rows = itemRows(panel, i, past[i]!, fit.end[i]!, fit.memory);
    const bound = (round === 0 ? 5 : 3) * fit.sigma[i]!;
    const response = new Float64Array(rows.count);
    rowResiduals(rows, nothing, fit.common, waves, fit.level[i]!, response);
    pullIn(rows.z, response, bound, waves, rows.period);
    mean.fill(0);
    addProducts(rows, p, 1 / fit.sigma[i]! ** 2, response, gram, right, mean);
    takeOutMean(rows.weight.subarray(0, rows.count), response, 1 / fit.sigma[i]! ** 2, mean, gram, right);
  }
  for (let a = 0; a < p; a++) gram[a * p + a]! += 1 / priorSd ** 2;
  if (!cholesky(gram, p)) return;
  solveCholesky(gram, p, right);
  fit.common.set(right);
}

/**
 * Turns residuals into pseudo-values: the value without its waves, moved so that its residual is within the bound.
 */
function pullIn(
  z: Float64Array,
  residual: Float64Array,
  bound: number,
  waves: WaveEffect | undefined,
  period: Float64Array,
) {
  for (let k = 0; k < residual.length; k++) {
    const r = residual[k]!;
    const excess = r > bound ? r - bound : r < -bound ? r + bound : 0;
    residual[k] = z[k]! - (waves ? waves.values[period[k]! - waves.low]! : 0) - excess;
  }
}

function takeOutMean(
  weight: Float64Array,
  response: Float64Array,
  scale: number,
  mean: Float64Array,
  gram: Float64Array,
  right: Float64Array,
) {
  const p = right.length;
  let weights = 0;
  let sum = 0;
  for (let k = 0; k < weight.length; k++) {
    weights += scale * weight[k]!;
    sum += scale * weight[k]! * response[k]!;
  }
  if (weights === 0) return;
  for (let a = 0; a < p; a++) {
    if (mean[a] === 0) continue;
    const share = mean[a]! / weights;
    for (let b = 0; b <= a; b++) gram[a * p + b]! -= share * mean[b]!;
    right[a]! -= share * sum;
  }
}

/** Residuals around the common columns, summed by period over items, each item by the inverse of its variance. */
export interface PeriodSums {
  readonly low: number;
  readonly sums: Float64Array;
  readonly weights: Float64Array;
}

/** Sets level and spread of each item around the common coefficients, and sums what is left by period. */
export function settle(
  panel: Panel,
  fit: FittedEffects,
  sample: readonly number[],
  past: readonly Float64Array[],
  waves: WaveEffect | undefined,
): PeriodSums {
  const { frame } = panel;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const i of sample) {
    low = Math.min(low, frame.start[i]!);
    high = Math.max(high, frame.start[i]! + past[i]!.length);
  }
  const length = fit.waves.length > 0 && high > low ? high - low : 0;
  const total = { low, sums: new Float64Array(length), weights: new Float64Array(length) };
  const nothing = new Float64Array(0);
  for (const i of sample) {
    const rows = itemRows(panel, i, past[i]!, fit.end[i]!, fit.memory);
    const residual = new Float64Array(rows.count);
    rowResiduals(rows, nothing, fit.common, undefined, fit.level[i]!, residual);
    const bound = 4 * fit.sigma[i]!;
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < rows.count; k++) {
      const wave = waves ? waves.values[rows.period[k]! - waves.low]! : 0;
      const r = Math.min(Math.max(residual[k]! - wave, -bound), bound);
      sum += r;
      squares += r * r;
      residual[k] = r + wave;
    }
    if (rows.count < 2) continue;
    const mean = sum / rows.count;
    fit.level[i]! += mean;
    fit.sigma[i] = Math.max(Math.sqrt(Math.max(squares / rows.count - mean ** 2, 0)), 1e-3);
    if (length === 0) continue;
    const weight = 1 / fit.sigma[i]! ** 2;
    for (let k = 0; k < rows.count; k++) {
      const t = rows.period[k]! - low;
      total.sums[t]! += weight * (residual[k]! - mean);
      total.weights[t]! += weight;
    }
  }
  return total;
}
