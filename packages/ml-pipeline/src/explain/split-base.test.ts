import { expect, it } from 'vitest';
import { pathSteps, splitBase } from './split-base.ts';

const steps = (count: number) => Int32Array.from({ length: count }, (_, h) => h);
const split = (value: (step: number) => number, count: number, season: number, year: number) => {
  const asked = steps(count);
  const allowed = new Set(pathSteps(asked, season, year));
  const path = (step: number) => (allowed.has(step) ? value(step) : Number.NaN);
  return splitBase(asked, Float64Array.from(asked, value), path, season, year);
};
const week = [3, -1, -1, 0, 1, 2, -4];

it('gives a level and a weekly season that were added up', () => {
  const { level, season, year } = split((h) => 50 + week[h % 7]!, 10, 7, 0);

  for (let h = 0; h < 10; h++) {
    expect(level[h]).toBeCloseTo(50, 12);
    expect(season[h]).toBeCloseTo(week[h % 7]!, 12);
  }
  expect(year).toBeUndefined();
});

it('gives level with its drift, season and year that were added up', () => {
  const wave = (h: number) => 20 * Math.sin((2 * Math.PI * h) / 364);
  const { level, season, year } = split((h) => 500 + 0.1 * h + wave(h) + week[h % 7]!, 28, 7, 364);

  // A wave bends within a week by at most 0.02 of its height; the drift is told to the mean over a week.
  for (let h = 3; h < 28; h++) {
    expect(Math.abs(level[h]! - (500 + 0.1 * h))).toBeLessThan(0.4);
    expect(Math.abs(year![h]! - wave(h))).toBeLessThan(0.6);
    expect(Math.abs(season[h]! - week[h % 7]!)).toBeLessThan(0.4);
  }
});

it('has nothing but a level where there is no season', () => {
  const { level, season } = split((h) => 10 + h, 5, 1, 0);

  expect([...level]).toEqual([10, 11, 12, 13, 14]);
  expect([...season]).toEqual([0, 0, 0, 0, 0]);
});
