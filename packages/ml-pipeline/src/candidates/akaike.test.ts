import { expect, it } from 'vitest';
import { aicc, akaikeWeights } from './akaike.ts';

it('adds twice the parameters, and more where values are few', () => {
  expect(aicc(10, 3, 1e9)).toBeCloseTo(16, 6);
  expect(aicc(10, 3, 10)).toBe(10 + 6 + 24 / 6);
});

it('weighs forms by their distance from the best', () => {
  const [best, second, never] = akaikeWeights([100, 102, Number.POSITIVE_INFINITY]);

  expect(second! / best!).toBeCloseTo(Math.exp(-1), 12);
  expect(best! + second!).toBeCloseTo(1, 12);
  expect(never).toBe(0);
});

it('weighs nothing where no form could be scored', () => {
  expect(akaikeWeights([Number.NaN, Number.POSITIVE_INFINITY])).toEqual([0, 0]);
});
