import { expect, it } from 'vitest';
import { levenbergMarquardt } from './levenberg-marquardt.ts';

it('finds the hand-worked line of least squares', () => {
  // Through (0, 1), (1, 2), (2, 4): slope 3 / 2, intercept 5 / 6, squares left 1 / 6.
  const x = Float64Array.of(0, 0);
  const left = levenbergMarquardt(
    ([a, b], out) => {
      out.set([a! - 1, a! + b! - 2, a! + 2 * b! - 4]);
      return true;
    },
    x,
    3,
    100,
    20,
    1e-12,
  );

  expect(left).toBeCloseTo(1 / 6, 9);
  expect(x[0]).toBeCloseTo(5 / 6, 5);
  expect(x[1]).toBeCloseTo(3 / 2, 5);
});

const valley = ([a, b]: Float64Array, out: Float64Array) => {
  out.set([10 * (b! - a! * a!), 1 - a!]);
  return true;
};

it('follows the valley of Rosenbrock to its end', () => {
  const x = Float64Array.of(-1.2, 1);

  expect(levenbergMarquardt(valley, x, 2, 10, 100, 1e-14)).toBeLessThan(1e-8);
  expect(x[0]).toBeCloseTo(1, 4);
});

it('stays within its bound', () => {
  const x = Float64Array.of(-0.2, 0);
  levenbergMarquardt(valley, x, 2, 0.5, 100, 1e-14);

  expect(x[0]).toBeCloseTo(0.5, 3);
});

it('says that the start is not admissible', () => {
  expect(levenbergMarquardt(() => false, Float64Array.of(1), 1, 10, 5, 1e-6)).toBe(Number.POSITIVE_INFINITY);
});
