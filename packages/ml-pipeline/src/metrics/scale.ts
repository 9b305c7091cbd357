/**
 * Mean of |y_t - y_(t-m)| over a series, gaps skipped; m = 1 where the series is not longer than m. NaN where no
 * difference is known; the caller leaves a series whose scale is 0 or NaN out of SQL and MASE.
 */
export function seasonalScale(y: Float64Array, m: number): number {
  const lag = y.length > m ? m : 1;
  let sum = 0;
  let count = 0;
  for (let t = lag; t < y.length; t++) {
    const d = Math.abs(y[t]! - y[t - lag]!);
    if (!Number.isNaN(d)) {
      sum += d;
      count++;
    }
  }
  return count > 0 ? sum / count : Number.NaN;
}
