import { expect, it } from 'vitest';
import { cholesky, inverseDiagonal, solveCholesky } from './cholesky.ts';
import { normalQuantile } from './normal-quantile.ts';
import { median, sortedQuantile } from './order-statistics.ts';

it('solves a hand-worked system and gives the diagonal of its inverse', () => {
  // [[4, 2], [2, 3]] has determinant 8: the inverse's diagonal is 3/8 and 4/8, and x = (1, 2) gives (8, 8).
  const a = Float64Array.of(4, 0, 2, 3);
  const b = Float64Array.of(8, 8);
  const diagonal = new Float64Array(2);

  expect(cholesky(a, 2)).toBe(true);
  solveCholesky(a, 2, b);
  inverseDiagonal(a, 2, new Float64Array(4), diagonal);

  expect(b[0]).toBeCloseTo(1, 12);
  expect(b[1]).toBeCloseTo(2, 12);
  expect(diagonal[0]).toBeCloseTo(3 / 8, 12);
  expect(diagonal[1]).toBeCloseTo(4 / 8, 12);
});

it('says that a matrix is not positive definite', () => {
  expect(cholesky(Float64Array.of(1, 0, 2, 1), 2)).toBe(false);
});

it('gives the published quantiles of the normal distribution', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 7);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167813, 7);
  expect(normalQuantile(0.5)).toBe(0);
});

it('interpolates quantiles and leaves missing values out of a median', () => {
  expect(sortedQuantile([1, 2, 4], 0.75)).toBe(3);
  expect(median([5, Number.NaN, 1, 3])).toBe(3);
  expect(median([])).toBeNaN();
});
