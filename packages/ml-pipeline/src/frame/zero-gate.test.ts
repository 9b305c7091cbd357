import { expect, it } from 'vitest';
import { panel } from '../../test/panel.ts';
import { codeCovariates, learnCodes } from './covariate-codes.ts';
import { learnZeroGate, meansZero } from './zero-gate.ts';

const gateOf = (past: number[], known: Record<string, (item: number, k: number) => number>, m = 7) => {
  const frame = panel([{ id: 'a', start: 700, past }], { known });
  const covariates = codeCovariates(frame, learnCodes(frame));
  const gate = learnZeroGate(frame, covariates, frame.history, m);
  return (k: number) => meansZero(gate, covariates, 0, k, 700 + k);
};

it('learns which level of a flag means zero, whatever its name and whichever way round', () => {
  const isZero = gateOf(
    Array.from({ length: 100 }, (_, k) => (k % 4 === 0 ? 0 : 9)),
    { x7: (_, k) => (k % 4 === 0 ? 0 : 1) },
  );

  expect([0, 1, 2, 3, 4].map(isZero)).toEqual([true, false, false, false, true]);
});

it('learns a weekday without sales', () => {
  const isZero = gateOf(
    Array.from({ length: 84 }, (_, k) => (k % 7 === 6 ? 0 : 5)),
    {},
  );

  expect([5, 6, 7, 13].map(isZero)).toEqual([false, true, false, true]);
});

it('takes no rule from a flag under which something sold now and then, nor from an item that rarely sells', () => {
  const now = gateOf(
    Array.from({ length: 100 }, (_, k) => (k % 4 === 0 && k % 16 !== 0 ? 0 : 9)),
    { x: (_, k) => (k % 4 === 0 ? 1 : 0) },
  );
  const rare = gateOf(
    Array.from({ length: 84 }, (_, k) => (k % 10 === 0 ? 3 : 0)),
    { x: (_, k) => (k % 10 === 1 ? 1 : 0) },
  );

  expect([...Array(20).keys()].some(now)).toBe(false);
  expect([...Array(84).keys()].some(rare)).toBe(false);
});
