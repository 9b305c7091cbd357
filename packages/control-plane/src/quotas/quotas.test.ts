import { expect, it } from 'vitest';
import { stateOf } from './quotas.ts';

it.each([
  [0, 10, 'within'],
  [7.9, 10, 'within'],
  [8, 10, 'warning'],
  [9.99, 10, 'warning'],
  [10, 10, 'reached'],
  [12, 10, 'reached'],
  [0, 0, 'reached'],
] as const)('says of %d used of %d with a warning from 80 %% on: %s', (used, most, state) => {
  expect(stateOf(used, { most, warnShare: 0.8 })).toBe(state);
});
