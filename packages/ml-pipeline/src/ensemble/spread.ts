import { normalQuantile } from '../kernels/normal-quantile.ts';
import { median, sortedQuantile } from '../kernels/order-statistics.ts';
import { pinball2 } from '../metrics/scores.ts';
import { baseOf, type Points, pointsWhere } from './out-of-fold.ts';

/**
 * How far actuals fall from medians: an empirical distribution of standardised errors, shared by all items, and what
 * standardises them. Quantile q of a row is median + table(q) * itemScale * (|median| / size)^power * step^growth.
 */
export interface Spread {
  /** Quantiles of the standardised errors at the levels (k + 0.5) / length. */
  readonly table: Float64Array;
  /** Their mean. */
  readonly mean: number;
  readonly power: number;
  readonly growth: number;
  /** Mean absolute error of an item in units of its seasonal scale. */
  readonly ratio: number;
  /** Steps of evidence that the shared ratio weighs against an item's own errors. */
  readonly prior: number;
}

/** Spreads of items that sell on most days, and of those that do on some only. */
export type Spreads = readonly [usual: Spread, sparse: Spread];

/** Fewer rows than this tell too little of a spread of their own. */
const enoughPoints = 20;
const powers = [0, 0.5, 1];

/**
 * Learns both spreads; a kind of item with too few rows takes that of all. Of items that sell on some days only, the
 * median may be near zero while the errors are large, so without rows of their own their errors do not shrink with it.
 */
export function learnSpreads(points: Points, medians: Float64Array, steps: number): Spreads {
  const kinds = [0, 1].map((kind) => pointsWhere(points, (k) => points.sparse[k] === kind && points.zero[k] === 0));
  const [usual, sparse] = kinds.map(({ points: own, pick }) =>
    own.count >= enoughPoints ? learnSpread(own, pick(medians), steps) : undefined,
  );
  return [usual ?? learnSpread(points, medians, steps), sparse ?? learnSpread(points, medians, steps, [0])];
}

const tableLength = 200;
const fewestErrors = 20;
const mostPoints = 40_000;
const levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * Split conformal prediction with errors standardised by item, level and horizon. An item's scale is its mean
 * absolute error in the *other* windows, shrunk towards its seasonal scale, so that no error standardises itself; how
 * strongly, and how errors grow with the level, is what gives the least scaled quantile loss.
 *
 * Sources: Lei, G'Sell, Rinaldo, Tibshirani & Wasserman (2018), Distribution-free predictive inference for regression,
 * doi:10.1080/01621459.2017.1307116, 5.2 (locally weighted); Stankeviciute, Alaa & van der Schaar (2021), Conformal
 * time-series forecasting.
 */
function learnSpread(points: Points, medians: Float64Array, steps: number, tried: readonly number[] = powers): Spread {
  const use: number[] = [];
  for (let k = 0; k < points.count; k++) {
    if (points.zero[k] === 0 && !Number.isNaN(medians[k]!) && !Number.isNaN(points.actual[k]!)) use.push(k);
  }
  const ratio = sharedRatio(points, medians, use);
  const growth = errorGrowth(points, medians, use, steps);
  const sample =
    use.length <= mostPoints
      ? use
      : use.filter(
          (_, k) => Math.floor((k * mostPoints) / use.length) !== Math.floor(((k - 1) * mostPoints) / use.length),
        );
  let best: Spread | undefined;
  let bestLoss = Number.POSITIVE_INFINITY;
  for (const prior of [0.25 * steps, steps, 4 * steps]) {
    const scales = leftOutScales(points, medians, use, ratio, prior);
    for (const power of tried) {
      const shape = { power, growth, ratio, prior };
      const spread = { ...shape, ...distribution(points, medians, sample, scales, shape) };
      const loss = quantileLoss(points, medians, sample, scales, spread);
      if (loss < bestLoss) {
        bestLoss = loss;
        best = spread;
      }
    }
  }
  return best!;
}

/**
 * Scale of each item from all its errors: what a new forecast uses. `base` of shape (items) is the seasonal scale
 * now, `sparse` the kind.
 */
export function itemScales(
  spreads: Spreads,
  points: Points,
  medians: Float64Array,
  base: Float64Array,
  sparse: Uint8Array,
): Float64Array {
  const sums = new Float64Array(base.length);
  const counts = new Float64Array(base.length);
  for (let k = 0; k < points.count; k++) {
    const e = Math.abs(points.actual[k]! - medians[k]!);
    if (Number.isNaN(e) || points.zero[k] === 1) continue;
    sums[points.item[k]!]! += e;
    counts[points.item[k]!]!++;
  }
  return base.map((it, i) => {
    const { prior, ratio } = spreads[sparse[i]! as 0 | 1];
    return (sums[i]! + prior * ratio * it) / (counts[i]! + prior);
  });
}

/** Unit of the standardised errors for one row. */
export function rowScale(spread: Spread, itemScale: number, size: number, median: number, step: number): number {
  const level = Math.min(Math.max(Math.abs(median) / size, 0.05), 20);
  return itemScale * level ** spread.power * step ** spread.growth;
}

export const errorQuantile = ({ table }: Spread, q: number) =>
  sortedQuantile(table, (q * table.length - 0.5) / (table.length - 1));

