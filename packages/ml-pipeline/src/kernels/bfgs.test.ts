import { expect, it } from 'vitest';
import { bfgs, type Smooth } from './bfgs.ts';

function smooth(value: (x: Float64Array) => number, gradient: (x: Float64Array) => number[]): Smooth {
  let last = new Float64Array(0);
  return {
    value(x) {
      last = Float64Array.from(x);
      return value(x);
    },
    gradient: (out) => out.set(gradient(last)),
  };
}

it('finds the minimum of Rosenbrock’s valley', () => {
  const x = Float64Array.of(-1.2, 1);
  const valley = smooth(
    ([a, b]) => (1 - a!) ** 2 + 100 * (b! - a! ** 2) ** 2,
    ([a, b]) => [-2 * (1 - a!) - 400 * a! * (b! - a! ** 2), 200 * (b! - a! ** 2)],
  );

  const value = bfgs(valley, x, 300, 1e-12);

  expect(value).toBeLessThan(1e-9);
  expect(x[0]).toBeCloseTo(1, 4);
});

it('stays where points are admissible', () => {
  const x = Float64Array.of(3);
  const halfLine = smooth(
    ([a]) => (a! < 1 ? Number.POSITIVE_INFINITY : a! * a!),
    ([a]) => [2 * a!],
  );

  bfgs(halfLine, x, 200, 1e-9);

  expect(x[0]).toBeGreaterThanOrEqual(1);
  expect(x[0]).toBeLessThan(1.05);
});

it('evaluates no more often than it may', () => {
  let count = 0;
  const slope = smooth(
    ([a]) => {
      count++;
      return a!;
    },
    () => [1],
  );

  bfgs(slope, Float64Array.of(0), 20, 0);

  expect(count).toBe(20);
});
