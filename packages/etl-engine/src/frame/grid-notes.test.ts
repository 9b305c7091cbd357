import { openDuckDb } from '@tandem/adapters-local';
import { parseFrequency } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gridNotes } from './grid-notes.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openDuckDb({ file: ':memory:', objectsRoot: '/nowhere' });
});
afterAll(() => warehouse.close());

const notes = (frequency: string, ...stamps: string[]) =>
  gridNotes(
    warehouse,
    `(select * from (values ${stamps.map((it) => `('a', timestamp '${it}')`).join(', ')}) t(item, ts))`,
    parseFrequency(frequency),
  );

it.each([
  ['days at six', 'D', '2026-01-01 06:00', '2026-01-02 06:00', '1969-12-30 06:00'],
  ['weeks named by Sundays', 'W', '2026-01-04', '2026-01-11', '2026-02-01'],
  ['months by their last days', 'M', '2026-01-31', '2026-02-28', '2026-04-30'],
  ['quarters by their first days', 'Q', '2026-01-01', '2026-04-01', '2026-10-01'],
  ['years by a day in June', 'Y', '2024-06-30', '2025-06-30', '2026-06-30'],
  ['every second month', '2M', '2026-01-15', '2026-03-15', '2026-07-15'],
])('has nothing to say of %s', async (_, frequency, ...stamps) => {
  expect(await notes(frequency, ...stamps)).toEqual([]);
});

it.each([
  [
    'D',
    ['2026-01-01', '2026-01-02', '2026-01-03 12:00'],
    /^1 history row of 1 item lies .* D .* 1 of a, the first at 2026-01-03 12:00:00/,
  ],
  ['W', ['2026-01-05', '2026-01-12', '2026-01-21'], /the first at 2026-01-21: each counts to the period/],
  ['15min', ['2026-01-01 00:00', '2026-01-01 00:15', '2026-01-01 00:20'], /the first at 2026-01-01 00:20:00/],
  ['M', ['2026-01-31', '2026-02-28', '2026-03-15'], /the first at 2026-03-15/],
  ['Q', ['2026-01-01', '2026-04-01', '2026-05-01'], /the first at 2026-05-01/],
] as const)('names rows off the grid of %s', async (frequency, stamps, text) => {
  expect(await notes(frequency, ...stamps)).toEqual([expect.stringMatching(text)]);
});
