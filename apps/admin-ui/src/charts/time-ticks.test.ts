import { expect, it } from 'vitest';
import { tickLabel, timeTicks } from './time-ticks.ts';

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const days = (ticks: readonly number[]) => ticks.map((it) => new Date(it).toISOString().slice(0, 10));

it('labels each day of a short forecast', () => {
  expect(days(timeTicks([at('2026-10-01'), at('2026-10-07')], 900)).length).toBe(7);
});

it('labels Mondays of some weeks', () => {
  const ticks = timeTicks([at('2026-08-06'), at('2026-10-28')], 1100);

  expect(new Set(ticks.map((it) => new Date(it).getUTCDay()))).toEqual(new Set([1]));
  expect(days(ticks)[0]).toBe('2026-08-10');
});

it('labels firsts of months of half a year, fewer where there is less room', () => {
  const half: [number, number] = [at('2026-04-15'), at('2026-10-28')];

  expect(days(timeTicks(half, 900))).toEqual([
    '2026-05-01',
    '2026-06-01',
    '2026-07-01',
    '2026-08-01',
    '2026-09-01',
    '2026-10-01',
  ]);
  expect(days(timeTicks(half, 300))).toEqual(['2026-07-01', '2026-10-01']);
});

it('labels hours of a day', () => {
  expect(timeTicks([at('2026-04-15'), at('2026-04-16')], 900).map((it) => new Date(it).getUTCHours())).toEqual([
    0, 3, 6, 9, 12, 15, 18, 21, 0,
  ]);
});

it('says the year once, and again where it changes', () => {
  const ticks = ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'].map(at);

  expect(ticks.map((_, i) => tickLabel('en-US', ticks, i))).toEqual(['Nov\n2025', 'Dec', 'Jan\n2026', 'Feb']);
});

it('writes days as the language does', () => {
  const ticks = [at('2026-10-05'), at('2026-10-12')];

  expect(tickLabel('ko', ticks, 1)).toBe('10월 12일');
});
