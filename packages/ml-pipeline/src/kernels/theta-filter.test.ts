import { expect, it } from 'vitest';
import { etsFilter, etsForecast } from './ets-filter.ts';
import { thetaFilter, thetaLoss } from './theta-filter.ts';

const y = Float64Array.of(3, 5, 4, 8, 6, 9, 7, 10, 12, 9);

it('is simple smoothing where theta is one', () => {
  const out = new Float64Array(2);
  thetaFilter(y, y.length, 3, 0.4, 1, 2, out);
  const state = Float64Array.of(3, 0, 0);
  const form = { trend: false, season: 0, m: 1 } as const;
  const weights = Float64Array.of(0.4, 0, 0, 1);
  etsFilter(y, y.length, form, weights, state, new Float64Array(4), false);
  const ses = new Float64Array(2);
  etsForecast(y.length, form, weights, state, 2, ses);

  expect(out[0]).toBeCloseTo(ses[0]!, 12);
  expect(out[1]).toBeCloseTo(ses[1]!, 12);
});

it('continues a straight line', () => {
  const line = Float64Array.from({ length: 40 }, (_, t) => 10 + 2 * t);
  const out = new Float64Array(3);

  thetaFilter(line, 40, 10, 0.9, 50, 3, out);

  out.forEach((it, h) => {
    // Smoothing lags the line a little; theta near infinity leaves the whole trend in.
    expect(Math.abs(it - (90 + 2 * h))).toBeLessThan(0.6);
  });
});

it('scales with the unit', () => {
  const out = new Float64Array(4);
  const scaled = new Float64Array(4);
  thetaFilter(y, y.length, 3, 0.3, 2.5, 4, out);
  const thousand = y.map((it) => it * 1000);
  thetaFilter(thousand, y.length, 3000, 0.3, 2.5, 4, scaled);

  out.forEach((it, h) => {
    expect(scaled[h]! / 1000).toBeCloseTo(it, 9);
  });
});

it('has no less error from any other initial level', () => {
  const level = new Float64Array(1);
  const least = thetaLoss(y, y.length, 0.3, 2.5, level);
  const errorFrom = (start: number) => thetaFilter(y, y.length, start, 0.3, 2.5, 0, new Float64Array(0));

  expect(errorFrom(level[0]!)).toBeCloseTo(least, 10);
  expect(errorFrom(level[0]! + 0.1)).toBeGreaterThan(least);
  expect(errorFrom(level[0]! - 0.1)).toBeGreaterThan(least);
});
