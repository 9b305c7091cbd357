import { expect, it } from 'vitest';
import { barX, importanceDomain } from './importance-cell.tsx';

it('has room for every bar and for the noise on both sides of zero', () => {
  const domain = importanceDomain([
    { rise: 0.3, band: 0.02 },
    { rise: -0.01, band: 0.05 },
  ]);

  expect(domain).toEqual([-0.05, 0.3]);
  expect(barX(0.3, domain)).toBe(216);
  expect(barX(-0.05, domain)).toBe(4);
});

it('draws nothing wide where no input does anything', () => {
  const domain = importanceDomain([{ rise: 0, band: 0 }]);

  expect(barX(0, domain)).toBe(4);
});
