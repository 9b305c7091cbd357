/** What an item's forecasts may be: within one range of its past, not negative where it never was. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** Highest value of the past; -Infinity where there is none. */
  readonly most: number;
  /** Last value, taken where a forecast is not a number. */
  readonly last: number;
}

/** From the first `rows` values at `first`; NaN skipped. */
export function boundsOf(target: Float64Array, first: number, rows: number): Bounds {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let last = Number.NaN;
  for (let r = first; r < first + rows; r++) {
    const value = target[r]!;
    if (Number.isNaN(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    last = value;
  }
  const range = Math.max(high - low, 0.5 * Math.abs(last));
  return {
    low: low >= 0 ? Math.max(0, low - range) : finite(low - range),
    high: finite(high + range),
    most: high,
    last,
  };
}

/** The number, or the largest of its sign where the sum of two went beyond. */
export const finite = (value: number) => Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);

export function guarded(value: number, { low, high, last }: Bounds): number {
  return !Number.isNaN(value) ? Math.min(Math.max(value, low), high) : last;
}
