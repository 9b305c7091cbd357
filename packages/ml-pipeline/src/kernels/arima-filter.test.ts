import { expect, it } from 'vitest';
import { type ArimaModel, arimaFilter, arimaForecast, arimaRun } from './arima-filter.ts';

function model(ar: number[], ma: number[], differences: number[] = []): ArimaModel {
  const lags = (it: number[]) => Int32Array.from(it.flatMap((value, k) => (value !== 0 ? [k + 1] : [])));
  return {
    ar: Float64Array.from(ar),
    p: ar.length,
    ma: Float64Array.from(ma),
    q: ma.length,
    differences: Float64Array.from(differences),
    s: differences.length,
    arLags: lags(ar),
    maLags: lags(ma),
    gaps: lags(differences),
  };
}

function filter(y: Float64Array, it: ArimaModel, span: number, exact: boolean) {
  const run = arimaRun(y.length, Math.max(it.p, it.q + 1));
  return { ok: arimaFilter(y, y.length, it, span, exact, run), run };
}

const none = Number.NaN;

it('gives the hand-worked errors of a first autoregression', () => {
  // Variance 1 / (1 - 0.25) at the start; then 5 - 0.5 * 3 and 1 - 0.5 * 5.
  const { run } = filter(Float64Array.of(3, 5, 1), model([0.5], []), none, true);

  expect(run.errors[0]).toBeCloseTo(3 * Math.sqrt(0.75), 14);
  expect(run.errors[1]).toBeCloseTo(3.5, 14);
  expect(run.errors[2]).toBeCloseTo(-1.5, 14);
  expect(run.logDeterminant).toBeCloseTo(Math.log(4 / 3), 14);
});

const wave = Float64Array.from({ length: 90 }, (_, t) => 3 * Math.sin(t) + ((t * t * 7) % 11) - 5);
// (1 - 0.6 B)(1 - 0.5 B^4) and (1 - 0.4 B)(1 + 0.7 B^4)
const seasonal = model([0.6, 0, 0, 0.5, -0.3], [-0.4, 0, 0, 0.7, -0.28]);

/** The Kalman filter with whole matrices; its first covariance by repeating a step until it stays. */
function kalmanTwin(y: Float64Array, { ar, ma }: ArimaModel) {
  const r = Math.max(ar.length, ma.length + 1);
  const index = Array.from({ length: r }, (_, i) => i);
  const noise = index.map((i) => (i === 0 ? 1 : (ma[i - 1] ?? 0)));
  const ahead = (x: number[]) => index.map((i) => (ar[i] ?? 0) * x[0]! + (x[i + 1] ?? 0));
  const transpose = (p: number[][]) => index.map((i) => index.map((j) => p[j]![i]!));
  const stepped = (p: number[][]) =>
    transpose(transpose(p).map(ahead))
      .map(ahead)
      .map((row, i) => row.map((it, j) => it + noise[i]! * noise[j]!));
  let p = index.map(() => index.map(() => 0));
  for (let k = 0; k < 2000; k++) p = stepped(p);
  let state = index.map(() => 0);
  const errors: number[] = [];
  let logs = 0;
  for (const value of y) {
    const variance = p[0]![0]!;
    const error = value - state[0]!;
    errors.push(error / Math.sqrt(variance));
    logs += Math.log(variance);
    const gain = index.map((i) => p[i]![0]! / variance);
    state = ahead(state.map((it, i) => it + gain[i]! * error));
    p = stepped(p.map((row, i) => row.map((it, j) => it - gain[i]! * p[0]![j]!)));
  }
  return { errors, logs, next: state[0]! };
}

it('agrees with the plain Kalman filter on a seasonal model', () => {
  const twin = kalmanTwin(wave, seasonal);
  const { ok, run } = filter(wave, seasonal, none, true);
  const next = new Float64Array(1);

  expect(ok).toBe(true);
  twin.errors.forEach((it, t) => {
    expect(run.errors[t]).toBeCloseTo(it, 9);
  });
  expect(run.logDeterminant).toBeCloseTo(twin.logs, 9);
  arimaForecast(wave.length, seasonal, run, 1, next);
  expect(next[0]).toBeCloseTo(twin.next, 9);
});

it('loses next to nothing by quick steps once the start has lost its weight', () => {
  const short = model([0.6], [-0.4]);
  const slow = filter(wave, short, none, true).run;
  const quick = filter(wave, short, none, false).run;

  wave.forEach((_, t) => {
    expect(Math.abs(quick.errors[t]! - slow.errors[t]!)).toBeLessThan(1e-3);
  });
  expect(Math.abs(quick.logDeterminant - slow.logDeterminant)).toBeLessThan(1e-3);
});

it('sees a drift as its regressor does', () => {
  // Differenced once: a straight line is nothing but its regressor.
  const line = Float64Array.from({ length: 20 }, (_, t) => 7 + 3 * t);
  const { run } = filter(line, model([0.5], [0.3], [1]), 1, true);

  for (let t = 0; t < 19; t++) expect(run.errors[t]).toBeCloseTo(3 * run.regressorErrors[t]!, 9);
});

it('scales with the unit', () => {
  const once = filter(wave, seasonal, none, false).run;
  const thousand = filter(
    wave.map((it) => 1000 * it),
    seasonal,
    none,
    false,
  ).run;

  wave.forEach((_, t) => {
    expect(thousand.errors[t]! / 1000).toBeCloseTo(once.errors[t]!, 9);
  });
});

it('bridges a gap of an autoregression by its forecasts', () => {
  const { run } = filter(Float64Array.of(8, none, none, 3), model([0.5], []), none, true);

  expect([...run.filled]).toEqual([8, 4, 2, 3]);
  expect(run.errors[1]).toBe(0);
  expect(run.errors[3]).toBe(2);
});

it('refuses a model that is not stationary', () => {
  expect(filter(wave, model([1.2], []), none, false).ok).toBe(false);
});

it('repeats last season where only the season is differenced', () => {
  const y = Float64Array.of(4, 6, 9, 5, 7, 8);
  const it = model([], [], [0, 0, 1]);
  const out = new Float64Array(4);
  const { run } = filter(y, it, none, true);

  arimaForecast(6, it, run, 4, out);

  expect([...out]).toEqual([5, 7, 8, 5]);
});
