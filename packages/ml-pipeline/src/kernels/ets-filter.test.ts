import { expect, it } from 'vitest';
import { type EtsForm, etsFilter, etsForecast, SUM_E2, SUM_LOG_MU, SUM_REL2 } from './ets-filter.ts';

const simple: EtsForm = { trend: false, season: 0, m: 1 };

function run(y: number[], form: EtsForm, weights: number[], start: number[], reverse = false) {
  const state = Float64Array.from(start);
  const sums = new Float64Array(4);
  etsFilter(Float64Array.from(y), y.length, form, Float64Array.from(weights), state, sums, reverse);
  return { state: [...state], sums };
}

it('gives the hand-worked level and errors of simple smoothing', () => {
  // 10 -> e 0; 12 -> e 2, level 11; 11 -> e 0.
  const { state, sums } = run([10, 12, 11], simple, [0.5, 0, 0, 1], [10, 0, 0]);

  expect(state[0]).toBe(11);
  expect(sums[SUM_E2]).toBe(4);
  expect(sums[SUM_REL2]).toBeCloseTo(0.04, 12);
  expect(sums[SUM_LOG_MU]).toBeCloseTo(Math.log(10 * 10 * 11), 12);
});

it('skips a missing value and carries the trend on', () => {
  const { state } = run([10, Number.NaN, 14], { trend: true, season: 0, m: 1 }, [0.5, 0.1, 0, 1], [8, 2, 0]);

  expect(state.slice(0, 2)).toEqual([14, 2]);
});

/** The recursions of Hyndman et al. (2008), table 2.2, written out for an additive season. */
function additiveTwin(y: number[], m: number, [a, b, g, phi]: number[], start: number[]) {
  let [l, d, ...s] = start as [number, number, ...number[]];
  let e2 = 0;
  y.forEach((value, t) => {
    const e = value - (l + phi! * d + s[t % m]!);
    e2 += e * e;
    [l, d] = [l + phi! * d + a! * e, phi! * d + b! * e];
    s = s.map((it, p) => (p === t % m ? it + g! * e : it));
  });
  return { e2, state: [l, d, ...s] };
}

const wave = Array.from({ length: 40 }, (_, t) => 50 + t / 3 + [4, -1, -3, 0][t % 4]! + Math.sin(t * t));
const damped = [0.3, 0.05, 0.2, 0.9];
const start = [50, 0.3, 4, -1, -3, 0];

it('agrees with the plain twin on an additive season with a damped trend', () => {
  const twin = additiveTwin(wave, 4, damped, start);
  const { state, sums } = run(wave, { trend: true, season: 1, m: 4 }, damped, start);

  expect(sums[SUM_E2]).toBeCloseTo(twin.e2, 9);
  state.forEach((it, k) => {
    expect(it).toBeCloseTo(twin.state[k]!, 9);
  });
});

it('scales with the unit where the season is multiplicative', () => {
  const form: EtsForm = { trend: true, season: 2, m: 4 };
  const once = run(wave, form, damped, [50, 0.3, 1.1, 1, 0.9, 1]);
  const cents = run(
    wave.map((it) => 100 * it),
    form,
    damped,
    [5000, 30, 1.1, 1, 0.9, 1],
  );

  expect(cents.sums[SUM_E2]! / once.sums[SUM_E2]!).toBeCloseTo(1e4, 6);
  expect(cents.sums[SUM_REL2]).toBeCloseTo(once.sums[SUM_REL2]!, 12);
});

it('says that a multiplicative model has left the positive numbers', () => {
  const { sums } = run([1, -50, 3], { trend: false, season: 2, m: 2 }, [0.9, 0, 0.1, 1], [1, 0, 1, 1]);

  expect(sums[SUM_E2]).toBe(Number.POSITIVE_INFINITY);
});

it('runs backwards as forwards over the mirrored series', () => {
  const forwards = run([...wave].reverse(), simple, [0.4, 0, 0, 1], [60, 0, 0]);
  const backwards = run(wave, simple, [0.4, 0, 0, 1], [60, 0, 0], true);

  expect(backwards.state[0]).toBe(forwards.state[0]);
});

it('forecasts level, damped trend and season', () => {
  const out = new Float64Array(3);
  etsForecast(
    5,
    { trend: true, season: 1, m: 2 },
    Float64Array.of(0, 0, 0, 0.5),
    Float64Array.of(10, 4, 1, -1),
    3,
    out,
  );

  expect([...out]).toEqual([12 - 1, 13 + 1, 13.5 - 1]);
});
