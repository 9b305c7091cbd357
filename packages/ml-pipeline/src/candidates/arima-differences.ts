import { driftsOff } from '../kernels/kpss.ts';
import { stl, stlSpans } from '../kernels/stl.ts';
import { countOf } from './candidate.ts';

/**
 * How often to difference, as auto.arima does: once by season where the season explains more than 0.64 of what the
 * trend leaves (Wang, Smith & Hyndman 2006, doi:10.1007/s10618-005-0039-x), then while the KPSS test says that the
 * level drifts off, twice at most.
 *
 * @returns d and D, and the series differenced so: NaN where one of its values is missing
 */
export function findDifferences(y: Float64Array, m: number): { d: number; D: number; w: Float64Array } {
  let w = y;
  let D = 0;
  let d = 0;
  if (m > 1 && y.length > 2 * m && !isConstant(y) && seasonalStrength(y, m) > 0.64) {
    const differenced = difference(y, m);
    if (countOf(differenced) > 2) {
      w = differenced;
      D = 1;
    }
  }
  while (d < 2 && !isConstant(w) && driftsOff(w, w.length)) {
    const differenced = difference(w, 1);
    if (countOf(differenced) <= 2) break;
    w = differenced;
    d++;
  }
  return { d, D, w };
}

/** Share of the variance without the trend that goes with the season; 0 to 1. */
export function seasonalStrength(y: Float64Array, m: number): number {
  const n = y.length;
  const seasonal = new Float64Array(n);
  const trend = new Float64Array(n);
  stl(y, n, m, stlSpans(m, 11), 2, seasonal, trend);
  const rest = y.map((it, t) => it - trend[t]! - seasonal[t]!);
  const detrended = y.map((it, t) => it - trend[t]!);
  const all = variance(detrended);
  return all > 0 ? Math.max(0, 1 - variance(rest) / all) : 0;
}

function variance(y: Float64Array): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let t = 0; t < y.length; t++) {
    if (Number.isNaN(y[t]!)) continue;
    sum += y[t]!;
    squares += y[t]! * y[t]!;
    count++;
  }
  return squares / count - (sum / count) ** 2;
}

function difference(y: Float64Array, lag: number): Float64Array {
  const out = new Float64Array(Math.max(0, y.length - lag));
  for (let t = lag; t < y.length; t++) out[t - lag] = y[t]! - y[t - lag]!;
  return out;
}

/** Whether all values are the same but for rounding. */
export function isConstant(y: Float64Array): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < y.length; t++) {
    if (y[t]! < low) low = y[t]!;
    if (y[t]! > high) high = y[t]!;
  }
  return !(high - low > 1e-10 * Math.max(Math.abs(low), Math.abs(high)));
}
