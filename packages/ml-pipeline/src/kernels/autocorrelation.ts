import { movingAverage } from './seasonal-profile.ts';

/**
 * Whether a series repeats with period m: its autocorrelation at lag m exceeds the one-sided 95 % bound under a moving
 * average of order m - 1.
 *
 * False where fewer than three whole seasons were observed. O(n * m). Source: Assimakopoulos & Nikolopoulos (2000),
 * The theta model, doi:10.1016/S0169-2070(00)00066-2; as used in the M4 competition's benchmarks, but around a
 * moving average.
 */
export function isSeasonal(y: Float64Array, n: number, m: number): boolean {
  if (m < 2 || n < 3 * m) return false;
  // A trend makes every autocorrelation large and hides the season; around a moving average of one season it is gone.
  const around = movingAverage(y, n, m);
  for (let t = 0; t < n; t++) around[t] = y[t]! - around[t]!;
  const at = autocorrelations(around, n, m);
  let sum = 0;
  for (let k = 1; k < m; k++) sum += at[k]! * at[k]!;
  return at[m]! > 1.645 * Math.sqrt((1 + 2 * sum) / n);
}

/** Autocorrelations at lags 0 to `lags`; pairs with a missing value are left out. 0 for a constant series. */
export function autocorrelations(y: Float64Array, n: number, lags: number): Float64Array {
  let mean = 0;
  let count = 0;
  for (let t = 0; t < n; t++) {
    if (!Number.isNaN(y[t]!)) {
      mean += y[t]!;
      count++;
    }
  }
  mean /= count;
  const out = new Float64Array(lags + 1);
  const centred = new Float64Array(n);
  for (let t = 0; t < n; t++) centred[t] = !Number.isNaN(y[t]!) ? y[t]! - mean : 0;
  for (let k = 0; k <= lags; k++) {
    let sum = 0;
    for (let t = k; t < n; t++) sum += centred[t]! * centred[t - k]!;
    out[k] = sum;
  }
  const variance = out[0]!;
  for (let k = 0; k <= lags; k++) out[k] = variance > 0 ? out[k]! / variance : 0;
  return out;
}
