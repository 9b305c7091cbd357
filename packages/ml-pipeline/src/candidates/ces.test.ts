import { expect, it } from 'vitest';
import { uniform } from '../../test/panel.ts';
import type { Series } from './candidate.ts';
import { ces } from './ces.ts';
import { fitCes } from './ces-fit.ts';

const series = (y: ArrayLike<number>, seasons: readonly number[] = []): Series => ({
  y: Float64Array.from(y),
  seasons,
  horizon: 8,
  effort: 'best',
});

function ahead(past: Series, params = ces.fit(past)): number[] {
  const out = new Float64Array(8);
  ces.forecast(past, params, 8, out);
  return [...out];
}

/** A level of 200 that wanders, with a season of four steps. */
function shop(n: number): number[] {
  const random = uniform(5);
  let level = 200;
  return Array.from({ length: n }, (_, t) => {
    level += 4 * (random() - 0.5);
    return level + [30, -10, -25, 5][t % 4]! + 4 * (random() - 0.5);
  });
}

it('takes a season where there is one, and none where it is too long or not seen twice', () => {
  expect(ces.fit(series(shop(80), [4]))[0]).toBe(4);
  expect(ces.fit(series(shop(80), [30]))[0]).toBe(1);
  expect(ces.fit(series(shop(10), [4]))[0]).toBe(1);
  expect(ces.fit(series(shop(80)))[0]).toBe(1);
});

it('takes the shortest season of two', () => {
  expect(ces.fit(series(shop(80), [4, 48]))[0]).toBe(4);
  expect(ces.fit(series(shop(80), [1, 4]))[0]).toBe(4);
});

it('takes the mean of its forms, in which one without the season has no part', () => {
  const params = ces.fit(series(shop(80), [4]));
  const shares = [0, 1, 2, 3].map((f) => params[1 + 5 * f]!);

  expect(shares[0]).toBe(0);
  expect(shares.filter((it) => it > 0).length).toBeGreaterThan(1);
  expect(shares.reduce((sum, it) => sum + it, 0)).toBeCloseTo(1, 12);
});

it('repeats level and season of a shop', () => {
  const truth = shop(88);

  // The level's steps have a spread of 1.2, so that it is some 3.3 away after eight.
  ahead(series(truth.slice(0, 80), [4])).forEach((it, h) => {
    expect(Math.abs(it - truth[80 + h]!)).toBeLessThan(8);
  });
});

it('forecasts about the same where a tenth is missing', () => {
  const y = shop(120);
  const whole = ahead(series(y, [4]));
  const holed = ahead(
    series(
      y.map((it, t) => (t % 10 === 3 ? Number.NaN : it)),
      [4],
    ),
  );

  holed.forEach((it, h) => {
    expect(Math.abs(it / whole[h]! - 1)).toBeLessThan(0.02);
  });
});

it('lets no level run away: a tenth a step is the most', () => {
  const doubling = Array.from({ length: 20 }, (_, t) => 2 ** t);
  const [first, ...later] = ahead(series(doubling));

  later.forEach((it, h) => {
    // What was hidden may still come out in the first steps.
    expect(it / (later[h - 1] ?? first!)).toBeLessThan(1.2);
  });
});

it('keeps its weights where the unit changes', () => {
  const y = Float64Array.from(shop(80));
  const form = { season: 'full', m: 4 } as const;
  const once = fitCes(y, form);
  const cents = fitCes(
    y.map((it) => 100 * it),
    form,
  );

  cents.weights.forEach((it, k) => {
    expect(it).toBeCloseTo(once.weights[k]!, 4);
  });
  expect(cents.loss - once.loss).toBeCloseTo(80 * Math.log(1e4), 4);
});
