/**
 * Whether a series moves about a level that does not stay: the test of Kwiatkowski, Phillips, Schmidt & Shin (1992),
 * doi:10.1016/0304-4076(92)90104-Y, at 5 %, with floor(3 sqrt(n) / 13) lags of the Bartlett window.
 *
 * @param y shape (n); NaN is left out, as if its neighbours followed each other. False for a constant.
 *
 * O(n * lags).
 */
export function driftsOff(y: Float64Array, n: number): boolean {
  const kept = y.subarray(0, n).filter((it) => !Number.isNaN(it));
  return kpssStatistic(kept, kept.length) > 0.463;
}

/** The statistic of that test, for a series without missing values; 0 for a constant. */
export function kpssStatistic(y: Float64Array, n: number): number {
  let mean = 0;
  for (let t = 0; t < n; t++) mean += y[t]!;
  mean /= n;
  const lags = Math.floor((3 * Math.sqrt(n)) / 13);
  let sum = 0;
  let partial = 0;
  let variance = 0;
  for (let t = 0; t < n; t++) {
    const e = y[t]! - mean;
    sum += e;
    partial += sum * sum;
    variance += e * e;
    for (let k = 1; k <= lags && k <= t; k++) variance += 2 * (1 - k / (lags + 1)) * e * (y[t - k]! - mean);
  }
  // What rounding leaves of a constant is none.
  return variance > 1e-20 * n * mean * mean ? partial / (n * variance) : 0;
}