function sharedRatio(points: Points, medians: Float64Array, use: readonly number[]): number {
  let errors = 0;
  let bases = 0;
  for (const k of use) {
    // Each row counts by its own scale, so that large items do not speak for small ones.
    errors += Math.min(Math.abs(points.actual[k]! - medians[k]!) / baseOf(points, k), 20);
    bases++;
  }
  return bases > 0 && errors > 0 ? errors / bases : 1;
}

/** Exponent of the error's growth with the horizon, from the first and the last third of the steps. */
function errorGrowth(points: Points, medians: Float64Array, use: readonly number[], steps: number): number {
  if (steps < 3) return 0;
  const sums = [0, 0];
  const logs = [0, 0];
  const counts = [0, 0];
  for (const k of use) {
    const part = points.step[k]! <= steps / 3 ? 0 : points.step[k]! > (2 * steps) / 3 ? 1 : -1;
    if (part < 0) continue;
    sums[part]! += Math.min(Math.abs(points.actual[k]! - medians[k]!) / baseOf(points, k), 20);
    logs[part]! += Math.log(points.step[k]!);
    counts[part]!++;
  }
  if (!(sums[0]! > 0 && sums[1]! > 0)) return 0;
  const rise = Math.log(sums[1]! / counts[1]! / (sums[0]! / counts[0]!));
  return Math.min(Math.max(rise / (logs[1]! / counts[1]! - logs[0]! / counts[0]!), 0), 1);
}

function leftOutScales(
  points: Points,
  medians: Float64Array,
  use: readonly number[],
  ratio: number,
  prior: number,
): Float64Array {
  const cells = new Map<number, { sum: number; count: number }>();
  const totals = new Map<number, { sum: number; count: number }>();
  const add = (map: Map<number, { sum: number; count: number }>, key: number, e: number) => {
    const cell = map.get(key) ?? { sum: 0, count: 0 };
    cell.sum += e;
    cell.count++;
    map.set(key, cell);
  };
  const key = (k: number) => points.item[k]! * 64 + points.window[k]!;
  for (const k of use) {
    const e = Math.abs(points.actual[k]! - medians[k]!);
    add(cells, key(k), e);
    add(totals, points.item[k]!, e);
  }
  const scales = new Float64Array(points.count);
  for (const k of use) {
    const total = totals.get(points.item[k]!)!;
    const own = cells.get(key(k))!;
    scales[k] = (total.sum - own.sum + prior * ratio * baseOf(points, k)) / (total.count - own.count + prior);
  }
  return scales;
}

function distribution(
  points: Points,
  medians: Float64Array,
  sample: readonly number[],
  scales: Float64Array,
  shape: Omit<Spread, 'table' | 'mean'>,
) {
  const errors = new Float64Array(sample.length);
  const windows = new Int32Array(sample.length);
  let count = 0;
  const spread = { ...shape, table: new Float64Array(0), mean: 0 };
  for (const k of sample) {
    const unit = rowScale(spread, scales[k]!, points.size[k]!, medians[k]!, points.step[k]!);
    const u = (points.actual[k]! - medians[k]!) / unit;
    if (!Number.isFinite(u)) continue;
    windows[count] = points.window[k]!;
    errors[count++] = u;
  }
  const bias = count > 0 ? unreliableBias(errors.subarray(0, count), windows.subarray(0, count)) : 0;
  // Where there are next to no errors, the rest is assumed to be normal, with a mean size of one unit.
  const missing = Math.max(0, fewestErrors - count);
  const assumed = Array.from({ length: missing }, (_, k) => bias + 1.2533 * normalQuantile((k + 0.5) / missing));
  const sorted = Float64Array.from([...errors.subarray(0, count), ...assumed]).sort();
  const table = Float64Array.from(
    { length: tableLength },
    (_, k) => sortedQuantile(sorted, (k + 0.5) / tableLength) - bias,
  );
  // Of the table, so that the mean forecast and the quantiles are of one distribution, without its farthest tails.
  return { table, mean: table.reduce((a, b) => a + b, 0) / tableLength };
}

/**
 * The part of the median error that need not come again: all of it where there is one window, less the more alike the
 * windows are (James-Stein shrinkage of their mean towards zero).
 */
function unreliableBias(errors: Float64Array, windows: Int32Array): number {
  const byWindow = new Map<number, number[]>();
  for (let k = 0; k < errors.length; k++) {
    const list = byWindow.get(windows[k]!) ?? [];
    list.push(errors[k]!);
    byWindow.set(windows[k]!, list);
  }
  const whole = median(errors);
  const medians = [...byWindow.values()].map(median);
  if (medians.length < 2 || whole === 0) return whole;
  const mean = medians.reduce((a, b) => a + b, 0) / medians.length;
  const variance = medians.reduce((a, b) => a + (b - mean) ** 2, 0) / (medians.length - 1) / medians.length;
  return whole * Math.min(1, variance / mean ** 2);
}

function quantileLoss(
  points: Points,
  medians: Float64Array,
  sample: readonly number[],
  scales: Float64Array,
  spread: Spread,
): number {
  const at = levels.map((q) => errorQuantile(spread, q));
  let loss = 0;
  for (const k of sample) {
    const unit = rowScale(spread, scales[k]!, points.size[k]!, medians[k]!, points.step[k]!);
    let sum = 0;
    for (let j = 0; j < levels.length; j++) sum += pinball2(points.actual[k]!, medians[k]! + at[j]! * unit, levels[j]!);
    loss += sum / baseOf(points, k);
  }
  return loss;
}
