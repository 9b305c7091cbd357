import { expect, it } from 'vitest';
import { passengers } from '../../test/air-passengers.ts';
import { loess, stl, stlSpans } from './stl.ts';

function decompose(y: Float64Array, m: number, rounds = 2) {
  const seasonal = new Float64Array(y.length);
  const trend = new Float64Array(y.length);
  stl(y, y.length, m, stlSpans(m, 11), rounds, seasonal, trend);
  return { seasonal, trend };
}

it('gives the hand-worked local mean of three points', () => {
  const out = new Float64Array(1);
  // Window 0 to 4, reach 2: weights (1 - 1/8)^3 beside 1; the ends weigh nothing.
  const w = (7 / 8) ** 3;
  loess(Float64Array.of(9, 2, 6, 3, 9), 5, 5, 0, 2, 2, out);

  expect(out[0]).toBeCloseTo((2 * w + 6 + 3 * w) / (1 + 2 * w), 14);
});

/** Weighted least squares written out, at one position inside the series. */
function localLineTwin(y: Float64Array, span: number, at: number): number {
  const half = (span - 1) / 2;
  const points = Array.from({ length: span }, (_, k) => at - half + k)
    .filter((t) => !Number.isNaN(y[t]!))
    .map((t) => ({ x: t, y: y[t]!, w: (1 - (Math.abs(t - at) / half) ** 3) ** 3 }));
  const total = points.reduce((sum, it) => sum + it.w, 0);
  const mx = points.reduce((sum, it) => sum + it.w * it.x, 0) / total;
  const my = points.reduce((sum, it) => sum + it.w * it.y, 0) / total;
  const slope =
    points.reduce((sum, it) => sum + it.w * (it.x - mx) * (it.y - my), 0) /
    points.reduce((sum, it) => sum + it.w * (it.x - mx) ** 2, 0);
  return my + slope * (at - mx);
}

it('agrees with the plain twin at the evaluated positions, missing values left out', () => {
  const gappy = passengers.map((it, t) => (t % 7 === 3 ? Number.NaN : it));
  const out = new Float64Array(144);
  loess(gappy, 144, 15, 1, 0, 143, out);

  for (let t = 8; t < 136; t += 2) expect(out[t]).toBeCloseTo(localLineTwin(gappy, 15, t), 9);
});

it('takes a straight line and a fixed season apart', () => {
  const season = [5, -2, -4, 1];
  const y = Float64Array.from({ length: 60 }, (_, t) => 10 + 0.5 * t + season[t % 4]!);
  const { seasonal, trend } = decompose(y, 4, 10);

  // A locally constant season leaves a little of the slope at the ends.
  for (let t = 8; t < 52; t++) {
    expect(Math.abs(seasonal[t]! - season[t % 4]!)).toBeLessThan(0.05);
    expect(Math.abs(trend[t]! - 10 - 0.5 * t)).toBeLessThan(0.05);
  }
});

it('decomposes as statsmodels does', () => {
  // STL(y, period=12, seasonal=11, seasonal_deg=0).fit() of statsmodels 0.15.1: five rounds, smoothers evaluated at
  // every point instead of at every second or third.
  const { seasonal, trend } = decompose(passengers, 12, 5);

  [
    [0, -16.5205, 122.8876],
    [1, -16.8048, 123.4265],
    [70, -53.9775, 254.8619],
    [143, -44.7881, 497.0636],
  ].forEach(([t, s, level]) => {
    expect(Math.abs(seasonal[t!]! - s!)).toBeLessThan(0.15);
    expect(Math.abs(trend[t!]! - level!)).toBeLessThan(0.15);
  });
});

it('shifts and scales with the series', () => {
  const once = decompose(passengers, 12);
  const moved = decompose(
    passengers.map((it) => 1000 * it + 5e5),
    12,
  );

  passengers.forEach((_, t) => {
    expect(moved.seasonal[t]! / 1000).toBeCloseTo(once.seasonal[t]!, 6);
    expect(moved.trend[t]! / 1000 - 500).toBeCloseTo(once.trend[t]!, 6);
  });
});

it('bridges a gap longer than its spans', () => {
  const gappy = passengers.map((it, t) => (t > 40 && t < 90 ? Number.NaN : it));
  const { seasonal, trend } = decompose(gappy, 12);

  for (let t = 0; t < 144; t++) expect(Math.abs(trend[t]! + seasonal[t]! - passengers[t]!)).toBeLessThan(90);
});
