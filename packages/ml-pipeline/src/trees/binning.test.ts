import { expect, it } from 'vitest';
import { binOf, learnBins, mostBins } from './binning.ts';
import { chance } from './chance.ts';

it('gives each of a few values a bin of its own, and missing ones bin 0', () => {
  const bins = learnBins(Float64Array.of(3, 1, 2, Number.NaN, 2, 3), 1, [false]);

  expect([1, 2, 3, Number.NaN, 0, 9].map((it) => binOf(bins, 0, it))).toEqual([1, 2, 3, 0, 1, 3]);
});

it('fills bins about equally where there are many values', () => {
  const values = Float64Array.from({ length: 6300 }, (_, k) => chance(1, k, 0) ** 3);
  const bins = learnBins(values, 1, [false]);

  const counts = new Float64Array(mostBins);
  for (const it of values) counts[binOf(bins, 0, it)]!++;

  expect(counts[0]).toBe(0);
  expect(Math.min(...counts.subarray(1))).toBeGreaterThan(90);
  expect(Math.max(...counts.subarray(1))).toBeLessThan(110);
});

it('puts values into the same bins after a rising transform', () => {
  const values = Float64Array.from({ length: 3000 }, (_, k) => Math.floor(500 * chance(2, k, 0)) - 100);
  const curved = values.map((it) => Math.exp(it / 50) - 3);
  const plainBins = learnBins(values, 1, [false]);
  const curvedBins = learnBins(curved, 1, [false]);

  expect(Array.from(curved, (it) => binOf(curvedBins, 0, it))).toEqual(
    Array.from(values, (it) => binOf(plainBins, 0, it)),
  );
});

it('takes codes of levels as they are, those past the last bin together', () => {
  const bins = learnBins(Float64Array.of(0, 1, 2), 1, [true]);

  expect([0, 5, 62, 900, Number.NaN].map((it) => binOf(bins, 0, it))).toEqual([1, 6, 63, 63, 0]);
});
