import { expect, it } from 'vitest';
import { passengers } from '../../test/air-passengers.ts';
import { arima } from './arima.ts';
import { findDifferences, seasonalStrength } from './arima-differences.ts';
import { arAt, maAt, seasonalMaAt } from './arima-model.ts';
import { fitArima } from './arima-search.ts';

const logs = passengers.map(Math.log);
const airline = { p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1, m: 12, mean: false };

it('fits the airline model as arima() of R does', () => {
  // arima(log(AirPassengers), c(0,1,1), seasonal = c(0,1,1)): ma1 -0.4018, sma1 -0.5569, log likelihood 244.7;
  // SARIMAX of statsmodels 0.15.1 with simple_differencing: 244.69648.
  const { coefficients, logLikelihood } = fitArima(logs, airline, undefined, 30, 1e-9);

  expect(-coefficients[maAt]!).toBeCloseTo(-0.4018, 3);
  expect(-coefficients[seasonalMaAt]!).toBeCloseTo(-0.5569, 3);
  expect(Math.abs(logLikelihood - 244.69648)).toBeLessThan(1e-3);
});

it('finds the peak that auto.arima() of R finds', () => {
  // ar1 0.5960, ar2 0.2143, ma1 -0.9819, log likelihood -504.92; AICc 1018.17.
  const { coefficients, logLikelihood, aicc } = fitArima(
    passengers,
    { p: 2, d: 1, q: 1, P: 0, D: 1, Q: 0, m: 12, mean: false },
    undefined,
    30,
    1e-9,
  );

  expect(coefficients[arAt]).toBeCloseTo(0.596, 3);
  expect(coefficients[arAt + 1]).toBeCloseTo(0.2143, 3);
  expect(-coefficients[maAt]!).toBeCloseTo(-0.9819, 3);
  expect(logLikelihood).toBeCloseTo(-504.924, 2);
  expect(aicc).toBeCloseTo(1018.17, 1);
});

it('fits the mean together with the coefficients', () => {
  // arima(y, order=(1,0,1), method='ML') of statsforecast 2.1.1: ar1 0.9373, ma1 0.4264, mean 281.4414, log
  // likelihood -700.8741.
  const { coefficients, mean, logLikelihood } = fitArima(
    passengers,
    { p: 1, d: 0, q: 1, P: 0, D: 0, Q: 0, m: 1, mean: true },
    undefined,
    30,
    1e-9,
  );

  expect(coefficients[arAt]).toBeCloseTo(0.9373, 3);
  expect(-coefficients[maAt]!).toBeCloseTo(0.4264, 3);
  expect(Math.abs(mean - 281.4414)).toBeLessThan(0.01);
  expect(logLikelihood).toBeCloseTo(-700.8741, 3);
});

it('stays near the exact fit where values are missing', () => {
  // SARIMAX of statsmodels 0.15.1 without these four values: -0.456, -0.540, log likelihood 237.81.
  const gappy = logs.map((it, t) => ([30, 50, 51, 90].includes(t) ? Number.NaN : it));
  const { coefficients, logLikelihood } = fitArima(gappy, airline, undefined, 30, 1e-9);

  expect(Math.abs(coefficients[maAt]! - 0.456)).toBeLessThan(0.04);
  expect(Math.abs(coefficients[seasonalMaAt]! - 0.54)).toBeLessThan(0.02);
  expect(Math.abs(logLikelihood - 237.81)).toBeLessThan(0.5);
});

it('differences the passengers once by season and once by step', () => {
  const { d, D, w } = findDifferences(passengers, 12);

  expect([d, D]).toEqual([1, 1]);
  expect(w.length).toBe(131);
  expect(seasonalStrength(passengers, 12)).toBeGreaterThan(0.9);
});

function forecast(y: Float64Array, seasons: number[], steps: number) {
  const series = { y, seasons, horizon: steps, effort: 'balanced' } as const;
  const params = arima.fit(series);
  const out = new Float64Array(steps);
  arima.forecast(series, params, steps, out);
  return { out, params };
}

it('shifts with the origin', () => {
  const once = forecast(passengers, [12], 12).out;
  const moved = forecast(
    passengers.map((it) => it + 500),
    [12],
    12,
  ).out;

  moved.forEach((it, h) => {
    expect(Math.abs(it - 500 - once[h]!)).toBeLessThan(0.1);
  });
});

it('goes on with constants, straight lines and pure seasons', () => {
  const season = [3, 8, 1, 5];

  expect([...forecast(new Float64Array(30).fill(7), [4], 2).out]).toEqual([7, 7]);
  forecast(
    Float64Array.from({ length: 30 }, (_, t) => 4 + 2 * t),
    [],
    2,
  ).out.forEach((it, h) => {
    expect(it).toBeCloseTo(64 + 2 * h, 6);
  });
  forecast(
    Float64Array.from({ length: 30 }, (_, t) => season[t % 4]!),
    [4],
    4,
  ).out.forEach((it, h) => {
    expect(it).toBeCloseTo(season[(30 + h) % 4]!, 6);
  });
});

it('takes a week of hours out before it models the day', () => {
  const y = Float64Array.from(
    { length: 168 * 5 },
    (_, t) => 50 + 10 * Math.sin((t * Math.PI) / 12) + (t % 168 >= 120 ? -15 : 0) + Math.sin(t * t),
  );
  const { out } = forecast(y, [24, 168], 168);

  out.forEach((it, h) => {
    const truth = 50 + 10 * Math.sin((h * Math.PI) / 12) + (h >= 120 ? -15 : 0);
    expect(Math.abs(it - truth)).toBeLessThan(4);
  });
});

it('has an answer for one, two and three values, and none for none', () => {
  for (const y of [[5], [5, 7], [5, Number.NaN, 6]]) {
    expect(forecast(Float64Array.from(y), [7], 3).out.every(Number.isFinite)).toBe(true);
  }
  expect(arima.fit({ y: Float64Array.of(Number.NaN), seasons: [], horizon: 1, effort: 'best' }).length).toBe(0);
});

it('gives as many parameters as it says', () => {
  expect(forecast(passengers, [12], 1).params.length).toBe(arima.parameters);
});
