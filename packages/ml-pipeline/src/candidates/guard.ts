/**
 * What an item's forecasts may be: within one range of its past, not negative where it never was, and not much further
 * from the last season, which seasonal naive repeats, than the past has moved over as many steps.
 */
export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** What quantiles are not below: 0 where the past never was negative, else -Infinity. */
  readonly floor: number;
  /** Highest value of the past; -Infinity where there is none. */
  readonly most: number;
  /** Last value, taken where a forecast is not a number. */
  readonly last: number;
}

/** Largest moves of the past that a forecast may lie from the last season: one that grows may grow faster. */
const mostMoves = 2;

/**
 * From the first `rows` values at `first`; NaN skipped.
 *
 * @param season steps of the season whose last values are the naive forecast, 1 for none; 0 to bound by the range alone
 * @param steps  how far ahead forecasts go
 */
export function boundsOf(target: Float64Array, first: number, rows: number, season = 0, steps = 0): Bounds {
  const past = target.subarray(first, first + rows);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let last = Number.NaN;
  for (let t = 0; t < rows; t++) {
    const value = past[t]!;
    if (Number.isNaN(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    last = value;
  }
  const range = Math.max(high - low, 0.5 * Math.abs(last));
  const near = season > 0 ? naiveBounds(past, season, steps) : undefined;
  const floor = low >= 0 ? 0 : Number.NEGATIVE_INFINITY;
  const least = Math.max(low - range, near?.low ?? Number.NEGATIVE_INFINITY);
  return {
    low: Math.max(floor, finite(least)),
    high: finite(Math.min(high + range, near?.high ?? Number.POSITIVE_INFINITY)),
    floor,
    most: high,
    last,
  };
}

/** Around the last season; none where the past has fewer moves over the distance than that is long. */
function naiveBounds(past: Float64Array, season: number, steps: number) {
  const distance = season * Math.ceil(Math.max(steps, 1) / season);
  let move = 0;
  let moves = 0;
  for (let t = distance; t < past.length; t++) {
    const change = Math.abs(past[t]! - past[t - distance]!);
    if (Number.isNaN(change)) continue;
    moves++;
    if (change > move) move = change;
  }
  if (moves < distance) return undefined;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let t = past.length - 1, seen = 0; t >= 0 && seen < season; t--) {
    const value = past[t]!;
    if (Number.isNaN(value)) continue;
    seen++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const margin = Math.max(mostMoves * move, 0.5 * Math.max(Math.abs(low), Math.abs(high)));
  return { low: low - margin, high: high + margin };
}

/** The number, or the largest of its sign where the sum of two went beyond. */
export const finite = (value: number) => Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);

export function guarded(value: number, { low, high, last }: Bounds): number {
  return !Number.isNaN(value) ? Math.min(Math.max(value, low), high) : last;
}
