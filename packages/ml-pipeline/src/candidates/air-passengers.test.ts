import { expect, it } from 'vitest';
import { passengers } from '../../test/air-passengers.ts';
import { arima } from './arima.ts';
import type { ItemCandidate } from './candidate.ts';
import { ets } from './ets.ts';
import { mstl } from './mstl.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { theta } from './theta.ts';

function forecastYear(candidate: ItemCandidate, y = passengers): Float64Array {
  const series = { y, seasons: [12], horizon: 12, effort: 'best' } as const;
  const out = new Float64Array(12);
  candidate.forecast(series, candidate.fit(series), 12, out);
  return out;
}

it('forecasts as ets() of the R package forecast does', () => {
  // forecast(ets(AirPassengers)): ETS(M,Ad,M), as printed in many texts. We start from decomposition instead of
  // optimising 13 start values.
  const published = [441.8, 434.12, 496.63, 483.24, 483.99, 551.02, 613.18, 609.36, 530.54, 463.03, 402.75, 451.97];

  forecastYear(ets).forEach((it, h) => {
    expect(Math.abs(it / published[h]! - 1)).toBeLessThan(0.02);
  });
});

it('forecasts as optimised Theta of statsforecast does', () => {
  // AutoTheta(season_length=12) on this series, as printed in the documentation of darts; a static theta, ours is
  // dynamic.
  const published = [442.94, 432.23, 495.31, 482.31, 487.49, 555.58];
  const ours = forecastYear(theta);

  published.forEach((it, h) => {
    expect(Math.abs(ours[h]! / it - 1)).toBeLessThan(0.02);
  });
});

it('forecasts as auto.arima() of the R package forecast does', () => {
  // ARIMA(2,1,1)(0,1,0)12, as printed in many texts; the orders that we find have a lower AICc.
  const published = [445.63, 420.4, 449.2, 491.84, 503.39, 566.86, 654.26, 638.6, 540.88, 494.13, 423.33, 465.51];

  forecastYear(arima).forEach((it, h) => {
    expect(Math.abs(it / published[h]! - 1)).toBeLessThan(0.03);
  });
});

it('forecasts as MSTL of statsforecast does', () => {
  // MSTL(season_length=12, trend_forecaster=AutoETS(model='ZZN')) of statsforecast 2.1.1, whose smoothers are evaluated
  // at every point.
  const reference = [446.54, 430.12, 473.19, 472.87, 482.09, 536.33, 590.97, 588.99, 517.45, 470.66, 425.27, 458.82];

  forecastYear(mstl).forEach((it, h) => {
    expect(Math.abs(it / reference[h]! - 1)).toBeLessThan(0.005);
  });
});

it('repeats the last season as the baseline', () => {
  expect([...forecastYear(seasonalNaive)]).toEqual([...passengers.subarray(132)]);
});

for (const candidate of [ets, theta, arima, mstl]) {
  it(`scales with the unit: ${candidate.name}`, () => {
    const once = forecastYear(candidate);
    const scaled = forecastYear(
      candidate,
      passengers.map((it) => 1000 * it),
    );

    scaled.forEach((it, h) => {
      expect(Math.abs(it / 1000 / once[h]! - 1)).toBeLessThan(1e-3);
    });
  });

  it(`goes on from a newer history with the same parameters: ${candidate.name}`, () => {
    const until = (n: number) =>
      ({ y: passengers.subarray(0, n), seasons: [12], horizon: 12, effort: 'fast' }) as const;
    const params = candidate.fit(until(120));
    const out = new Float64Array(12);

    candidate.forecast(until(132), params, 12, out);

    // The year after next from a fit a year old: nearer to 1960 than the year before it was.
    const error = out.reduce((sum, it, h) => sum + Math.abs(it - passengers[132 + h]!), 0);
    const naive = out.reduce((sum, _, h) => sum + Math.abs(passengers[120 + h]! - passengers[132 + h]!), 0);
    expect(error).toBeLessThan(0.6 * naive);
  });
}
