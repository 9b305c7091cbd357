import type { Covariate } from '@tandem/data-model';
import type { Panel } from '../regression/panel.ts';
import type { FeaturePart } from './features.ts';
import type { ItemPast } from './item-past.ts';

/** Half-lives, in steps, of the two levels of a covariate that is known in the past only. */
const halfLives = [4, 32] as const;

/**
 * A covariate that is known in the past only, as it was seen before the origin: a number's quick and slow level against its mean so far, in
 * standard deviations; of a set of levels the last one.
 */
export function pastFeatures({ frame }: Panel, { frameItem, rows }: ItemPast, covariate: Covariate): FeaturePart {
  const first = frame.offset[frameItem]!;
  const values = covariate.values.subarray(first, first + rows);
  if (covariate.levels) {
    const last = lastKnown(values);
    return (_, origin, out, n) => {
      out[n] = last[origin]!;
      return n + 1;
    };
  }
  const levels = halfLives.map((it) => standardLevels(values, it));
  return (_, origin, out, n) => {
    for (let l = 0; l < levels.length; l++) out[n + l] = levels[l]![origin]!;
    return n + levels.length;
  };
}

/** Names of what `pastFeatures` writes, and whether each has levels. */
export const pastNames = ({ name, levels }: Covariate) =>
  levels
    ? [{ name: `${name}, last`, categorical: true }]
    : halfLives.map((it) => ({ name: `${name} over ${it}`, categorical: false }));

/** Shape (rows + 1): the last value before each row; NaN where there is none. */
function lastKnown(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length + 1).fill(Number.NaN);
  for (let k = 0; k < values.length; k++) out[k + 1] = Number.isNaN(values[k]!) ? out[k]! : values[k]!;
  return out;
}

/** Shape (rows + 1): exponentially weighted mean of what lies before each row, against mean and standard deviation of all before it; 0 where nothing is known. */
function standardLevels(values: Float64Array, halfLife: number): Float64Array {
  const decay = 0.5 ** (1 / halfLife);
  const out = new Float64Array(values.length + 1);
  let sum = 0;
  let weight = 0;
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let k = 0; k < values.length; k++) {
    sum *= decay;
    weight *= decay;
    const value = values[k]!;
    if (!Number.isNaN(value)) {
      sum += value;
      weight++;
      // Welford (1962), doi:10.1080/00401706.1962.10490022.
      const away = value - mean;
      mean += away / ++count;
      squares += away * (value - mean);
    }
    const sd = count > 1 ? Math.sqrt(squares / count) : 0;
    out[k + 1] = sd > 0 ? (sum - weight * mean) / (sd * (weight + 2)) : 0;
  }
  return out;
}
