import { expect, it } from 'vitest';
import { seasonalScale } from './scale.ts';
import { newScore } from './scores.ts';

it('gives hand-worked scores', () => {
  const score = newScore([0.1, 0.5, 0.9]);
  score.add({ actual: 10, mean: 9, quantiles: Float64Array.of(6, 8, 12), scale: 2 });
  score.add({ actual: 4, mean: 6, quantiles: Float64Array.of(5, 6, 9), scale: 4 });
  const metrics = score.metrics();

  // Twice the pinball losses: 0.8, 2, 0.4 and 1.8, 2, 1.
  expect(metrics.SQL).toBeCloseTo((3.2 / 3 / 2 + 4.8 / 3 / 4) / 2, 12);
  expect(metrics.MASE).toBeCloseTo((2 / 2 + 2 / 4) / 2, 12);
  expect(metrics.WQL).toBeCloseTo((3.2 / 3 + 4.8 / 3) / 14, 12);
  expect(metrics.WAPE).toBeCloseTo(4 / 14, 12);
  expect(metrics.sMAPE).toBeCloseTo((400 / 18 + 400 / 10) / 2, 12);
  expect(metrics.RMSE).toBeCloseTo(Math.sqrt((1 + 4) / 2), 12);
  expect(metrics.coverage).toEqual({ p10: 0.5, p50: 0.5, p90: 1 });
});

it('leaves a series without a scale out of SQL and MASE only', () => {
  const score = newScore([0.5]);
  score.add({ actual: 10, mean: 9, quantiles: Float64Array.of(8), scale: 0 });
  score.add({ actual: Number.NaN, mean: 9, quantiles: Float64Array.of(8), scale: 1 });

  expect(score.metrics()).toMatchObject({ SQL: null, MASE: null, WAPE: 0.2 });
});

it('skips gaps in the scale, and uses neighbours where a series is not longer than its season', () => {
  expect(seasonalScale(Float64Array.of(1, 2, 4, Number.NaN, 5), 2)).toBe((3 + 1) / 2);
  expect(seasonalScale(Float64Array.of(1, 3, 7), 3)).toBe(3);
  expect(seasonalScale(Float64Array.of(1), 1)).toBeNaN();
});
