import { sortedQuantile } from '../kernels/order-statistics.ts';
import { pinball2 } from '../metrics/scores.ts';
import { baseOf, type Points } from './out-of-fold.ts';

const rounds = 15;
/**
 * Votes that each candidate has from the start whose own loss is within a tenth of the best one's: between those,
 * windows can't tell well.
 */
const startVotes = 5;
const near = 1.1;
/** A candidate with forecasts for most points whose own loss is larger by this than the best one's gets no vote in any window. */
const far = 1.15;
const mostPoints = 20_000;
const levels = [0.1, 0.3, 0.5, 0.7, 0.9];

/** A window of fewer points is too small to choose by; all points then choose together. */
const fewestPoints = 100;
/** No point's error counts for more, in units of its scale: an item whose scale is next to nothing decides nothing. */
const mostError = 20;

/**
 * Weights of candidates, each at least 0, summing to 1: the mean of what each window alone would choose. In a window all items share the same fortune,
 * so that windows, few as they are, and not points, are what choices can be tested on.
 *
 * @param medians one array for each candidate, in the order in which ties are broken; NaN where it has no forecast:
 *                there the mean is that of the others, as in `blend`
 * @param trust   by window, how much it counts beside its number of points; 1 if not given
 *
 * Source: Caruana, Munson & Niculescu-Mizil (2006), Getting the most out of ensemble selection, doi:10.1109/ICDM.2006.76, 4 (bagged selection), here over
 * windows.
 */
export function greedyWeights(
  points: Points,
  medians: readonly Float64Array[],
  trust: ArrayLike<number> = [],
): Float64Array {
  const windows = new Map<number, number[]>();
  const all: number[] = [];
  const step = Math.max(1, Math.ceil(points.count / mostPoints));
  for (let k = 0; k < points.count; k += step) {
    if (points.zero[k] !== 0 || Number.isNaN(points.actual[k]!) || Number.isNaN(firstFinite(medians, k))) continue;
    const own = windows.get(points.window[k]!) ?? [];
    windows.set(points.window[k]!, own);
    own.push(k);
    all.push(k);
  }
  const weights = new Float64Array(medians.length);
  if (all.length === 0) return weights.fill(1 / Math.max(medians.length, 1));
  const large = [...windows.values()].filter((it) => it.length >= fewestPoints);
  const groups = large.length > 0 ? large : [all];
  const chosen = groups.flat();
  const alone = lossesAlone(sampleOf(points, chosen), medians, chosen);
  const least = Math.min(...alone);
  const kinds = medians.map((it, c): Kind => {
    const known = chosen.filter((k) => !Number.isNaN(it[k]!)).length;
    if (known < chosen.length / 2) return known > 0 ? 'partial' : 'out';
    return alone[c]! <= far * least ? 'whole' : 'out';
  });
  const shares = groups.map((use) => use.length * (trust[points.window[use[0]!]!] ?? 1));
  const whole = shares.reduce((sum, it) => sum + it, 0);
  groups.forEach((use, g) => {
    const votes = chosenBy(points, medians, use, kinds);
    for (let c = 0; c < votes.length; c++) weights[c]! += (votes[c]! * shares[g]!) / whole;
  });
  return weights;
}

/**
 * Greedy selection with replacement on some points, from a start with the nearly best, adding at each of 15 rounds the candidate with which the mean
 * forecast has the least scaled quantile loss, where quantiles come from the errors of that mean itself.
 *
 * Source: Caruana, Niculescu-Mizil, Crew & Ksikes (2004), Ensemble selection from libraries of models, doi:10.1145/1015330.1015432.
 */
