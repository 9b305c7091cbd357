import { median } from '../kernels/order-statistics.ts';
import { baseOf, type Points } from './out-of-fold.ts';

/** A window of fewer rows says little of how large errors are in it. */
const enoughRows = 20;
/** No row counts for more, in units of its scale. */
const mostError = 20;

/**
 * The points with each window's errors brought to the size that they have in the median window. A window that met what no model could know, or that
 * lies where a year had not been seen yet, is then one draw of errors like the others, and does not set how wide all forecasts are.
 *
 * @param medians of the points; their errors are what is levelled, by moving actuals
 */
export function levelWindows(points: Points, medians: Float64Array): Points {
  const factors = windowFactors(points, medians);
  const actual = points.actual.map((it, k) => medians[k]! + (it - medians[k]!) * factors[points.window[k]!]!);
  return { ...points, actual };
}

/** For each window, what brings its errors to their size in the median window; 1 where it has too few rows to tell. */
function windowFactors(points: Points, medians: Float64Array): number[] {
  const sums: number[] = [];
  const counts: number[] = [];
  for (let k = 0; k < points.count; k++) {
    const e = Math.abs(points.actual[k]! - medians[k]!) / baseOf(points, k);
    if (points.zero[k] === 1 || Number.isNaN(e)) continue;
    const w = points.window[k]!;
    sums[w] = (sums[w] ?? 0) + Math.min(e, mostError);
    counts[w] = (counts[w] ?? 0) + 1;
  }
  const sizes = sums.map((sum, w) => (counts[w]! >= enoughRows && sum > 0 ? sum / counts[w]! : Number.NaN));
  const usual = median(sizes.filter((it) => !Number.isNaN(it)));
  const windows = points.window.reduce((most, it) => Math.max(most, it + 1), 0);
  return Array.from({ length: windows }, (_, w) => (usual > 0 && sizes[w]! > 0 ? usual / sizes[w]! : 1));
}
