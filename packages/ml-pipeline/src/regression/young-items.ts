import { median } from '../kernels/order-statistics.ts';
import { allParts } from './design.ts';
import { expectedOutputs } from './like-items.ts';
import { effectSum, type FittedEffects, type LikeItems, type Panel, type YoungItems } from './panel.ts';

/** Ages, in rows, at which the octaves 4 to 7, 8 to 15, … end, counted from four: the last one is what the others are measured against. */
const octaves = 5;
const fewestOpenings = 5;
const mostDeparture = 1.5;

const octaveOf = (age: number) => Math.floor(Math.log2(age + 4)) - 2;

/**
 * Learns from items with a past what to expect of one without: how far values lie from what attributes, calendar and
 * covariates tell, how far a level of `block` rows is from the next one, and how items that began within the panel
 * came to their level.
 *
 * @param fitted items to learn from
 * @param past   working-scale past of each item; NaN where missing or gated
 */
export function learnYoungItems(
  panel: Panel,
  fit: Pick<FittedEffects, 'common' | 'waves' | 'end' | 'profiles'>,
  likeItems: Pick<LikeItems, 'statics' | 'weights' | 'outputs'>,
  fitted: readonly number[],
  past: readonly Float64Array[],
  block: number,
): YoungItems | undefined {
  const { frame } = panel;
  const within: number[] = [];
  const between: number[] = [];
  const openings: number[][] = Array.from({ length: octaves }, () => []);
  const first = fitted.reduce((least, i) => Math.min(least, frame.start[i]!), Number.POSITIVE_INFINITY);
  const profiles = fit.profiles.map(({ m }) => ({ m, terms: new Float64Array(m) }));
  for (const i of fitted) {
    const z = past[i]!;
    const item = expectedOutputs(likeItems, frame.statics, i).subarray(2);
    const sum = effectSum(panel, fit, { item, end: fit.end[i]!, profiles }, i);
    const rest = z.map((it, k) => (Number.isNaN(it) ? it : it - sum(frame.start[i]! + k, allParts)));
    blocksOf(rest, block, within, between);
    if (frame.start[i]! - first >= block) openingOf(rest, openings);
  }
  if (within.length === 0) return undefined;
  return {
    noise: Math.sqrt(median(within)),
    // Of a normal deviation, the median square is 0.455 of the mean one.
    drift: Math.sqrt(median(between) / 0.455 || 0),
    opening: Float64Array.from(openings, reliableMean),
  };
}

/** Adds the variance within each whole block of values, and the squared step of its mean from the block before. */
function blocksOf(rest: Float64Array, block: number, within: number[], between: number[]) {
  const values = rest.filter((it) => !Number.isNaN(it));
  let before = Number.NaN;
  for (let from = 0; from + block <= values.length; from += block) {
    const part = values.subarray(from, from + block);
    const mean = meanOf(part);
    within.push(part.reduce((sum, it) => sum + (it - mean) ** 2, 0) / Math.max(block - 1, 1));
    if (!Number.isNaN(before)) between.push((mean - before) ** 2);
    before = mean;
  }
}

/** Adds how far each octave of an item's first rows lies from the octave after them; nothing where that was not reached. */
function openingOf(rest: Float64Array, openings: number[][]) {
  const parts: number[][] = Array.from({ length: octaves + 1 }, () => []);
  for (let k = 0; octaveOf(k) <= octaves && k < rest.length; k++)
    if (!Number.isNaN(rest[k]!)) parts[octaveOf(k)]!.push(rest[k]!);
  const settled = parts[octaves]!;
  if (settled.length < 2 ** octaves) return;
  const level = meanOf(settled);
  for (let o = 0; o < octaves; o++) if (parts[o]!.length > 0) openings[o]!.push(meanOf(parts[o]!) - level);
}

/** A mean, less the more its error is of its size (James-Stein shrinkage towards zero); 0 of too few. */
function reliableMean(values: readonly number[]): number {
  if (values.length < fewestOpenings) return 0;
  const mean = meanOf(values);
  const variance = values.reduce((sum, it) => sum + (it - mean) ** 2, 0) / (values.length - 1) / values.length;
  const kept = mean * Math.max(0, 1 - variance / mean ** 2);
  return Math.min(Math.max(kept || 0, -mostDeparture), mostDeparture);
}

/** How far an item `age` rows after its first one is expected to be from its later level, on the working scale. */
export function openingAt(opening: Float64Array, age: number): number {
  const at = Math.max(Math.log2(Math.max(age, 0) + 4) - 2.5, 0);
  const low = Math.floor(at);
  const value = opening[low] ?? 0;
  return value + (at - low) * ((opening[low + 1] ?? 0) - value);
}

const meanOf = (values: ArrayLike<number>) => {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum / values.length;
};
