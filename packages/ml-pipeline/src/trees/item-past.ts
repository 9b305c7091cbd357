import type { CodedValues } from '../frame/covariate-codes.ts';
import { allParts } from '../regression/design.ts';
import { effectSum, type ItemEffects, type Panel, type RegressionFit, residualsOf } from '../regression/panel.ts';

/** Half-lives, in steps, of the recent levels that trees see. */
export const recentHalfLives = [2, 8, 32, 128] as const;

/** Rows without a value, in a row, that make a gap: fewer are weekends. */
const longGap = 5;

/** What trees see of an item that hangs on nothing but its past: what the pooled regression left, with running sums. */
export interface PastAlone {
  readonly frameItem: number;
  readonly rows: number;
  readonly effects: ItemEffects;
  /** Shape (rows): residuals of the regression, NaN where missing or certain. */
  readonly residual: Float64Array;
  /** Shape (rows + 1): sum and number of the residuals before row k. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  /** For each half-life, shape (rows + 1): level of the residuals before row k, shrunk to zero. */
  readonly recent: readonly Float64Array[];
  /** Shape (rows + 1): the level that trees start from, the mean of a quick and a slow one. */
  readonly level: Float64Array;
  /** Shape (rows + 1): row after the last gap before row k, -1 where there was none; and its length. */
  readonly gapEnd: Int32Array;
  readonly gapLength: Int32Array;
}

/** One item as trees see it, so that a feature costs a few additions. */
export interface ItemPast extends PastAlone {
  /** Effects of calendar and covariates for row k, on the working scale. */
  effect(k: number): number;
  /** For each covariate that is a set of levels: first row of the run of equal levels that row k is in. */
  readonly runs: readonly (Int32Array | undefined)[];
}

/** @param alone where it is known from a frame with the same past */
export function itemPast(
  panel: Panel,
  fit: RegressionFit,
  effects: ItemEffects,
  frameItem: number,
  rows: number,
  alone: PastAlone = pastAlone(panel, fit, effects, frameItem, rows),
): ItemPast {
  const { frame, covariates } = panel;
  const sum = effectSum(panel, fit, effects, frameItem);
  const start = frame.start[frameItem]!;
  const first = frame.offset[frameItem]!;
  const length = frame.offset[frameItem + 1]! - first;
  return {
    ...alone,
    effect: (k) => sum(start + k, allParts),
    runs: covariates.map(({ levels, values }) => (levels > 0 ? runStarts(values, first, length) : undefined)),
  };
}

export function pastAlone(
  panel: Panel,
  fit: RegressionFit,
  effects: ItemEffects,
  frameItem: number,
  rows: number,
): PastAlone {
  const residual = residualsOf(panel, fit, effects, frameItem, rows);
  const sums = new Float64Array(rows + 1);
  const counts = new Float64Array(rows + 1);
  const gapEnd = new Int32Array(rows + 1).fill(-1);
  const gapLength = new Int32Array(rows + 1);
  let missing = 0;
  for (let k = 0; k < rows; k++) {
    const r = residual[k]!;
    const known = !Number.isNaN(r);
    sums[k + 1] = sums[k]! + (known ? r : 0);
    counts[k + 1] = counts[k]! + (known ? 1 : 0);
    const ends = known && missing >= longGap && counts[k]! > 0;
    gapEnd[k + 1] = ends ? k : gapEnd[k]!;
    gapLength[k + 1] = ends ? missing : gapLength[k]!;
    missing = known ? 0 : missing + 1;
  }
  const recent = recentHalfLives.map((it) => recentLevels(residual, it));
  return {
    frameItem,
    rows,
    effects,
    residual,
    sums,
    counts,
    recent,
    level: recent[1]!.map((it, k) => (it + recent[2]![k]!) / 2),
    gapEnd,
    gapLength,
  };
}

/** Exponentially weighted means of what lies before each row, shrunk to zero by the weight of two rows. */
function recentLevels(residual: Float64Array, halfLife: number): Float64Array {
  const decay = 0.5 ** (1 / halfLife);
  const out = new Float64Array(residual.length + 1);
  let sum = 0;
  let weight = 0;
  for (let k = 0; k < residual.length; k++) {
    sum *= decay;
    weight *= decay;
    if (!Number.isNaN(residual[k]!)) {
      sum += residual[k]!;
      weight++;
    }
    out[k + 1] = sum / (weight + 2);
  }
  return out;
}

function runStarts(values: CodedValues, first: number, length: number): Int32Array {
  const out = new Int32Array(length);
  for (let k = 1; k < length; k++) out[k] = values[first + k] === values[first + k - 1] ? out[k - 1]! : k;
  return out;
}
