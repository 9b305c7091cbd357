import { parseDay } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { publicHolidays } from './public-holidays.ts';

const has = (state: string, day: string) => publicHolidays(state, 2025, 2026).has(parseDay(day));

it('knows the moveable feasts of every state', () => {
  expect(has('NW', '2026-04-03')).toBe(true);
  expect(has('NW', '2026-05-14')).toBe(true);
  expect(has('NW', '2026-05-25')).toBe(true);
});

it('tells the states apart', () => {
  expect(['BY', 'NW', 'BE'].map((it) => has(it, '2026-01-06'))).toEqual([true, false, false]);
  expect(['SN', 'BY'].map((it) => has(it, '2026-11-18'))).toEqual([true, false]);
  expect(['BE', 'HH'].map((it) => has(it, '2026-03-08'))).toEqual([true, false]);
});

it('leaves out days that are kept without closing shops', () => {
  expect(has('NW', '2026-12-24')).toBe(false);
});
