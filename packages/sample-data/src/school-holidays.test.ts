import { formatDay, parseDay } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { states } from './german-places.ts';
import { easterSunday, schoolHolidays } from './school-holidays.ts';

const on = (state: string, text: string) =>
  schoolHolidays(state, Number(text.slice(0, 4))).some(
    ({ from, to }) => from <= parseDay(text) && parseDay(text) <= to,
  );

it.each([
  [2010, '2010-04-04'],
  [2011, '2011-04-24'],
  [2024, '2024-03-31'],
  [2026, '2026-04-05'],
  [2029, '2029-04-01'],
])('finds Easter of %d', (year, day) => {
  expect(formatDay(easterSunday(year))).toBe(day);
});

it('gives every state six weeks of summer, the south last', () => {
  expect(states.filter((it) => on(it.code, '2026-08-04')).length).toBe(states.length);
  expect(['BY', 'BW'].every((it) => on(it, '2026-09-08') && !on(it, '2026-07-14'))).toBe(true);
  expect(states.filter((it) => on(it.code, '2026-09-12'))).toHaveLength(0);
});

it('moves the summer of the other states from year to year', () => {
  expect([2022, 2023, 2024, 2025, 2026].map((year) => on('NW', `${year}-07-01`))).toContain(true);
  expect([2022, 2023, 2024, 2025, 2026].map((year) => on('NW', `${year}-07-01`))).toContain(false);
});

it('keeps schools open in early December, everywhere', () => {
  expect(states.filter((it) => on(it.code, '2026-12-08'))).toHaveLength(0);
});
