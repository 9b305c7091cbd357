import { InvalidInput } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { nextInstant, requireSchedule } from './next-instant.ts';

const next = (cron: string, timeZone: string, after: string) =>
  nextInstant({ cron, timeZone }, new Date(after))?.toISOString();

it.each([
  ['0 6 * * *', 'UTC', '2026-11-26T06:00:00Z', '2026-11-27T06:00:00.000Z'],
  ['0 6 * * *', 'Asia/Seoul', '2026-11-26T00:00:00Z', '2026-11-26T21:00:00.000Z'],
  ['*/15 8-9 * * 1-5', 'Europe/Berlin', '2026-11-27T09:00:00Z', '2026-11-30T07:00:00.000Z'],
  // Of day of month and day of week, either.
  ['0 0 1 * 1', 'UTC', '2026-11-26T00:00:00Z', '2026-11-30T00:00:00.000Z'],
])('reads %s in the clock of %s', (cron, timeZone, after, expected) => {
  expect(next(cron, timeZone, after)).toBe(expected);
});

it('fires once on the day on which the clocks skip its hour, and once on the day on which they repeat it', () => {
  // Berlin skips 02:00 to 03:00 on 29 March 2026, and has 02:00 to 03:00 twice on 25 October.
  const skipped = next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z')!;
  expect(skipped.slice(0, 10)).toBe('2026-03-29');
  expect(next('30 2 * * *', 'Europe/Berlin', skipped)?.slice(0, 10)).toBe('2026-03-30');

  const repeated = next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')!;
  expect(repeated.slice(0, 10)).toBe('2026-10-25');
  expect(next('30 2 * * *', 'Europe/Berlin', repeated)?.slice(0, 10)).toBe('2026-10-26');
});

it.each(['61 * * * *', '0 0 * * mon-xyz', '0 0 0 * *', 'a b c d e', '0 0 30 2 *', '0 0 * * * *'])(
  'refuses %s with an example',
  (cron) => {
    const kept = () => requireSchedule({ cron, timeZone: 'UTC' }, new Date('2026-11-26T00:00:00Z'));

    expect(kept).toThrow(InvalidInput);
    expect(kept).toThrow(`The schedule "${cron}" cannot be kept: `);
  },
);
