import { expect, it } from 'vitest';
import { normalQuantile } from './normal-quantile.ts';

it.each([
  [0.5, 0],
  [0.9, 1.2815515655446004],
  [0.975, 1.959963984540054],
  [0.999, 3.090232306167813],
  [1e-10, -6.361340902404056],
  [1e-20, -9.262340089798409],
])('gives the tabled quantile at %d', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 13);
});

it('rises with p across the borders of its three approximations', () => {
  const borders = [0.075 - 1e-9, 0.075 + 1e-9, 0.925 - 1e-9, 0.925 + 1e-9, 1.38e-11, 1.4e-11];

  const values = borders.sort((a, b) => a - b).map(normalQuantile);

  expect(values).toEqual(values.toSorted((a, b) => a - b));
});
