/**
 * Average of each position of a season, as deviation from (or ratio to) a centred moving average of one season.
 *
 * @param y     shape (n), n >= 1; NaN is skipped
 * @param m     season length >= 2
 * @param ratio ratio instead of difference; every value must then be positive
 * @param out   shape (m), position t % m; overwritten; mean 0 (or 1); positions never seen get 0 (or 1)
 *
 * O(n), one scratch allocation. Classical decomposition (Hyndman & Athanasopoulos, FPP 3rd ed., 3.4), except that the
 * ends of the moving average repeat its nearest value, so that short series use all they have.
 */
export function seasonalProfile(y: Float64Array, n: number, m: number, ratio: boolean, out: Float64Array): void {
  const average = movingAverage(y, n, m);
  const count = new Float64Array(m);
  out.fill(0);
  for (let t = 0; t < n; t++) {
    const value = y[t]!;
    const centre = average[t]!;
    if (Number.isNaN(value) || Number.isNaN(centre) || (ratio && !(centre > 0))) continue;
    out[t % m]! += ratio ? value / centre : value - centre;
    count[t % m]!++;
  }
  const neutral = ratio ? 1 : 0;
  let sum = 0;
  let seen = 0;
  for (let p = 0; p < m; p++) {
    if (count[p]! > 0) {
      out[p]! /= count[p]!;
      sum += out[p]!;
      seen++;
    } else out[p] = Number.NaN;
  }
  const mean = seen > 0 ? sum / seen : neutral;
  for (let p = 0; p < m; p++) {
    const value = out[p]!;
    if (Number.isNaN(value) || (ratio && !(mean > 0))) out[p] = neutral;
    else out[p] = ratio ? Math.max(value / mean, 1e-3) : value - mean;
  }
}

/**
 * Centred moving average over m steps (the two ends at half weight where m is even); missing values weigh nothing.
 */
export function movingAverage(y: Float64Array, n: number, m: number): Float64Array {
  const sums = new Float64Array(n + 1);
  const counts = new Int32Array(n + 1);
  for (let t = 0; t < n; t++) {
    const value = y[t]!;
    const valid = !Number.isNaN(value);
    sums[t + 1] = sums[t]! + (valid ? value : 0);
    counts[t + 1] = counts[t]! + (valid ? 1 : 0);
  }
  const out = new Float64Array(n).fill(Number.NaN);
  const half = m >> 1;
  const even = m % 2 === 0;
  const first = Math.min(half, Math.max(0, n - 1 - half));
  const last = Math.max(n - 1 - half, first);
  for (let t = first; t <= last; t++) {
    const from = Math.max(0, t - half);
    const to = Math.min(n - 1, t + half);
    let sum = sums[to + 1]! - sums[from]!;
    let count = counts[to + 1]! - counts[from]!;
    if (even && from === t - half && to === t + half) {
      const a = y[from]!;
      const b = y[to]!;
      if (!Number.isNaN(a)) {
        sum -= a / 2;
        count -= 0.5;
      }
      if (!Number.isNaN(b)) {
        sum -= b / 2;
        count -= 0.5;
      }
    }
    if (count > 0) out[t] = sum / count;
  }
  for (let t = first - 1; t >= 0; t--) out[t] = out[first]!;
  for (let t = last + 1; t < n; t++) out[t] = out[last]!;
  return out;
}
