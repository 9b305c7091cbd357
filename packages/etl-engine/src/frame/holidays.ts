import {
  type Covariate,
  InvalidInput,
  type Period,
  type PeriodAxis,
  periodStart,
  type TrainingFrame,
} from '@tandem/data-model';
import type { HolidayCountry, TrainingJob } from '@tandem/data-model/contract';
import Holidays from 'date-holidays';
import { extendFrame } from './extend-frame.ts';

const dayMs = 86_400_000;
/** What summer time takes of a day. */
const hourMs = 3_600_000;
/** The covariate's name. */
const name = 'holiday';

/**
 * The frame with a known covariate `holiday` on every row, past and future, and at least `ahead` rows after each past;
 * the frame itself where the job names no country. It is the number of days in the period that are public holidays of
 * the country, half days not counted; a step shorter than a day has that of its day. One number for all of them, and not a level for each,
 * because a year or two show each by its name but once or twice. It tells nothing of which periods are announced, so
 * it is marked as being of the calendar.
 *
 * @throws InvalidInput where a column has that name already
 */
export function withHolidays(
  frame: TrainingFrame,
  { holidayConfig }: Pick<TrainingJob, 'holidayConfig'>,
  ahead: number,
): TrainingFrame {
  const country = holidayConfig[0]?.countryCode;
  if (!country) return frame;
  if ([...frame.known, ...frame.past, ...frame.statics].some((it) => it.name === name)) {
    throw new InvalidInput(
      `The data have a column ${name} already, and the job asks for the public holidays of ${country}.`,
      `Leave holidayConfig out, or give the column another name.`,
    );
  }
  const extended = extendFrame(frame, ahead);
  return { ...extended, known: [...extended.known, holidayCovariate(extended, country)] };
}

function holidayCovariate({ axis, items, start, offset, target }: TrainingFrame, country: HolidayCountry): Covariate {
  let [first, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < items.length; i++) {
    const size = offset[i + 1]! - offset[i]!;
    if (size === 0) continue;
    first = Math.min(first, start[i]!);
    end = Math.max(end, start[i]! + size);
  }
  const ofPeriod = holidaysByPeriod(axis, country, first, Math.max(end, first));
  const values = new Float64Array(new SharedArrayBuffer(8 * target.length));
  for (let i = 0; i < items.length; i++) {
    const from = start[i]! - first;
    values.set(ofPeriod.subarray(from, from + offset[i + 1]! - offset[i]!), offset[i]!);
  }
  return { name, ofCalendar: true, values };
}

/** Holidays in each of the periods `first` to `end - 1`. */
function holidaysByPeriod(axis: PeriodAxis, country: HolidayCountry, first: Period, end: Period): Float64Array {
  if (first >= end) return new Float64Array(0);
  const dayOf = (period: Period) => Math.floor(periodStart(axis, period) / dayMs);
  const days = publicHolidays(country, yearOf(dayOf(first)), yearOf(dayOf(end)));
  return Float64Array.from({ length: end - first }, (_, p) => {
    let count = 0;
    let day = dayOf(first + p);
    const to = dayOf(first + p + 1);
    do if (days.has(day)) count++;
    while (++day < to);
    return count;
  });
}

/** date-holidays 3.37.0 begins the three days of the Korean new year on its day; by law they begin on its eve. */
const beginsOnEve = 'korean 01-0-01 P3D';

const yearOf = (day: number) => new Date(day * dayMs).getUTCFullYear();

function publicHolidays(country: HolidayCountry, firstYear: number, lastYear: number): Set<number> {
  const calendar = new Holidays({ country }, { types: ['public'] });
  const days = new Set<number>();
  // Holidays of the year before can reach into the first one.
  for (let year = firstYear - 1; year <= lastYear; year++) {
    for (const { date, start, end, rule } of calendar.getHolidays(year)) {
      // `date` is the country's wall-clock text; the instants tell only the length, an hour of summer time more or less.
      const day = Date.parse(`${date.slice(0, 10)}T00:00Z`) / dayMs - (rule === beginsOnEve ? 1 : 0);
      const length = Math.floor((end.getTime() - start.getTime() + hourMs) / dayMs);
      for (let d = 0; d < length; d++) days.add(day + d);
    }
  }
  return days;
}
