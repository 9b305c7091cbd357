import { expect, it } from 'vitest';
import { passengers } from '../../test/air-passengers.ts';
import { driftsOff, kpssStatistic } from './kpss.ts';

it('gives the hand-worked statistic of four values', () => {
  // No lags. Partial sums of -1.5, -0.5, 0.5, 1.5: squares 8.5; variance 5 / 4.
  expect(kpssStatistic(Float64Array.of(1, 2, 3, 4), 4)).toBeCloseTo(8.5 / 16 / 1.25, 14);
});

it('gives the statistic of statsmodels', () => {
  // kpss(y, 'c', nlags=2) of statsmodels 0.15.1.
  expect(kpssStatistic(passengers, 144)).toBeCloseTo(4.342286797114149, 9);
});

it('does not change with unit and origin', () => {
  const moved = passengers.map((it) => 50 - 3 * it);

  expect(kpssStatistic(moved, 144)).toBeCloseTo(kpssStatistic(passengers, 144), 9);
});

it('tells a series that drifts off from its differences, missing values left out', () => {
  const gappy = passengers.map((it, t) => (t % 9 === 4 ? Number.NaN : it));
  const differences = passengers.map((it, t) => it - passengers[t - 1]!);

  expect(driftsOff(gappy, 144)).toBe(true);
  expect(driftsOff(differences, 144)).toBe(false);
  expect(driftsOff(new Float64Array(20).fill(3), 20)).toBe(false);
});
