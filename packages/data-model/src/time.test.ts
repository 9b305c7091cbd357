import { describe, expect, it } from 'vitest';
import { InvalidInput } from './errors.ts';
import {
  axisAt,
  formatDay,
  formatFrequency,
  formatPeriod,
  isoWeek,
  parseDay,
  parseFrequency,
  periodOf,
  periodStart,
  weekday,
} from './time.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

describe('parseFrequency', () => {
  it.each([
    ['D', { count: 1, unit: 'D' }],
    ['15min', { count: 15, unit: 'min' }],
    [' 2 W ', { count: 2, unit: 'W' }],
  ])('reads %s', (text, frequency) => {
    expect(parseFrequency(text)).toEqual(frequency);
    expect(parseFrequency(formatFrequency(parseFrequency(text)))).toEqual(frequency);
  });

  it.each(['', 'd', '0D', '-1D', '1.5H', 'fortnight', '100000min'])('refuses "%s"', (text) => {
    expect(() => parseFrequency(text)).toThrow(InvalidInput);
  });
});

describe('periods', () => {
  it.each([
    ['min', '2026-01-01T00:00:30', '2026-01-01T00:01:10', 1],
    ['15min', '2026-01-01T09:05:00', '2026-01-01T09:20:00', 1],
    ['H', '2025-12-31T23:59:00', '2026-01-01T00:00:00', 1],
    ['D', '2024-02-28T12:00:00', '2024-03-01T00:00:00', 2],
    ['W', '2026-11-22T00:00:00', '2026-11-23T00:00:00', 1],
    ['2W', '2026-11-23T00:00:00', '2026-12-06T00:00:00', 0],
    ['M', '2024-01-31T00:00:00', '2024-02-29T00:00:00', 1],
    ['Q', '2024-03-31T00:00:00', '2025-04-01T00:00:00', 5],
    ['Y', '1969-12-31T00:00:00', '1970-01-01T00:00:00', 1],
    ['3M', '2024-02-01T00:00:00', '2024-05-01T00:00:00', 1],
  ])('at %s lie from %s to %s %i steps', (frequency, from, to, steps) => {
    const axis = axisAt(parseFrequency(frequency), utc(from));

    expect(periodOf(axis, utc(to)) - periodOf(axis, utc(from))).toBe(steps);
  });

  it.each(['min', '7min', 'H', '6H', 'D', '3D', 'W', '2W', 'M', '5M', 'Q', 'Y', '10Y'])(
    'at %s begin where they say, for 4,000 steps around 1970',
    (frequency) => {
      const axis = axisAt(parseFrequency(frequency), utc('1999-05-17T00:00:00'));
      const steps = frequency.endsWith('Y') ? 100 : 2000;
      const wrong = Array.from({ length: 2 * steps }, (_, k) => k - steps).filter(
        (it) => periodOf(axis, periodStart(axis, it)) !== it || periodOf(axis, periodStart(axis, it) - 1) !== it - 1,
      );

      expect(wrong).toEqual([]);
    },
  );

  it('are written as a date, with the time where they have one', () => {
    const daily = axisAt(parseFrequency('D'), 0);
    const hourly = axisAt(parseFrequency('H'), 0);

    expect(formatPeriod(daily, periodOf(daily, utc('2026-11-23T13:00:00')))).toBe('2026-11-23');
    expect(formatPeriod(hourly, periodOf(hourly, utc('2026-11-23T13:30:00')))).toBe('2026-11-23 13:00:00');
  });
});

describe('days', () => {
  it.each(['2023-02-29', '2026-13-01', '2026-1-1', '', 'soon'])('refuse "%s"', (text) => {
    expect(parseDay(text)).toBeNaN();
  });

  it('go to text and back', () => {
    expect(['0001-01-01', '1969-12-31', '2024-02-29', '9999-12-31'].map((it) => formatDay(parseDay(it)))).toEqual([
      '0001-01-01',
      '1969-12-31',
      '2024-02-29',
      '9999-12-31',
    ]);
  });

  it('count weekdays from Monday, before 1970 too', () => {
    expect(['2026-11-23', '1969-12-28', '2010-01-01'].map((it) => weekday(parseDay(it)))).toEqual([0, 6, 4]);
  });

  it('belong to the ISO week of their Thursday', () => {
    expect(isoWeek(parseDay('2010-01-01'))).toEqual({ week: 53, isoYear: 2009 });
    expect(isoWeek(parseDay('2029-12-31'))).toEqual({ week: 1, isoYear: 2030 });
    expect(isoWeek(parseDay('2024-12-29'))).toEqual({ week: 52, isoYear: 2024 });
  });
});
