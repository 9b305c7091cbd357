/** Quantile of sorted numbers by linear interpolation (Hyndman & Fan type 7); NaN where there are none. */
export function sortedQuantile(sorted: ArrayLike<number>, q: number): number {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const at = Math.min(Math.max(q, 0), 1) * (n - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, n - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}

/** Median of the numbers that are not NaN; NaN where there are none. O(n log n), leaves `values` as they are. */
export function median(values: ArrayLike<number>): number {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (let k = 0; k < values.length; k++) if (!Number.isNaN(values[k]!)) kept[n++] = values[k]!;
  return sortedQuantile(kept.subarray(0, n).sort(), 0.5);
}
