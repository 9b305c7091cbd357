import type { TrainingFrame } from '@tandem/data-model';
import { chance } from './chance.ts';

/** Which rows trees learn from, and from how far back each is seen. */
export interface RowDraw {
  /** At most this many rows will be drawn, a few more by chance. */
  readonly most: number;
  /** Whether row `k` of an item is drawn. */
  isDrawn(item: number, k: number): boolean;
  /** Weight that makes up for how likely it was drawn. */
  weightOf(item: number, k: number): number;
  /** First row that is not seen when row `k` is forecast, `k` itself where it is one step ahead. */
  originOf(item: number, k: number): number;
}

/** Rows before an origin that features need. */
export const leastPast = 8;

/**
 * Draws about `wanted` rows of some items, recent ones more often, each by a number that only the seed, the item and the period decide. A row is seen
 * from one to `horizon` steps before it, all equally likely, so that the trees learn how what is recent ages.
 *
 * @param memory steps after which a row weighs 1/e
 */
export function drawRows(
  frame: TrainingFrame,
  items: readonly number[],
  rows: Int32Array,
  { memory, horizon, wanted, seed }: { memory: number; horizon: number; wanted: number; seed: number },
): RowDraw {
  const latest = items.reduce((most, i) => Math.max(most, frame.start[i]! + rows[i]!), Number.NEGATIVE_INFINITY);
  const weight = (period: number) => Math.exp(-(latest - period) / memory);
  const counts = new Map<number, number>();
  for (const i of items) {
    for (let k = leastPast; k < rows[i]!; k++) {
      if (Number.isNaN(frame.target[frame.offset[i]! + k]!)) continue;
      const period = frame.start[i]! + k;
      counts.set(period, (counts.get(period) ?? 0) + 1);
    }
  }
  const expected = (factor: number) => {
    let sum = 0;
    for (const [period, count] of counts) sum += count * Math.min(1, factor * weight(period));
    return sum;
  };
  const all = expected(Number.POSITIVE_INFINITY);
  const factor = all <= wanted ? Number.POSITIVE_INFINITY : factorFor(expected, wanted);
  const share = (period: number) => Math.min(1, factor * weight(period));
  const horizonOf = (k: number) => Math.min(horizon, k - leastPast + 1);
  return {
    most: Math.ceil(Math.min(all, 1.05 * wanted + 1000)),
    isDrawn: (i, k) => chance(seed, i, frame.start[i]! + k) < share(frame.start[i]! + k),
    weightOf: (i, k) => weight(frame.start[i]! + k) / share(frame.start[i]! + k),
    originOf: (i, k) => k - Math.floor(chance(seed + 1, i, frame.start[i]! + k) * horizonOf(k)),
  };
}

/** The factor for which about `wanted` rows are expected, to a thousandth; `expected` rises with it. */
function factorFor(expected: (factor: number) => number, wanted: number): number {
  let low = 1e-9;
  let high = 1e9;
  while (high > 1.001 * low) {
    const middle = Math.sqrt(low * high);
    if (expected(middle) > wanted) high = middle;
    else low = middle;
  }
  return low;
}
