import { mostBins } from './binning.ts';
import { unit, weightIn } from './histogram.ts';
import type { BinSet } from './partition.ts';

/** Which bins of which feature go left. */
export interface Split extends BinSet {
  readonly gain: number;
  /** Place of the feature in the histogram. */
  readonly place: number;
}

export interface SplitRules {
  /** Added to a leaf's weight before it divides: shrinks small leaves. */
  readonly ridge: number;
  /** Least weight of a leaf. */
  readonly leastWeight: number;
  /** Least gain of a split. */
  readonly leastGain: number;
}

/** Added to a level's weight where levels are ordered by mean gradient, in shares of the least leaf weight. */
export const levelSmoothing = 0.2;

/**
 * The split of a leaf that lessens the loss most; undefined where none is allowed. Numeric features are cut between bins, with missing values on either side; levels
 * are ordered by mean gradient first, and then cut (Fisher 1958, doi:10.1080/01621459.1958.10501479).
 *
 * @param histogram   packed sums; see `sumRows`; of two features that help alike the first is taken
 * @param total       packed sum of the leaf
 * @param categorical 1 where a feature of the histogram has levels, else 0: shape (features)
 */
export function bestSplit(
  histogram: Float64Array,
  total: number,
  categorical: Int32Array,
  rules: SplitRules,
): Split | undefined {
  const { ridge, leastWeight } = rules;
  const allWeight = weightIn(total);
  const allGradient = total - allWeight * unit;
  if (allWeight < 2 * leastWeight) return undefined;
  const base = (allGradient * allGradient) / (allWeight + ridge);
  const order = new Int32Array(mostBins);
  let best = base + rules.leastGain;
  let bestPlace = -1;
  let bestCut = 0;
  let bestMissing = false;
  const gainOf = (sum: number): number => {
    const weight = weightIn(sum);
    const rest = allWeight - weight;
    if (weight < leastWeight || rest < leastWeight) return Number.NEGATIVE_INFINITY;
    const gradient = sum - weight * unit;
    const other = allGradient - gradient;
    return (gradient * gradient) / (weight + ridge) + (other * other) / (rest + ridge);
  };
  for (let place = 0; place < categorical.length; place++) {
    const at = place * mostBins;
    if (categorical[place] === 1) {
      const count = orderLevels(histogram, at, order, levelSmoothing * leastWeight);
      let sum = 0;
      for (let j = 0; j < count - 1; j++) {
        sum += histogram[at + order[j]!]!;
        const gain = gainOf(sum);
        if (gain > best) {
          best = gain;
          bestPlace = place;
          bestCut = j;
        }
      }
      continue;
    }
    const missing = histogram[at]!;
    let sum = 0;
    for (let bin = 1; bin < mostBins - 1; bin++) {
      const here = histogram[at + bin]!;
      if (here === 0) continue;
      sum += here;
      const gain = gainOf(sum);
      if (gain > best) {
        best = gain;
        bestPlace = place;
        bestCut = bin;
        bestMissing = false;
      }
      if (missing === 0) continue;
      const joined = gainOf(sum + missing);
      if (joined > best) {
        best = joined;
        bestPlace = place;
        bestCut = bin;
        bestMissing = true;
      }
    }
    if (missing !== 0) {
      const gain = gainOf(missing);
      if (gain > best) {
        best = gain;
        bestPlace = place;
        bestCut = 0;
        bestMissing = true;
      }
    }
  }
  if (bestPlace < 0) return undefined;
  if (categorical[bestPlace] === 1) {
    orderLevels(histogram, bestPlace * mostBins, order, levelSmoothing * leastWeight);
    return splitOf(best - base, bestPlace, order, bestCut + 1);
  }
  const first = bestMissing ? 0 : 1;
  for (let bin = first; bin <= bestCut; bin++) order[bin - first] = bin;
  return splitOf(best - base, bestPlace, order, bestCut + 1 - first);
}

/** @param bins those that go left, shape (count) or longer */
export function splitOf(gain: number, place: number, bins: Int32Array, count: number): Split {
  let low = 0;
  let high = 0;
  for (let k = 0; k < count; k++) {
    const bin = bins[k]!;
    if (bin < 32) low |= 1 << bin;
    else high |= 1 << (bin - 32);
  }
  return { gain, place, low, high };
}

/** Writes the bins that have rows, by rising mean gradient, and gives their number. */
function orderLevels(histogram: Float64Array, at: number, order: Int32Array, smoothing: number): number {
  const means: number[] = [];
  const bins: number[] = [];
  for (let bin = 0; bin < mostBins; bin++) {
    const sum = histogram[at + bin]!;
    if (sum === 0) continue;
    const weight = weightIn(sum);
    means.push((sum - weight * unit) / (weight + smoothing));
    bins.push(bin);
  }
  const sorted = bins.map((_, j) => j).sort((a, b) => means[a]! - means[b]! || a - b);
  sorted.forEach((j, k) => {
    order[k] = bins[j]!;
  });
  return bins.length;
}
