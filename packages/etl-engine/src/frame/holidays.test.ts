import { axisAt, formatPeriod, InvalidInput, parseFrequency, periodOf, type TrainingFrame } from '@tandem/data-model';
import { type HolidayCountry, holidayCountries } from '@tandem/data-model/contract';
import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import { withHolidays } from './holidays.ts';

/** One item of `steps` past rows from a timestamp on. */
const frameFrom = (timestamp: string, frequency: string, steps: number): TrainingFrame => {
  const ms = Date.parse(`${timestamp}Z`);
  const axis = axisAt(parseFrequency(frequency), ms);
  return {
    axis,
    items: ['a'],
    start: Float64Array.of(periodOf(axis, ms)),
    offset: Int32Array.of(0, steps),
    history: Int32Array.of(steps),
    target: new Float64Array(steps).fill(1),
    known: [],
    past: [],
    statics: [],
  };
};
const of = (countryCode: HolidayCountry) => ({ holidayConfig: [{ countryCode }] });
const holidays = (frame: TrainingFrame) =>
  [...frame.known.at(-1)!.values].flatMap((it, r) => (it === 0 ? [] : [formatPeriod(frame.axis, frame.start[0]! + r)]));

describe('withHolidays', () => {
  it('knows the public holidays of a country, also those that the moon sets and that last for days', () => {
    const frame = withHolidays(frameFrom('2025-01-20T00:00', 'D', 30), of('KR'), 0);

    expect(holidays(frame)).toEqual(['2025-01-28', '2025-01-29', '2025-01-30']);
  });

  it('reaches as far ahead as is asked, past the last row', () => {
    const frame = withHolidays(frameFrom('2025-12-20T00:00', 'D', 3), of('DE'), 5);

    expect([...frame.target.subarray(3)]).toEqual(new Array(5).fill(Number.NaN));
    expect(holidays(frame)).toEqual(['2025-12-25', '2025-12-26']);
    expect(frame.known[0]!.ofCalendar).toBe(true);
  });

  it.each([
    ['CN', '2026-03-01T00:00', 20, []],
    ['IS', '2025-12-20T00:00', 12, ['2025-12-25', '2025-12-26']],
    ['TR', '2024-04-01T00:00', 20, ['2024-04-10', '2024-04-11', '2024-04-12']],
    ['DE', '2024-03-25T00:00', 8, ['2024-03-29', '2024-04-01']],
    ['NO', '2024-03-25T00:00', 8, ['2024-03-28', '2024-03-29', '2024-03-31', '2024-04-01']],
  ] as const)('counts no half day of %s, and a day that summer time shortens', (country, from, count, expected) => {
    expect(holidays(withHolidays(frameFrom(from, 'D', count), of(country), 0))).toEqual(expected);
  });

  it('gives hours the holiday of their day', () => {
    const frame = withHolidays(frameFrom('2025-12-24T22:00', 'H', 28), of('DE'), 0);

    expect([...frame.known[0]!.values]).toEqual([0, 0, ...new Array(26).fill(1)]);
  });

  it.each([
    ['W', '2025-12-15T00:00', [0, 2, 1]],
    ['2D', '2025-12-24T00:00', [1, 1, 0]],
    ['M', '2025-10-01T00:00', [1, 0, 2]],
    ['Q', '2025-01-01T00:00', [1, 5, 0]],
    ['Y', '2025-01-01T00:00', [9, 9, 9]],
  ])('counts them at steps of %s', (frequency, from, counts) => {
    const frame = withHolidays(frameFrom(from, frequency, 3), of('DE'), 0);

    expect([...frame.known[0]!.values]).toEqual(counts);
  });

  it('is the frame itself where no country is named', () => {
    const frame = frameFrom('2025-12-24T00:00', 'D', 3);

    expect(withHolidays(frame, { holidayConfig: [] }, 10)).toBe(frame);
  });

  it('refuses a column of the same name', () => {
    const frame = frameFrom('2025-12-24T00:00', 'D', 3);
    const taken = { ...frame, known: [{ name: 'holiday', values: new Float64Array(3) }] };

    expect(() => withHolidays(taken, of('DE'), 0)).toThrow(InvalidInput);
  });

  it('knows every country that the contract takes, and the contract takes every one that it knows', () => {
    expect([...holidayCountries]).toEqual(Object.keys(new Holidays().getCountries()).sort());
  });

  it('has days of whole years for a far past and a far future', () => {
    for (const year of [1901, 2199]) {
      const days = withHolidays(frameFrom(`${year}-01-01T00:00`, 'D', 365), of('KR'), 0);

      expect(holidays(days)[0]).toBe(`${year}-01-01`);
    }
  });
});
