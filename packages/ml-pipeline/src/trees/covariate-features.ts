import type { CodedValues } from '../frame/covariate-codes.ts';
import { positionOf } from '../frame/zero-gate.ts';
import { knownRows, type Panel } from '../regression/panel.ts';
import type { FeaturePart } from './features.ts';
import type { ItemPast } from './item-past.ts';

/** Runs are counted up to here, and looked for this far ahead. */
const longestSince = 60;
const longestUntil = 15;

/**
 * A covariate at a row. Of a set of levels: now, a step before and after, how long since and until it changes, the item's mean at this
 * level and position of the season, shrunk to zero, this row left out, and the share of other levels than the usual one in the season before and after. Of a number: now, against the step before, against its mean.
 */
export function covariateFeatures(panel: Panel, past: ItemPast, c: number, season: number): FeaturePart {
  return panel.covariates[c]!.levels > 0 ? levelOfCovariate(panel, past, c, season) : numberOfCovariate(panel, past, c);
}

function numberOfCovariate(panel: Panel, { frameItem, rows }: ItemPast, c: number): FeaturePart {
  const { values } = panel.covariates[c]!;
  const first = panel.frame.offset[frameItem]!;
  const length = knownRows(panel, frameItem);
  const usual = meanOf(values, first, rows);
  return (k, _, out, n) => {
    const now = k < length ? values[first + k]! : 0;
    out[n] = now;
    out[n + 1] = k > 0 && k < length ? now - values[first + k - 1]! : 0;
    out[n + 2] = k < length ? now - usual : 0;
    return n + 3;
  };
}

function levelOfCovariate(panel: Panel, past: ItemPast, c: number, season: number): FeaturePart {
  const { frame, covariates } = panel;
  const { values, levels } = covariates[c]!;
  const { frameItem, rows, residual } = past;
  const first = frame.offset[frameItem]!;
  const length = knownRows(panel, frameItem);
  const { horizon } = panel.design;
  const start = frame.start[frameItem]!;
  const m = season <= 31 ? season : 1;
  const cells = meanCells(residual, values, first, levels, m, start);
  const run = past.runs[c]!;
  const other = othersBefore(values, first, length);
  return (k, origin, out, n) => {
    if (k >= length) {
      out.fill(0, n, n + 3);
      out.fill(Number.NaN, n + 3, n + 8);
      return n + 8;
    }
    // No row may know more of what comes than one that is forecast: covariates up to the horizon.
    const end = Math.max(k + 1, Math.min(length, origin + horizon));
    const now = values[first + k]!;
    let until = 1;
    while (until < longestUntil && k + until < end && run[k + until] === run[k]) until++;
    out[n] = now;
    out[n + 1] = k > 0 ? values[first + k - 1]! : now;
    out[n + 2] = k + 1 < end ? values[first + k + 1]! : now;
    out[n + 3] = run[k]! > 0 ? Math.min(k - run[k]!, longestSince) : longestSince;
    out[n + 4] = k + until < end ? until : Number.NaN;
    const cell = 2 * (now * m + positionOf(start + k, m));
    const own = k < rows && !Number.isNaN(residual[k]!) ? 1 : 0;
    out[n + 5] = (cells[cell]! - (own === 1 ? residual[k]! : 0)) / (cells[cell + 1]! - own + 4);
    out[n + 6] = shareOf(other, k - season, k);
    out[n + 7] = shareOf(other, k + 1, Math.min(k + 1 + season, end));
    return n + 8;
  };
}

/** Sum and number of an item's residuals by level of a covariate and position of the season. */
function meanCells(
  residual: Float64Array,
  values: CodedValues,
  first: number,
  levels: number,
  m: number,
  start: number,
): Float64Array {
  const cells = new Float64Array(2 * levels * m);
  for (let k = 0; k < residual.length; k++) {
    if (Number.isNaN(residual[k]!)) continue;
    const cell = 2 * (values[first + k]! * m + positionOf(start + k, m));
    cells[cell]! += residual[k]!;
    cells[cell + 1]!++;
  }
  return cells;
}

/** Shape (rows + 1): rows before each that are not at the usual level. */
function othersBefore(values: CodedValues, first: number, length: number): Int32Array {
  const out = new Int32Array(length + 1);
  for (let k = 0; k < length; k++) out[k + 1] = out[k]! + (values[first + k] === 0 ? 0 : 1);
  return out;
}

/** Share of the rows `from` to `to` (exclusive) that are not at the usual level; NaN where none is known. */
function shareOf(before: Int32Array, from: number, to: number): number {
  const a = Math.max(from, 0);
  const b = Math.min(to, before.length - 1);
  return b > a ? (before[b]! - before[a]!) / (b - a) : Number.NaN;
}

function meanOf(values: CodedValues, first: number, rows: number): number {
  let sum = 0;
  for (let k = 0; k < rows; k++) sum += values[first + k]!;
  return rows > 0 ? sum / rows : 0;
}
