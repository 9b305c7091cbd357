import { expect, it } from 'vitest';
import { chart } from '../../test/fixtures.ts';
import { chartSteps, forecastSteps, nearestStep } from './steps.ts';

it('puts history, outcomes and forecast on one time, oldest first', () => {
  const steps = chartSteps(chart('1'));

  expect(steps.map(({ timestamp, sales, actual, mean }) => [timestamp, sales, actual, mean])).toEqual([
    ['2026-09-28', 100, null, null],
    ['2026-09-29', null, null, null],
    ['2026-09-30', 120, null, null],
    ['2026-10-01', null, 104, 110],
    ['2026-10-02', null, null, null],
    ['2026-10-03', null, null, 90],
  ]);
});

it('names the marks of each step', () => {
  expect(chartSteps(chart('1')).map(({ marks }) => marks)).toEqual([
    [],
    [],
    ['promo'],
    ['promo'],
    [],
    ['school_holiday'],
  ]);
});

it('leaves every closed day of a longer gap empty', () => {
  const forecast = { ...chart('1').forecast, timestamps: ['2026-10-01', '2026-10-02', '2026-10-05'], mean: [1, 2, 5] };

  expect(forecastSteps({ ...forecast, quantiles: {} }).map(({ timestamp, mean }) => [timestamp, mean])).toEqual([
    ['2026-10-01', 1],
    ['2026-10-02', 2],
    ['2026-10-03', null],
    ['2026-10-04', null],
    ['2026-10-05', 5],
  ]);
});

it('does not take a long month for a gap', () => {
  const timestamps = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'];
  const forecast = { itemId: '1', timestamps, mean: [1, 2, 3, 4], quantiles: {}, note: null };

  expect(forecastSteps(forecast).length).toBe(4);
});

it('keeps hours in the timestamps that it fills in', () => {
  const timestamps = ['2026-01-01 00:00', '2026-01-01 01:00', '2026-01-01 03:00'];
  const forecast = { itemId: '1', timestamps, mean: [1, 2, 4], quantiles: {}, note: null };

  expect(forecastSteps(forecast)[2]).toMatchObject({ timestamp: '2026-01-01 02:00', mean: null });
});

it('finds the step nearest to a time, also beyond both ends', () => {
  const steps = chartSteps(chart('1'));
  const at = (timestamp: string) => Date.parse(`${timestamp}Z`);

  expect(nearestStep(steps, at('2026-09-29T11:00'))).toBe(1);
  expect(nearestStep(steps, at('2026-09-29T13:00'))).toBe(2);
  expect(nearestStep(steps, at('2020-01-01T00:00'))).toBe(0);
  expect(nearestStep(steps, at('2030-01-01T00:00'))).toBe(5);
});
