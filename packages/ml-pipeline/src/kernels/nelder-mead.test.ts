import { expect, it } from 'vitest';
import { nelderMead } from './nelder-mead.ts';

it('finds the minimum of Rosenbrock’s valley', () => {
  const x = Float64Array.of(-1.2, 1);

  const value = nelderMead(([a, b]) => (1 - a!) ** 2 + 100 * (b! - a! ** 2) ** 2, x, 1, 1000);

  expect(value).toBeLessThan(1e-9);
  expect(x[0]).toBeCloseTo(1, 3);
  expect(x[1]).toBeCloseTo(1, 3);
});

it('stays where points are admissible', () => {
  const x = Float64Array.of(3);

  nelderMead(([a]) => (a! < 1 ? Number.POSITIVE_INFINITY : a! * a!), x, 1, 200);

  expect(x[0]).toBeGreaterThanOrEqual(1);
  expect(x[0]).toBeLessThan(1.01);
});

it('evaluates no more often than it may, but for one shrink', () => {
  let count = 0;
  nelderMead((u) => ++count + u[0]!, new Float64Array(3), 1, 50);

  expect(count).toBeLessThan(55);
});
