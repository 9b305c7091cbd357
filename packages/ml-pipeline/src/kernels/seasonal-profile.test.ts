import { expect, it } from 'vitest';
import { isSeasonal } from './autocorrelation.ts';
import { seasonalProfile } from './seasonal-profile.ts';

const season = [3, -1, -2, 0];

it('recovers a season on a line', () => {
  const y = Float64Array.from({ length: 40 }, (_, t) => 10 + t + season[t % 4]!);
  const out = new Float64Array(4);

  seasonalProfile(y, 40, 4, false, out);

  // The two ends repeat the nearest moving average, which tilts the profile by a little of the trend.
  out.forEach((it, p) => {
    expect(Math.abs(it - season[p]!)).toBeLessThan(0.3);
  });
});

it('recovers ratios, with gaps', () => {
  const ratios = [1.2, 0.8];
  const y = Float64Array.from({ length: 60 }, (_, t) => (t % 11 === 0 ? Number.NaN : 50 * ratios[t % 2]!));
  const out = new Float64Array(2);

  seasonalProfile(y, 60, 2, true, out);

  expect(out[0]).toBeCloseTo(1.2, 1);
  expect(out[1]).toBeCloseTo(0.8, 1);
});

it('is neutral at positions that were never seen', () => {
  const y = Float64Array.from({ length: 28 }, (_, t) => (t % 7 === 6 ? Number.NaN : 5));
  const out = new Float64Array(7);

  seasonalProfile(y, 28, 7, false, out);

  expect([...out]).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

it('sees a season behind a trend, and none in noise', () => {
  const noise = (t: number) => Math.sin(t * t * 12.9898) * 2;
  const seasonal = Float64Array.from({ length: 80 }, (_, t) => 5 * t + 2 * season[t % 4]! + noise(t) / 4);
  const random = Float64Array.from({ length: 80 }, (_, t) => noise(t));

  expect(isSeasonal(seasonal, 80, 4)).toBe(true);
  expect(isSeasonal(random, 80, 4)).toBe(false);
});
