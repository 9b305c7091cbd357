/** Indices of the values of a series that are there, least value first; ties in order of time. O(n log n). */
export function orderOfValues(y: Float64Array): Int32Array {
  const there = new Int32Array(y.length);
  let count = 0;
  for (let t = 0; t < y.length; t++) if (!Number.isNaN(y[t]!)) there[count++] = t;
  return there.subarray(0, count).sort((a, b) => y[a]! - y[b]! || a - b);
}

/**
 * Quantiles of the values seen at each position of a season, a value weighing `decay` to the power of its age.
 *
 * @param y      shape (n)
 * @param order  what `orderOfValues` gives for `y`
 * @param until  only values before this index are looked at
 * @param m      season length >= 1; position t % m
 * @param decay  in (0, 1]
 * @param levels ascending, in (0, 1)
 * @param out    shape (m, levels); overwritten; NaN at positions without a value
 *
 * Between two values a quantile is linear in cumulated weight, each value standing in the middle of its own (Hyndman &
 * Fan type 5 where weights are equal). O(n + m * levels).
 */
export function seasonalQuantiles(
  y: Float64Array,
  order: Int32Array,
  until: number,
  m: number,
  decay: number,
  levels: readonly number[],
  out: Float64Array,
): void {
  const weights = new Float64Array(until);
  const totals = new Float64Array(m);
  for (let t = until - 1, w = 1, p = t % m; t >= 0; t--, w *= decay, p = p > 0 ? p - 1 : m - 1) {
    weights[t] = Math.max(w, 1e-300);
    if (!Number.isNaN(y[t]!)) totals[p]! += weights[t]!;
  }
  const passed = new Float64Array(m);
  const previous = new Float64Array(m).fill(Number.NaN);
  const previousAt = new Float64Array(m);
  const next = new Int32Array(m);
  const count = levels.length;
  out.fill(Number.NaN, 0, m * count);
  for (let k = 0; k < order.length; k++) {
    const t = order[k]!;
    if (t >= until) continue;
    const p = m === 1 ? 0 : t % m;
    const value = y[t]!;
    const at = (passed[p]! + weights[t]! / 2) / totals[p]!;
    passed[p]! += weights[t]!;
    const before = previous[p]!;
    for (; next[p]! < count && levels[next[p]!]! <= at; next[p]!++) {
      const share = (levels[next[p]!]! - previousAt[p]!) / (at - previousAt[p]!);
      out[p * count + next[p]!] = Number.isNaN(before) ? value : before + share * (value - before);
    }
    previous[p] = value;
    previousAt[p] = at;
  }
  for (let p = 0; p < m; p++) out.fill(previous[p]!, p * count + next[p]!, (p + 1) * count);
}
