import { expect, it } from 'vitest';
import { passengers } from '../../test/air-passengers.ts';
import { type CesForm, type CesSeason, cesFilter, cesForecast, lagOf, stateLength } from './ces-filter.ts';

const none: CesForm = { season: 'none', m: 1 };

function run(y: ArrayLike<number>, form: CesForm, weights: number[], start: ArrayLike<number>, reverse = false) {
  const state = Float64Array.from(start);
  const errors = new Float64Array(y.length);
  const sum = cesFilter(Float64Array.from(y), form, Float64Array.from(weights), state, errors, reverse);
  return { sum, state, errors };
}

it('gives the hand-worked errors', () => {
  // Level 10, hidden 8. 12 -> e 2: level 10 - 0.5 * 8 + 1 * 2 = 8, hidden 10 - 0.5 * 8 + 2 * 2 = 10.
  // 9 -> e 1: level 8 - 0.5 * 10 + 1 = 4, hidden 8 - 0.5 * 10 + 2 = 5.
  const { sum, state, errors } = run([12, 9], none, [1.5, 0.5], [10, 8]);

  expect([...errors]).toEqual([2, 1]);
  expect([...state]).toEqual([4, 5]);
  expect(sum).toBe(5);
});

it('moves on without an error over a missing value', () => {
  const { sum, state, errors } = run([Number.NaN, 9], none, [1.5, 0.5], [10, 8]);

  // Level 10 - 0.5 * 8 = 6, hidden 10 - 0.5 * 8 = 6; then e = 3.
  expect([...errors]).toEqual([Number.NaN, 3]);
  expect([...state]).toEqual([6 - 3 + 3, 6 - 3 + 6]);
  expect(sum).toBe(9);
});

it('is simple smoothing with alpha = a0 - 1 where a1 is one', () => {
  const { errors } = run([10, 12, 11], none, [1.5, 1], [10, 10 / 1.5]);

  // Alpha is one half: 10 -> 10 -> 11.
  expect([...errors]).toEqual([0, 2, 0]);
});

interface Complex {
  readonly re: number;
  readonly im: number;
}
const plus = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });
const times = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });

/** The paper's definition in complex numbers: f' = a (y + i e) + (1 + i - a) f, whose real part forecasts y. */
const carry = (f: Complex, e: number, a: Complex): Complex =>
  plus(times(a, { re: f.re + e, im: e }), times({ re: 1 - a.re, im: 1 - a.im }, f));

/** Level and seasons as complex numbers by their position. */
function complexTwin(y: readonly number[], lag: number, levels: Complex[], seasons: Complex[], w: readonly number[]) {
  const [a, b] = [
    { re: w[0]!, im: w[1]! },
    { re: w[2]!, im: w[3]! },
  ];
  const [f, g] = [[...levels], [...seasons]];
  return y.map((value, t) => {
    const at = t % lag;
    const p = t % Math.max(g.length, 1);
    const e = value - f[at]!.re - (g[p]?.re ?? 0);
    f[at] = carry(f[at]!, e, a);
    if (g.length > 0) g[p] = carry(g[p]!, e, b);
    return e;
  });
}

const wave = Array.from({ length: 60 }, (_, t) => 50 + t / 3 + [4, -1, -3, 0][t % 4]! + Math.sin(t * t));
const weights = [1.4, 0.98, 1.2, 0.9];
const pairs = (numbers: readonly number[]) =>
  numbers.flatMap((re, k) => (k % 2 === 0 ? [{ re, im: numbers[k + 1]! }] : []));
const starts: Record<CesSeason, number[]> = {
  none: [48, 36],
  simple: [54, 38, 49, 35, 47, 33, 50, 35],
  partial: [48, 36, 4, -1, -3, 0],
  full: [48, 36, 4, 3, -1, -1, -3, -2, 0, 0],
};

for (const season of ['none', 'simple', 'full'] as const) {
  it(`agrees with its twin in complex arithmetic: ${season}`, () => {
    const form: CesForm = { season, m: season === 'none' ? 1 : 4 };
    const levels = 2 * lagOf(form);
    const start = starts[season];
    const twin = complexTwin(wave, lagOf(form), pairs(start.slice(0, levels)), pairs(start.slice(levels)), weights);

    // Two orders of summation of numbers near 100: 1e-14 each, over 60 stable steps.
    run(wave, form, weights, start).errors.forEach((it, t) => {
      expect(Math.abs(it - twin[t]!)).toBeLessThan(1e-10);
    });
  });
}

