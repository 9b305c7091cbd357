import { sortedQuantile } from '../kernels/order-statistics.ts';
import { pinball2 } from '../metrics/scores.ts';
import { windowFactors } from './level-windows.ts';
import { baseOf, type Points } from './out-of-fold.ts';

const rounds = 15;
/**
 * Votes that each candidate has from the start whose own loss is within a tenth of the best one's: between those,
 * windows can't tell well.
 */
const startVotes = 5;
const near = 1.1;
const mostPoints = 20_000;
const levels = [0.1, 0.3, 0.5, 0.7, 0.9];

/**
 * Weights of candidates, each at least 0, summing to 1: greedy selection with replacement from a start with the
 * nearly best, adding at each of 15 rounds the candidate with which the mean forecast has the least scaled quantile
 * loss, where quantiles come from the errors of that mean itself.
 *
 * @param medians one array for each candidate, in the order in which ties are broken; NaN where it has no forecast:
 *                there the mean is that of the others, as in `blend`
 *
 * Source: Caruana, Niculescu-Mizil, Crew & Ksikes (2004), Ensemble selection from libraries of models,
 * doi:10.1145/1015330.1015432.
 */
export function greedyWeights(points: Points, medians: readonly Float64Array[]): Float64Array {
  const use: number[] = [];
  const step = Math.max(1, Math.ceil(points.count / mostPoints));
  for (let k = 0; k < points.count; k += step) {
    if (points.zero[k] === 0 && !Number.isNaN(points.actual[k]!) && !Number.isNaN(firstFinite(medians, k))) use.push(k);
  }
  const votes = new Float64Array(medians.length);
  if (use.length === 0) return votes.fill(1 / Math.max(medians.length, 1));
  const even = blend(new Float64Array(medians.length).fill(1), medians, points.count);
  const factors = windowFactors(points, even);
  const sample: Sample = {
    actual: Float64Array.from(use, (k) => points.actual[k]!),
    unit: Float64Array.from(use, (k) => baseOf(points, k) / factors[points.window[k]!]!),
    errors: new Float64Array(use.length),
  };
  const others = Float64Array.from(use, (k) => firstFinite(medians, k));
  const sums = new Float64Array(use.length);
  const counts = new Float64Array(use.length);
  /** The mean at one point, with so many more votes of a candidate. */
  const mean = (j: number, value: number, more: number) => {
    const has = !Number.isNaN(value);
    if (!has && counts[j] === 0) return others[j]!;
    return has ? (sums[j]! + more * value) / (counts[j]! + more) : sums[j]! / counts[j]!;
  };
  const vote = (c: number, more: number) => {
    votes[c]! += more;
    for (let j = 0; j < use.length; j++) {
      const value = medians[c]![use[j]!]!;
      if (Number.isNaN(value)) continue;
      sums[j]! += more * value;
      counts[j]! += more;
    }
  };
  const alone = medians.map((it) =>
    use.some((k) => !Number.isNaN(it[k]!)) ? lossOf(sample, (j) => mean(j, it[use[j]!]!, 1)) : Number.POSITIVE_INFINITY,
  );
  const least = Math.min(...alone);
  medians.forEach((_, c) => {
    if (alone[c]! <= near * least) vote(c, startVotes);
  });
  for (let round = 0; round < rounds; round++) {
    let best = 0;
    let bestLoss = Number.POSITIVE_INFINITY;
    for (let c = 0; c < medians.length; c++) {
      if (alone[c] === Number.POSITIVE_INFINITY) continue;
      const loss = lossOf(sample, (j) => mean(j, medians[c]![use[j]!]!, 1));
      if (loss < bestLoss - 1e-12) {
        bestLoss = loss;
        best = c;
      }
    }
    vote(best, 1);
  }
  const total = votes.reduce((a, b) => a + b, 0);
  return votes.map((it) => it / total);
}

interface Sample {
  readonly actual: Float64Array;
  /** In which errors count: a window whose errors are large for all candidates says no more than the others. */
  readonly unit: Float64Array;
  /** Scratch. */
  readonly errors: Float64Array;
}

function lossOf({ actual, unit, errors }: Sample, forecast: (j: number) => number): number {
  for (let j = 0; j < errors.length; j++) errors[j] = (actual[j]! - forecast(j)) / unit[j]!;
  const sorted = Float64Array.from(errors).sort();
  let loss = 0;
  for (const q of levels) {
    const quantile = q === 0.5 ? 0 : sortedQuantile(sorted, q) - sortedQuantile(sorted, 0.5);
    for (let j = 0; j < errors.length; j++) loss += pinball2(errors[j]!, quantile, q);
  }
  return loss / errors.length;
}

/**
 * Weighted mean of candidates for each point; a candidate without a forecast leaves its weight to the others. NaN
 * where none has one.
 */
export function blend(weights: ArrayLike<number>, medians: readonly Float64Array[], count: number): Float64Array {
  const out = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let sum = 0;
    let total = 0;
    for (let c = 0; c < medians.length; c++) {
      const value = medians[c]![k]!;
      if (Number.isNaN(value) || weights[c]! <= 0) continue;
      sum += weights[c]! * value;
      total += weights[c]!;
    }
    out[k] = total > 0 ? sum / total : firstFinite(medians, k);
  }
  return out;
}

function firstFinite(medians: readonly Float64Array[], k: number): number {
  for (const it of medians) if (!Number.isNaN(it[k]!)) return it[k]!;
  return Number.NaN;
}
