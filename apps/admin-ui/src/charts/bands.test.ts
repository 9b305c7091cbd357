import { expect, it } from 'vitest';
import { byLevel, medianOf, nestedBands } from './bands.ts';

it('nests 80, 60 and 40 % of the nine deciles, widest first', () => {
  const deciles = ['p90', 'p10', 'p20', 'p30', 'p40', 'p50', 'p60', 'p70', 'p80'];

  expect(nestedBands(deciles).map(({ lower, upper }) => `${lower}-${upper}`)).toEqual([
    'p10-p90',
    'p20-p80',
    'p30-p70',
  ]);
});

it('takes the nearest pairs that were forecast and makes none up', () => {
  expect(nestedBands(['p2.5', 'p25', 'p50', 'p75', 'p97.5', 'p60'])).toEqual([
    { lower: 'p2.5', upper: 'p97.5', share: 0.95 },
    { lower: 'p25', upper: 'p75', share: 0.5 },
  ]);
});

it('has no band where no two quantiles lie symmetrically', () => {
  expect(nestedBands(['p50', 'p60', 'p70', 'p80', 'p90'])).toEqual([]);
});

it('orders by level and not by letter', () => {
  expect(byLevel(['p10', 'p5', 'p97.5', 'p50', 'mean'])).toEqual(['p5', 'p10', 'p50', 'p97.5']);
});

it('knows the median by its level', () => {
  expect(medianOf(['p10', 'p50.0'])).toBe('p50.0');
  expect(medianOf(['p10', 'p90'])).toBeUndefined();
});
