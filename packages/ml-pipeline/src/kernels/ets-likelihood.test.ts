import { expect, it } from 'vitest';
import { COUNT, type EtsForm, etsFilter, SUM_E2, SUM_LOG_MU, SUM_REL2 } from './ets-filter.ts';
import { type EtsError, etsLikelihood } from './ets-likelihood.ts';

const wave = Float64Array.from({ length: 41 }, (_, t) =>
  t === 7 ? Number.NaN : 50 + t / 3 + [4, -1, -3, 0][t % 4]! + Math.sin(t * t),
);
const damped = Float64Array.of(0.3, 0.05, 0.2, 0.9);
const forms: { form: EtsForm; error: EtsError; start: number[] }[] = [
  { form: { trend: true, season: 0, m: 1 }, error: 'additive', start: [50, 0.3, 0] },
  { form: { trend: true, season: 0, m: 1 }, error: 'multiplicative', start: [50, 0.3, 0] },
  { form: { trend: true, season: 1, m: 4 }, error: 'additive', start: [50, 0.3, 4, -1, -3, 0] },
  { form: { trend: true, season: 1, m: 4 }, error: 'multiplicative', start: [50, 0.3, 4, -1, -3, 0] },
  { form: { trend: true, season: 2, m: 4 }, error: 'additive', start: [50, 0.3, 1.1, 1, 0.9, 1] },
  { form: { trend: true, season: 2, m: 4 }, error: 'multiplicative', start: [50, 0.3, 1.1, 1, 0.9, 1] },
];

it('gives the hand-worked likelihood of simple smoothing', () => {
  // 10 -> e 0; 12 -> e 2, level 11; 11 -> e 0: three errors, squares 4, as shares (2 / 10)^2.
  const y = Float64Array.of(10, 12, 11);
  const simple: EtsForm = { trend: false, season: 0, m: 1 };
  const loss = (error: EtsError) =>
    etsLikelihood(y).loss(simple, error, Float64Array.of(0.5, 0, 0, 1), Float64Array.of(10, 0, 0));

  expect(loss('additive')).toBeCloseTo(3 * Math.log(4), 12);
  expect(loss('multiplicative')).toBeCloseTo(3 * Math.log(0.04) + 2 * Math.log(10 * 10 * 11), 12);
});

for (const { form, error, start } of forms) {
  const title = `${error} errors, ${['no', 'an additive', 'a multiplicative'][form.season]} season`;

  it(`agrees with the filter: ${title}`, () => {
    const state = Float64Array.from(start);
    const loss = etsLikelihood(wave).loss(form, error, damped, state);
    const twin = Float64Array.from(start);
    const sums = new Float64Array(4);
    etsFilter(wave, wave.length, form, damped, twin, sums, false);

    const expected =
      error === 'additive'
        ? sums[COUNT]! * Math.log(sums[SUM_E2]!)
        : sums[COUNT]! * Math.log(sums[SUM_REL2]!) + 2 * sums[SUM_LOG_MU]!;
    expect(loss).toBeCloseTo(expected, 9);
    expect([...state]).toEqual([...twin]);
  });

  it(`has the gradient that finite differences show: ${title}`, () => {
    const likelihood = etsLikelihood(wave);
    const point = Float64Array.of(...damped, ...start);
    const at = (x: Float64Array) => likelihood.loss(form, error, x.subarray(0, 4), x.slice(4));
    const gradient = new Float64Array(6 + form.m);
    at(point);
    likelihood.gradient(form, error, damped, gradient);

    gradient.forEach((it, k) => {
      if (form.season === 0 && (k === 2 || k === 6)) return;
      const h = 1e-6 * Math.max(Math.abs(point[k]!), 0.1);
      const [up, down] = [1, -1].map((sign) => at(point.map((value, j) => (j === k ? value + sign * h : value))));
      // Central differences of a loss near 100 are good to about 1e-14 * 100 / h.
      expect(Math.abs(it - (up! - down!) / (2 * h))).toBeLessThan(1e-4 * Math.max(1, Math.abs(it)));
    });
  });
}

it('is infinite where a multiplicative error meets a forecast below zero', () => {
  const form: EtsForm = { trend: true, season: 0, m: 1 };

  const loss = etsLikelihood(Float64Array.of(3, 2, 1, 1)).loss(
    form,
    'multiplicative',
    Float64Array.of(0.1, 0, 0, 1),
    Float64Array.of(3, -2, 0),
  );

  expect(loss).toBe(Number.POSITIVE_INFINITY);
});
