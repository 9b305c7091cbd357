import { expect, it } from 'vitest';
import { mostBins } from './binning.ts';
import { chance } from './chance.ts';
import { unit, weightIn } from './histogram.ts';
import { bestSplit } from './splitting.ts';

const rules = { ridge: 1, leastWeight: 2, leastGain: 0 };

/** A histogram of one feature: weight and gradient of its first bins. */
function histogramOf(...cells: [weight: number, gradient: number][]) {
  const histogram = new Float64Array(mostBins);
  cells.forEach(([weight, gradient], bin) => {
    histogram[bin] = weight * unit + gradient;
  });
  return { histogram, total: histogram.reduce((a, b) => a + b, 0) };
}

const leftBins = (split: ReturnType<typeof bestSplit>) =>
  Array.from({ length: 8 }, (_, bin) => bin).filter((bin) => ((split!.low >>> bin) & 1) === 1);

it('cuts where the hand-worked gain is largest', () => {
  const { histogram, total } = histogramOf([0, 0], [4, -4], [4, -4], [4, 4]);

  const split = bestSplit(histogram, total, Int32Array.of(0), rules);

  // 8^2 / 9 + 4^2 / 5 less the leaf's own 4^2 / 13.
  expect(split!.gain).toBeCloseTo(64 / 9 + 16 / 5 - 16 / 13, 12);
  expect(leftBins(split)).toEqual([1, 2]);
});

it('sends missing values to the side that they resemble', () => {
  const rising = histogramOf([3, -3], [5, -5], [5, 5]);
  const falling = histogramOf([3, 3], [5, -5], [5, 5]);

  expect(leftBins(bestSplit(rising.histogram, rising.total, Int32Array.of(0), rules))).toEqual([0, 1]);
  expect(leftBins(bestSplit(falling.histogram, falling.total, Int32Array.of(0), rules))).toEqual([1]);
});

it('parts levels that no cut of their codes would part', () => {
  const { histogram, total } = histogramOf([0, 0], [4, 4], [4, -4], [4, 4], [4, -4], [4, 4]);

  const split = bestSplit(histogram, total, Int32Array.of(1), rules);

  expect(leftBins(split)).toEqual([2, 4]);
});

it('allows no leaf below the least weight, and none without gain', () => {
  const light = histogramOf([0, 0], [1, -1], [9, 2]);
  const even = histogramOf([0, 0], [5, 0], [5, 0]);

  expect(bestSplit(light.histogram, light.total, Int32Array.of(0), rules)).toBeUndefined();
  expect(bestSplit(even.histogram, even.total, Int32Array.of(0), rules)).toBeUndefined();
});

it('finds what trying every cut finds, over 200 seeded leaves', () => {
  for (let seed = 0; seed < 200; seed++) {
    const histogram = new Float64Array(3 * mostBins);
    const weights = Array.from({ length: 300 }, (_, r) => 1 + Math.floor(4 * chance(seed, r, 9)));
    for (let f = 0; f < 3; f++) {
      weights.forEach((weight, r) => {
        const gradient = Math.round(weight * (2 * chance(seed, r, 7) - 1));
        histogram[f * mostBins + Math.floor(mostBins * chance(seed, r, f))]! += weight * unit + gradient;
      });
    }
    const total = histogram.subarray(0, mostBins).reduce((a, b) => a + b, 0);

    const split = bestSplit(histogram, total, new Int32Array(3), rules);

    expect(split!.gain).toBeCloseTo(bestByTrying(histogram, total), 9);
  }
});

function bestByTrying(histogram: Float64Array, total: number): number {
  const score = (sum: number) => (sum - weightIn(sum) * unit) ** 2 / (weightIn(sum) + rules.ridge);
  let best = 0;
  for (let f = 0; f < 3; f++) {
    for (let cut = 0; cut < mostBins; cut++) {
      for (const from of [0, 1]) {
        const left = histogram.subarray(f * mostBins + from, f * mostBins + cut + 1).reduce((a, b) => a + b, 0);
        const right = total - left;
        if (weightIn(left) < rules.leastWeight || weightIn(right) < rules.leastWeight) continue;
        best = Math.max(best, score(left) + score(right) - score(total));
      }
    }
  }
  return best;
}
