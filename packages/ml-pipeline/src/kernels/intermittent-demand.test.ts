import { expect, it } from 'vitest';
import { uniform } from '../../test/panel.ts';
import { crostonRate, tsbRate } from './intermittent-demand.ts';

const y = Float64Array.of(0, 0, 5, 0, 0, 0, 3, 0, 4, 0, 0, 7, 0, 0, 0, 0, 2, 0, 0, 6, 0, 0, 0);

it('gives the hand-worked rates', () => {
  // Sizes 4 then 2 at weight 1/2: 3; intervals 2 then 3: 2.5. The only errors: 0, 0 and 2 against a rate of 4 / 2.
  expect(crostonRate(Float64Array.of(0, 4, 0, 0, 2), 0.5, 1)).toEqual({ rate: 3 / 2.5, error: (4 + 4 + 0) / 3 });
  // Probability 1, 1/2, 3/4; size 4, then 3.
  expect(tsbRate(Float64Array.of(4, 0, 2), 0.5, 0.5)).toEqual({ rate: 0.75 * 3, error: (16 + 0) / 2 });
});

it('gives the rates of statsforecast 2.1.1: CrostonClassic, CrostonSBA, TSB(0.2, 0.1)', () => {
  expect(crostonRate(y, 0.1, 1).rate).toBeCloseTo(1.50908214, 8);
  expect(crostonRate(y, 0.1, 0.95).rate).toBeCloseTo(1.43362803, 8);
  expect(tsbRate(y, 0.2, 0.1).rate).toBeCloseTo(0.99371141, 8);
});

it('agrees with the plain twin that smooths sizes and intervals as two series', () => {
  const random = uniform(3);
  const smooth = (values: number[], alpha: number) => values.reduce((level, it) => level + alpha * (it - level));
  for (let run = 0; run < 100; run++) {
    const demand = Float64Array.from({ length: 40 }, () => (random() < 0.3 ? 1 + random() : 0));
    const at = [...demand.keys()].filter((t) => demand[t]! > 0);
    const sizes = at.map((t) => demand[t]!);
    const intervals = at.map((t, k) => t - (at[k - 1] ?? -1));

    expect(crostonRate(demand, 0.2, 1).rate).toBeCloseTo(smooth(sizes, 0.2) / smooth(intervals, 0.2), 12);
  }
});

it('scales with the unit, and takes a missing value for no step', () => {
  const thousand = y.map((it) => 1000 * it);
  const gaps = Float64Array.from([...y].flatMap((it) => [it, Number.NaN]));

  expect(crostonRate(thousand, 0.1, 1).rate).toBeCloseTo(1000 * crostonRate(y, 0.1, 1).rate, 9);
  expect(tsbRate(thousand, 0.2, 0.1).error).toBeCloseTo(1e6 * tsbRate(y, 0.2, 0.1).error, 6);
  expect(crostonRate(gaps, 0.1, 1)).toEqual(crostonRate(y, 0.1, 1));
  expect(tsbRate(gaps, 0.2, 0.1)).toEqual(tsbRate(y, 0.2, 0.1));
});

it('lets the rate fall while nothing is demanded only by the method of Teunter and others', () => {
  const ended = Float64Array.from([...y, ...Array<number>(40).fill(0)]);

  expect(crostonRate(ended, 0.1, 1).rate).toBe(crostonRate(y, 0.1, 1).rate);
  expect(tsbRate(ended, 0.2, 0.1).rate).toBeCloseTo(0.9 ** 40 * tsbRate(y, 0.2, 0.1).rate, 12);
});
