import { expect, it } from 'vitest';
import { chance } from './chance.ts';
import { weightedMedian } from './weighted-median.ts';

it('gives the hand-worked medians', () => {
  const values = Float64Array.of(5, 1, 3, 9);
  const all = Int32Array.of(0, 1, 2, 3);

  expect(weightedMedian(values, Int32Array.of(1, 1, 1, 1), all, 0, 4)).toBe(3);
  expect(weightedMedian(values, Int32Array.of(1, 1, 1, 9), all, 0, 4)).toBe(9);
  expect(weightedMedian(values, Int32Array.of(1, 1, 1, 9), all, 1, 3)).toBe(1);
  expect(weightedMedian(values, Int32Array.of(1, 1, 1, 1), all, 2, 2)).toBe(0);
});

it('agrees with sorting on 500 seeded lists with ties', () => {
  for (let seed = 0; seed < 500; seed++) {
    const length = 1 + Math.floor(60 * chance(seed, 0, 1));
    const values = Float64Array.from({ length }, (_, k) => Math.floor(12 * chance(seed, k, 2)));
    const weight = Int32Array.from({ length }, (_, k) => 1 + Math.floor(5 * chance(seed, k, 3)));
    const rows = Int32Array.from({ length }, (_, k) => k);

    expect(weightedMedian(values, weight, rows, 0, length)).toBe(bySorting(values, weight));
  }
});

function bySorting(values: Float64Array, weight: Int32Array): number {
  const half = weight.reduce((a, b) => a + b, 0) / 2;
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  let sum = 0;
  for (const k of order) {
    sum += weight[k]!;
    if (sum >= half) return values[k]!;
  }
  return Number.NaN;
}
