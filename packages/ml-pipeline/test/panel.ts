import { type Covariate, parseFrequency, type TrainingFrame } from '@tandem/data-model';

export interface PanelItem {
  readonly id: string;
  /** Period of the first value; 15000 if not given. */
  readonly start?: number;
  readonly past: readonly number[];
  /** Rows known ahead after the past. */
  readonly ahead?: number;
}

/** A frame typed by hand: items sorted by id; `known` gives each known covariate by item index and row within the item. */
export function panel(
  items: readonly PanelItem[],
  {
    frequency = 'D',
    known = {},
    statics = [],
  }: { frequency?: string; known?: Record<string, (item: number, k: number) => number>; statics?: Covariate[] } = {},
): TrainingFrame {
  const offset = [0];
  const target: number[] = [];
  for (const { past, ahead = 0 } of items) {
    target.push(...past, ...Array<number>(ahead).fill(Number.NaN));
    offset.push(target.length);
  }
  const covariates = Object.entries(known).map(([name, value]) => ({
    name,
    values: Float64Array.from(
      items.flatMap((_, i) => Array.from({ length: offset[i + 1]! - offset[i]! }, (_, k) => value(i, k))),
    ),
  }));
  return {
    axis: { frequency: parseFrequency(frequency), anchor: 0 },
    items: items.map(({ id }) => id),
    start: Float64Array.from(items, ({ start = 15_000 }) => start),
    offset: Int32Array.from(offset),
    history: Int32Array.from(items, ({ past }) => past.length),
    target: Float64Array.from(target),
    known: covariates,
    past: [],
    statics,
  };
}

/** Seeded numbers in [0, 1). Source: Steele, Lea & Flood (2014), SplitMix, in its 32-bit form. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Weekly shops: level by item, a weekday pattern, a promotion that lifts by half every third week, noise of 5 %. */
export function shops(count: number, days: number, ahead = 0, seed = 7): TrainingFrame {
  const random = uniform(seed);
  const week = [1, 0.9, 0.9, 1, 1.2, 1.4, 0.6];
  const promo = (_: number, k: number) => (Math.floor(k / 7) % 3 === 1 ? 1 : 0);
  const items = Array.from({ length: count }, (_, i) => ({
    id: `s${String(i).padStart(3, '0')}`,
    past: Array.from(
      { length: days },
      (_, k) => 100 * (1 + i) * week[k % 7]! * (1 + 0.5 * promo(i, k)) * (1 + 0.1 * (random() - 0.5)),
    ),
    ahead,
  }));
  return panel(items, { known: { promo } });
}
