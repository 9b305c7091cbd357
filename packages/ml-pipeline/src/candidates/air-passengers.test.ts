import { expect, it } from 'vitest';
import { passengers } from '../../test/air-passengers.ts';
import type { ItemCandidate } from './candidate.ts';
import { ets } from './ets.ts';
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

it('repeats the last season as the baseline', () => {
  expect([...forecastYear(seasonalNaive)]).toEqual([...passengers.subarray(132)]);
});

for (const candidate of [ets, theta]) {
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
