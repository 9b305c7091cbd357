import { expect, it } from 'vitest';
import { coveragePoints } from './coverage.ts';
import { dotDomain, dotX } from './dot-cell.tsx';
import { markLanes } from './marks.ts';

it('stands the best at the left, the worst at the right, and a lone value in the middle', () => {
  expect(dotX(0.2, [0.2, 0.8])).toBe(6);
  expect(dotX(0.5, [0.2, 0.8])).toBeCloseTo(34, 9);
  expect(dotX(0.8, [0.2, 0.8])).toBe(62);
  expect(dotX(3, [3, 3])).toBe(34);
});

it('scales by what is known', () => {
  expect(dotDomain([0.3, null, 0.1])).toEqual([0.1, 0.3]);
  expect(dotDomain([null])).toEqual([0, 1]);
});

it('leaves out a coverage that nobody could measure', () => {
  expect(coveragePoints({ p90: 0.88, p10: null, p50: 0.5 })).toEqual([
    { quantile: 'p50', nominal: 0.5, observed: 0.5 },
    { quantile: 'p90', nominal: 0.9, observed: 0.88 },
  ]);
});

it('gives each mark a lane of its own on its side', () => {
  expect(markLanes(['promo', 'school_holiday', 'state_holiday'])).toEqual([
    { name: 'promo', side: 'above', lane: 0 },
    { name: 'school_holiday', side: 'below', lane: 0 },
    { name: 'state_holiday', side: 'below', lane: 1 },
  ]);
});
