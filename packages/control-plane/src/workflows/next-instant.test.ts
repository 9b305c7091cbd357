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

const newYork = 'America/New_York';
const berlin = 'Europe/Berlin';

/** Every instant from one to before another at which a schedule fires. */
function fires(cron: string, timeZone: string, from: string, to: string): string[] {
  const all: string[] = [];
  for (let at = new Date(Date.parse(from) - 1); ; ) {
    const found = nextInstant({ cron, timeZone }, at);
    if (!found || found >= new Date(to)) return all;
    at = found;
    all.push(at.toISOString().slice(5, 16));
  }
}

// New York skips 02:00 to 03:00 on 8 March 2026, and has 01:00 to 02:00 twice on 1 November.
const spring = ['2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'] as const;
const autumn = ['2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'] as const;

it.each([
  ['0,30 2 * * *', newYork, spring, ['03-08T07:00']],
  ['0 2,14 * * *', newYork, spring, ['03-08T07:00', '03-08T18:00']],
  ['0 2,3 * * *', newYork, spring, ['03-08T07:00']],
  [
    '*/20 1-3 * * *',
    newYork,
    spring,
    ['03-08T06:00', '03-08T06:20', '03-08T06:40', '03-08T07:00', '03-08T07:20', '03-08T07:40'],
  ],
  ['0,30 1 * * *', newYork, autumn, ['11-01T05:00', '11-01T05:30']],
  ['0 1,13 * * *', newYork, autumn, ['11-01T05:00', '11-01T18:00']],
  ['30 1,2 * * *', newYork, autumn, ['11-01T05:30', '11-01T07:30']],
  ['15 2,3 29 3 *', berlin, ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'], ['03-29T01:00', '03-29T01:15']],
  ['*/30 2 * * 0', berlin, ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'], ['10-25T00:00', '10-25T00:30']],
  // By the time that passes.
  [
    '0 * * * *',
    newYork,
    ['2026-03-08T06:00:00Z', '2026-03-08T09:00:00Z'],
    ['03-08T06:00', '03-08T07:00', '03-08T08:00'],
  ],
  [
    '*/30 * * * *',
    newYork,
    ['2026-11-01T05:30:00Z', '2026-11-01T07:30:00Z'],
    ['11-01T05:30', '11-01T06:00', '11-01T06:30', '11-01T07:00'],
  ],
] as const)('fires by %s in %s as the clocks change', (cron, timeZone, [from, to], expected) => {
  expect(fires(cron, timeZone, from, to)).toEqual(expected);
});

it('fires next on the next day where it is asked within the hour that comes again', () => {
  expect(next('30 1 * * *', newYork, '2026-11-01T06:10:00Z')).toBe('2026-11-02T06:30:00.000Z');
});

/** The same, by a look at what the clocks show in each minute of the time. */
function twin(minutes: readonly number[], hours: readonly number[], timeZone: string, from: string, to: string) {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const shown = (at: number) => format.format(at);
  const wanted = (label: string) =>
    hours.includes(Number(label.slice(12, 14))) && minutes.includes(Number(label.slice(15)));
  const seen = new Set<string>();
  const all: string[] = [];
  for (let at = Date.parse(from); at < Date.parse(to); at += 60_000) {
    const [before, label] = [shown(at - 60_000), shown(at)];
    const skipped: string[] = [];
    // What lies between two minutes that follow each other was skipped.
    const jump = minuteOf(label) - minuteOf(before);
    for (let k = 1; k < jump; k++) skipped.push(`${label.slice(0, 12)}${clock(minuteOf(before) + k)}`);
    if ((wanted(label) && !seen.has(label)) || skipped.some(wanted)) all.push(new Date(at).toISOString().slice(5, 16));
    seen.add(label);
  }
  return all;
}
const minuteOf = (label: string) => Number(label.slice(12, 14)) * 60 + Number(label.slice(15));
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

it.each([
  ['0,30 2 * * *', [0, 30], [2]],
  ['5,50 1-3 * * *', [5, 50], [1, 2, 3]],
  ['0 0,1,2,3,23 * * *', [0], [0, 1, 2, 3, 23]],
  ['*/7 2 * * *', [0, 7, 14, 21, 28, 35, 42, 49, 56], [2]],
] as const)('agrees with its twin on %s for three days around each change', (cron, minutes, hours) => {
  for (const timeZone of [newYork, berlin, 'Australia/Lord_Howe', 'Asia/Seoul']) {
    for (const [from, to] of changes) {
      expect(fires(cron, timeZone, from, to), `${timeZone} ${from}`).toEqual(twin(minutes, hours, timeZone, from, to));
    }
  }
});
const changes = ['03-07', '03-28', '04-04', '10-03', '10-24', '10-31'].map((day) => {
  const from = Date.parse(`2026-${day}T00:00:00Z`);
  return [new Date(from).toISOString(), new Date(from + 3 * 86_400_000).toISOString()] as const;
});

it.each(['61 * * * *', '0 0 * * mon-xyz', '0 0 0 * *', 'a b c d e', '0 0 30 2 *', '0 0 * * * *'])(
  'refuses %s with an example',
  (cron) => {
    const kept = () => requireSchedule({ cron, timeZone: 'UTC' }, new Date('2026-11-26T00:00:00Z'));

    expect(kept).toThrow(InvalidInput);
    expect(kept).toThrow(`The schedule "${cron}" cannot be kept: `);
  },
);