it('moves a partial season by its error alone', () => {
  const { errors, state } = run(wave, { season: 'partial', m: 4 }, weights, starts.partial);

  [4, -1, -3, 0].forEach((term, p) => {
    const sum = errors.filter((_, t) => t % 4 === p).reduce((total, it) => total + it, 0);
    expect(state[2 + p]).toBeCloseTo(term + 1.2 * sum, 9);
  });
});

/** As `cescalc` and `cesforecast` of statsforecast 2.1.1 give for these states: squares, and forecasts 1, 2 and 13. */
const year = passengers.subarray(0, 12);
const references = [
  {
    season: 'none',
    weights: [1.2, 1.02],
    start: [120, 100],
    squares: 345505.82397,
    ahead: [509.74555, 515.580058, 617.416618],
  },
  {
    season: 'simple',
    weights: [1.3, 1.01],
    start: [...year].flatMap((it) => [it - 10, it - 20]),
    squares: 937674.941881,
    ahead: [343.069278, 325.411076, 347.59801],
  },
  {
    season: 'partial',
    weights: [1.4, 1.01, 0.3],
    start: [120, 100, ...year.map((it) => it - 127)],
    squares: 51794.953798,
    ahead: [465.665701, 453.345522, 509.307292],
  },
  {
    season: 'full',
    weights: [1.4, 1.01, 1.2, 0.95],
    start: [120, 100, ...[...year].flatMap((it) => [it - 127, (it - 127) / 2])],
    squares: 90940.920049,
    ahead: [468.157433, 460.879135, 513.086245],
  },
] satisfies { season: CesSeason; weights: number[]; start: number[]; squares: number; ahead: number[] }[];
for (const { season, weights: w, start, squares, ahead } of references) {
  it(`gives the errors and forecasts of statsforecast: ${season}`, () => {
    const form: CesForm = { season, m: season === 'none' ? 1 : 12 };
    const { sum, state } = run(passengers, form, w, start);
    const out = new Float64Array(13);
    cesForecast(144, form, Float64Array.from(w), state, 13, out);

    expect(state).toHaveLength(stateLength(form));
    expect(sum / squares).toBeCloseTo(1, 9);
    [out[0]!, out[1]!, out[12]!].forEach((it, k) => {
      expect(it).toBeCloseTo(ahead[k]!, 5);
    });
  });
}

for (const season of ['none', 'simple', 'partial', 'full'] as const) {
  const form: CesForm = { season, m: season === 'none' ? 1 : 4 };

  it(`scales with the unit: ${season}`, () => {
    const once = run(wave, form, [1.4, 0.98, 0.3, 0.9], starts[season]);
    const cents = run(
      wave.map((it) => 100 * it),
      form,
      [1.4, 0.98, 0.3, 0.9],
      starts[season].map((it) => 100 * it),
    );

    expect(cents.sum / once.sum).toBeCloseTo(1e4, 6);
  });

  it(`runs backwards as forwards over the mirrored series: ${season}`, () => {
    const mirrored = run([...wave].reverse(), form, [1.4, 0.98, 0.3, 0.9], mirror(starts[season], form));
    const backwards = run(wave, form, [1.4, 0.98, 0.3, 0.9], starts[season], true);

    expect(backwards.sum).toBe(mirrored.sum);
    expect([...backwards.state]).toEqual(mirror([...mirrored.state], form));
  });
}

/** A state whose position p becomes 3 - p: 60 values are whole seasons. */
function mirror(state: readonly number[], form: CesForm): number[] {
  const levels = 2 * lagOf(form);
  const groups = (part: readonly number[], size: number) =>
    Array.from({ length: part.length / size }, (_, k) => part.slice(k * size, k * size + size));
  const turned = (part: readonly number[], size: number) => groups(part, size).reverse().flat();
  return [...turned(state.slice(0, levels), 2), ...turned(state.slice(levels), form.season === 'full' ? 2 : 1)];
}
