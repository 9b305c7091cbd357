import { expect, it } from 'vitest';
import { uniform } from '../../test/panel.ts';
import { normalQuantile } from '../kernels/normal-quantile.ts';
import type { Points } from './out-of-fold.ts';
import { errorQuantile, itemScales, learnSpreads, rowScale } from './spread.ts';
import { blend, greedyWeights, meanShares } from './weights.ts';

/** Two windows of ten steps for each of `items`; item i has noise of standard deviation 1 + i around 100. */
function noisy(items: number) {
  const random = uniform(4);
  const count = items * 20;
  const points = {
    count,
    item: Int32Array.from({ length: count }, (_, k) => Math.floor(k / 20)),
    window: Int32Array.from({ length: count }, (_, k) => Math.floor(k / 10) % 2),
    step: Float64Array.from({ length: count }, (_, k) => 1 + (k % 10)),
    actual: new Float64Array(count),
    scale: Float64Array.from({ length: count }, (_, k) => 1 + Math.floor(k / 20)),
    size: new Float64Array(count).fill(100),
    zero: new Uint8Array(count),
    sparse: new Uint8Array(count),
  } satisfies Points;
  for (let k = 0; k < count; k++) points.actual[k] = 100 + points.scale[k]! * normalQuantile(0.0005 + 0.999 * random());
  return points;
}

it('covers as it says, item by item, without having been told the spread', () => {
  const points = noisy(60);
  const medians = new Float64Array(points.count).fill(100);
  const spreads = learnSpreads(points, medians, 10);
  const base = Float64Array.from({ length: 60 }, (_, i) => 1 + i);
  const scales = itemScales(spreads, points, medians, base, new Uint8Array(60));
  const [spread] = spreads;

  const width = (i: number) =>
    (errorQuantile(spread, 0.9) - errorQuantile(spread, 0.1)) * rowScale(spread, scales[i]!, 100, 100, 5);

  // 80 % of a normal distribution lie within 2.563 standard deviations; 20 errors an item leave a fifth of doubt about each.
  for (const i of [0, 20, 59]) expect(Math.abs(width(i) / (2.563 * (1 + i)) - 1)).toBeLessThan(0.4);
  const mean = [...Array(60).keys()].reduce((sum, i) => sum + width(i) / (2.563 * (1 + i)), 0) / 60;
  expect(Math.abs(mean - 1)).toBeLessThan(0.1);
});

it('forgets a bias that only one window shows', () => {
  const points = noisy(40);
  const medians = Float64Array.from(points.window, (w) => (w === 0 ? 97 : 103));
  const [spread] = learnSpreads(points, medians, 10);

  expect(Math.abs(errorQuantile(spread, 0.5))).toBeLessThan(0.05);
});

it('gives its weight to the candidate that is right, and leaves out the one that is off', () => {
  const points = noisy(20);
  const right = new Float64Array(points.count).fill(100);
  const off = new Float64Array(points.count).fill(140);

  expect([...greedyWeights(points, [off, right])]).toEqual([0, 1]);
});

it('splits weight between candidates whose errors cancel', () => {
  const points = noisy(20);
  const above = new Float64Array(points.count).fill(104);
  const below = new Float64Array(points.count).fill(96);

  // Quantiles come from the errors of the mean, so only the median tells the bias: that is enough to balance.
  const [a, b] = greedyWeights(points, [above, below]);
  expect(a).toBeGreaterThan(0.35);
  expect(b).toBeGreaterThan(0.35);
});

it('judges a candidate that forecasts few items on those, and the others on all', () => {
  const points = noisy(20);
  // The usual is off for every tenth item, for which alone the special has a forecast.
  const rare = (k: number) => points.item[k]! % 10 === 0;
  const usual = Float64Array.from({ length: points.count }, (_, k) => (rare(k) ? 130 : 100));
  const special = Float64Array.from({ length: points.count }, (_, k) => (rare(k) ? 100 : Number.NaN));
  const off = new Float64Array(points.count).fill(140);
  const silent = new Float64Array(points.count).fill(Number.NaN);
  const weights = greedyWeights(points, [off, usual, special, silent]);

  expect(weights[0]).toBe(0);
  expect(weights[2]! / (weights[1]! + weights[2]!)).toBeGreaterThan(0.4);
  expect(weights[3]).toBe(0);
  // Where all have a forecast, those of one that is silent change nothing.
  expect([...greedyWeights(points, [off, usual, silent])]).toEqual([...greedyWeights(points, [off, usual]), 0]);
});

it('lets each window choose, and the later ones more where they are trusted more', () => {
  const points = noisy(20);
  const early = Float64Array.from(points.window, (w) => (w === 0 ? 100 : 103));
  const late = Float64Array.from(points.window, (w) => (w === 1 ? 100 : 103));

  const even = greedyWeights(points, [early, late]);
  const later = greedyWeights(points, [early, late], [0.1, 1]);

  expect(Math.abs(even[0]! - even[1]!)).toBeLessThan(0.3);
  expect(later[1]!).toBeGreaterThan(even[1]! + 0.2);
});

it('gives nothing to a candidate that is far behind, in whatever window it was lucky', () => {
  const points = noisy(20);
  const good = new Float64Array(points.count).fill(100.5);
  const lucky = Float64Array.from(points.window, (w) => (w === 0 ? 100 : 140));

  expect([...greedyWeights(points, [good, lucky])]).toEqual([1, 0]);
});

it('leaves the weight of a candidate without a forecast to the others', () => {
  expect([
    ...blend([0.5, 0.5], [Float64Array.of(2, Number.NaN, Number.NaN), Float64Array.of(4, 4, Number.NaN)], 3),
  ]).toEqual([3, 4, Number.NaN]);
});

it('tells what of the forecasts came from each candidate, however large the weight of one with few', () => {
  const all = new Float64Array(10).fill(1);
  const one = Float64Array.from(all, (it, k) => (k === 0 ? it : Number.NaN));

  const shares = meanShares([0.25, 0.75], [all, one], 10);

  expect([...shares]).toEqual([expect.closeTo(0.925, 12), expect.closeTo(0.075, 12)]);
});