function chosenBy(
  points: Points,
  medians: readonly Float64Array[],
  use: readonly number[],
  kinds: readonly Kind[],
): Float64Array {
  const votes = new Float64Array(medians.length);
  const sample = sampleOf(points, use);
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
  const losses = lossesAlone(sample, medians, use);
  const alone = losses.map((it, c) => (kinds[c] === 'whole' ? it : Number.POSITIVE_INFINITY));
  const least = Math.min(...alone);
  const lossWith = (c: number) => lossOf(sample, (j) => mean(j, medians[c]![use[j]!]!, 1));
  medians.forEach((_, c) => {
    if (kinds[c] === 'whole' && alone[c]! <= near * least) vote(c, startVotes);
  });
  for (let round = 0; round < rounds; round++) {
    let best = -1;
    let bestLoss = Number.POSITIVE_INFINITY;
    for (let c = 0; c < medians.length; c++) {
      if (alone[c] === Number.POSITIVE_INFINITY) continue;
      const loss = lossWith(c);
      if (loss < bestLoss - 1e-12) {
        bestLoss = loss;
        best = c;
      }
    }
    if (best >= 0) vote(best, 1);
  }
  // One that forecasts a few items only takes no vote from the others: it gets as many as help those items.
  kinds.forEach((kind, c) => {
    let now = kind === 'partial' ? lossOf(sample, (j) => mean(j, Number.NaN, 0)) : 0;
    for (let round = 0; kind === 'partial' && round < 2 * rounds; round++) {
      const then = lossWith(c);
      if (!(then < now - 1e-12)) break;
      vote(c, 1);
      now = then;
    }
  });
  const total = votes.reduce((a, b) => a + b, 0);
  return votes.map((it) => (total > 0 ? it / total : 0));
}

/** Loss of each candidate by itself, of the first that has a forecast where it has none; infinite where it never has one. */
function lossesAlone(sample: Sample, medians: readonly Float64Array[], use: readonly number[]): number[] {
  return medians.map((it) => {
    if (!use.some((k) => !Number.isNaN(it[k]!))) return Number.POSITIVE_INFINITY;
    return lossOf(sample, (j) => (Number.isNaN(it[use[j]!]!) ? firstFinite(medians, use[j]!) : it[use[j]!]!));
  });
}

const sampleOf = (points: Points, use: readonly number[]): Sample => ({
  actual: Float64Array.from(use, (k) => points.actual[k]!),
  unit: Float64Array.from(use, (k) => baseOf(points, k)),
  errors: new Float64Array(use.length),
});

/** How a candidate is chosen: among those that forecast most points, for its few items, or not at all. */
type Kind = 'whole' | 'partial' | 'out';

interface Sample {
  readonly actual: Float64Array;
  readonly unit: Float64Array;
  /** Scratch. */
  readonly errors: Float64Array;
}

function lossOf({ actual, unit, errors }: Sample, forecast: (j: number) => number): number {
  for (let j = 0; j < errors.length; j++) {
    errors[j] = Math.min(Math.max((actual[j]! - forecast(j)) / unit[j]!, -mostError), mostError);
  }
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

/** Mean share that each candidate has in `blend`: of one with forecasts for few points, less than its weight. Sums to 1. */
export function meanShares(weights: ArrayLike<number>, medians: readonly Float64Array[], count: number): Float64Array {
  const shares = new Float64Array(medians.length);
  let blended = 0;
  for (let k = 0; k < count; k++) {
    let total = 0;
    for (let c = 0; c < medians.length; c++) if (!Number.isNaN(medians[c]![k]!)) total += Math.max(weights[c]!, 0);
    if (total <= 0) continue;
    blended++;
    for (let c = 0; c < medians.length; c++) {
      if (!Number.isNaN(medians[c]![k]!)) shares[c]! += Math.max(weights[c]!, 0) / total;
    }
  }
  return blended > 0 ? shares.map((it) => it / blended) : Float64Array.from(weights);
}

function firstFinite(medians: readonly Float64Array[], k: number): number {
  for (const it of medians) if (!Number.isNaN(it[k]!)) return it[k]!;
  return Number.NaN;
}
