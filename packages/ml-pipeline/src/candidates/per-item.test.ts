import { parseFrequency } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { passengers } from '../../test/air-passengers.ts';
import { uniform } from '../../test/panel.ts';
import type { ItemCandidate, Series } from './candidate.ts';
import { ces } from './ces.ts';
import { croston } from './croston.ts';
import { drift } from './drift.ts';
import { npts } from './npts.ts';
import { prophet } from './prophet.ts';

const series = (y: ArrayLike<number>, change: Partial<Series> = {}): Series => ({
  y: Float64Array.from(y),
  seasons: [],
  horizon: 12,
  effort: 'best',
  ...change,
});

function run(candidate: ItemCandidate, past: Series, steps = past.horizon, params = candidate.fit(past)): number[] {
  const out = new Float64Array(steps);
  candidate.forecast(past, params, steps, out);
  return [...out];
}

const near = (found: readonly number[], wanted: readonly number[], share: number) =>
  wanted.forEach((it, h) => {
    expect(Math.abs(found[h]! / it - 1)).toBeLessThan(share);
  });

it('continues the line through first and last value over gaps at both ends: drift', () => {
  const past = series([Number.NaN, 10, Number.NaN, 17, 16, Number.NaN]);

  expect(run(drift, past, 2)).toEqual([16 + 2 * 2, 16 + 2 * 3]);
  expect(run(drift, series([Number.NaN, 5]), 2)).toEqual([5, 5]);
  expect(drift.fit(series([Number.NaN]))).toHaveLength(0);
  expect(drift.fit(series([1, 2, 3, 4, 5], { seasons: [2] }))).toHaveLength(0);
});

it('forecasts as RandomWalkWithDrift of statsforecast 2.1.1 does', () => {
  near(run(drift, series(passengers), 3), [434.23776224, 436.47552448, 438.71328671], 1e-9);
});

it('goes from a fitted drift on from a newer history', () => {
  const params = drift.fit(series([1, 3, 5]));

  expect(run(drift, series([1, 3, 5, 4]), 2, params)).toEqual([6, 8]);
});

it('forecasts a rate for rare demand only: croston', () => {
  const rare = [0, 0, 5, 0, 0, 0, 3, 0, 4, 0, 0, 7, 0, 0, 0, 0, 2, 0, 0, 6, 0, 0, 0];
  const [rate, next] = run(croston, series(rare), 2);

  expect(rate).toBeGreaterThan(0.5);
  expect(rate).toBeLessThan(2);
  expect(next).toBe(rate);
  expect(croston.fit(series([4, 0, 5, 6, 3, 7, 5]))).toHaveLength(0);
  expect(croston.fit(series([0, 0, 0, 0]))).toHaveLength(0);
  expect(croston.fit(series([0, 0, -1, 0, 3]))).toHaveLength(0);
});

it('turns to the method that forgets where demand has ended: croston', () => {
  const random = uniform(1);
  const ended = Array.from({ length: 300 }, (_, t) => (t < 150 && random() < 0.3 ? 5 : 0));

  expect(run(croston, series(ended), 1)[0]).toBeLessThan(0.05);
});

it('repeats what each position of the season usually has, whatever the noise: npts', () => {
  const random = uniform(2);
  const week = [10, 20, 30, 40, 50, 80, 5];
  const past = Array.from({ length: 200 }, (_, t) => (t % 50 === 7 ? 1000 : week[t % 7]! * (0.9 + 0.2 * random())));

  near(
    run(npts, series(past, { seasons: [7], horizon: 7 })),
    Array.from({ length: 7 }, (_, h) => week[(200 + h) % 7]!),
    0.06,
  );
});

it('forgets soon where the level moves, and late where it does not: npts', () => {
  const random = uniform(3);
  const moving = Array.from({ length: 200 }, (_, t) => 100 + t + random());
  const still = Array.from({ length: 200 }, () => 100 + 10 * random());
  const decay = (past: number[]) => npts.fit(series(past, { horizon: 5 }))[1]!;

  expect(decay(moving)).toBe(0.5);
  expect(decay(still)).toBeGreaterThan(0.95);
});

it('forecasts as Prophet 1.5.0 does: minmax scaling, one season of 12 steps and 6 waves', () => {
  // Prophet(changepoint_prior_scale=scale, scaling='minmax').add_seasonality('s', 12, 6), on the series as daily values.
  const published: [number, number[]][] = [
    [0.05, [463.85, 457.52, 493.18, 490.52, 495.72, 536.01, 576.15, 576.3, 527.99, 492.49, 459.1, 488.5]],
    [0.5, [474.41, 468.87, 505.22, 503.37, 509.35, 550.42, 591.31, 592.06, 544.43, 509.55, 476.76, 506.73]],
    [0.005, [446.81, 439.96, 475.44, 472.28, 477.13, 517.2, 557.22, 556.91, 507.95, 471.8, 437.87, 467.02]],
  ];

  for (const [scale, wanted] of published) {
    // Ours estimates the noise without Prophet's prior on it.
    near(run(prophet, series(passengers, { seasons: [12] }), 12, Float64Array.of(0, scale, 10)), wanted, 0.007);
  }
});

it('chooses logarithms where the season grows with the level: prophet', () => {
  expect(prophet.fit(series(passengers, { seasons: [12] }))[0]).toBe(1);
});

/** Two years of days: a trend that bends once, a week, a year, and an offer that adds 40, known 60 days ahead. */
function shop(n: number) {
  const random = uniform(4);
  const offer = Float64Array.from({ length: n + 60 }, () => (random() < 0.2 ? 1 : 0));
  const truth = Array.from(
    { length: n + 60 },
    (_, t) =>
      200 +
      0.1 * t +
      0.3 * Math.max(0, t - 300) +
      20 * Math.sin((2 * Math.PI * t) / 7) +
      30 * Math.cos((2 * Math.PI * t) / 365.25) +
      40 * offer[t]!,
  );
  const place = {
    axis: { frequency: parseFrequency('D'), anchor: 0 },
    start: 15_000,
    known: [{ levels: 2, values: offer }],
  };
  const noise = Array.from({ length: n }, () => 10 * (random() - 0.5));
  return { past: noise.map((it, t) => truth[t]! + it), ahead: truth.slice(n), place };
}

it('recovers bend, week, year and the effect of an offer, and forecasts by them: prophet', () => {
  const { past, ahead, place } = shop(730);
  past[100] = 5000;
  past[400] = Number.NaN;

  near(run(prophet, series(past, { seasons: [7], horizon: 60, place })), ahead, 0.04);
});

it('takes the regressors at their base where rows are not known: prophet', () => {
  const { past, place } = shop(730);
  const blind = { ...place, known: place.known.map((it) => ({ ...it, values: it.values.subarray(0, 730) })) };
  const seen = run(prophet, series(past, { seasons: [7], horizon: 60, place }));
  const unseen = run(prophet, series(past, { seasons: [7], horizon: 60, place: blind }));

  seen.forEach((it, h) => {
    expect(Math.abs(it - unseen[h]! - 40 * place.known[0]!.values[730 + h]!)).toBeLessThan(4);
  });
});

for (const candidate of [drift, npts, prophet]) {
  it(`moves with shift and scale: ${candidate.name}`, () => {
    const params = candidate === prophet ? Float64Array.of(0, 0.05, 10) : undefined;
    const of = (y: Float64Array) => {
      const past = series(y, { seasons: candidate === drift ? [] : [12] });
      return run(candidate, past, 12, params ?? candidate.fit(past));
    };
    const once = of(passengers);

    near(
      of(passengers.map((it) => 5000 + 10 * it)),
      once.map((it) => 5000 + 10 * it),
      1e-6,
    );
  });
}

it('stays finite on a constant, on two values and on none: every family', () => {
  for (const candidate of [drift, croston, npts, prophet, ces]) {
    for (const y of [Array<number>(60).fill(5), [3, 4], [0, 0, 7], [Number.NaN, 2]]) {
      const past = series(y, { seasons: [7] });
      const params = candidate.fit(past);
      if (params.length > 0) expect(run(candidate, past, 12, params).every(Number.isFinite)).toBe(true);
    }
    expect(candidate.fit(series([Number.NaN, Number.NaN]))).toHaveLength(0);
  }
});
