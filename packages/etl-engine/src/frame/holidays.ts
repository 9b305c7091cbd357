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
/** The covariate's name. */
const name = 'holiday';
const ordinary = 'none';

/**
 * The frame with a known covariate `holiday` on every row, past and future, and at least `ahead` rows after each past;
 * the frame itself where the job names no country. At steps of a day or less its levels are the names of the public
 * holidays in the country's own language; at longer steps it is the number of them in the period. It tells nothing of
 * which periods are announced, so it is marked as being of the calendar.
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
  const { levels, ofPeriod } = holidaysByPeriod(axis, country, first, Math.max(end, first));
  const values = new Float64Array(new SharedArrayBuffer(8 * target.length));
  for (let i = 0; i < items.length; i++) {
    const from = start[i]! - first;
    values.set(ofPeriod.subarray(from, from + offset[i + 1]! - offset[i]!), offset[i]!);
  }
  return { name, ...(levels ? { levels } : {}), ofCalendar: true, values };
}

/** A level or a count for each of the periods `first` to `end - 1`. */
function holidaysByPeriod(axis: PeriodAxis, country: HolidayCountry, first: Period, end: Period) {
  const ofPeriod = new Float64Array(first < end ? end - first : 0);
  const dayOf = (period: Period) => Math.floor(periodStart(axis, period) / dayMs);
  const { unit, count } = axis.frequency;
  const isWithinDay = unit === 'min' || unit === 'H' || (unit === 'D' && count === 1);
  if (ofPeriod.length === 0) return { levels: isWithinDay ? [ordinary] : undefined, ofPeriod };

  const days = publicHolidays(country, yearOf(dayOf(first)), yearOf(dayOf(end)));
  if (isWithinDay) {
    const levels = [ordinary, ...[...new Set(days.values())].sort()];
    const codes = new Map(levels.map((it, code) => [it, code]));
    for (let p = 0; p < ofPeriod.length; p++) {
      const holiday = days.get(dayOf(first + p));
      if (holiday !== undefined) ofPeriod[p] = codes.get(holiday)!;
    }
    return { levels, ofPeriod };
  }
  for (let p = 0; p < ofPeriod.length; p++) {
    const to = dayOf(first + p + 1);
    for (let day = dayOf(first + p); day < to; day++) if (days.has(day)) ofPeriod[p]!++;
  }
  return { levels: undefined, ofPeriod };
}

/** date-holidays 3.37.0 begins the three days of the Korean new year on its day; by law they begin on its eve. */
const beginsOnEve = 'korean 01-0-01 P3D';

const yearOf = (day: number) => new Date(day * dayMs).getUTCFullYear();

/** Days to names, of the public holidays of a country in some years; of two on one day, the first in the package's order. */
function publicHolidays(country: HolidayCountry, firstYear: number, lastYear: number): Map<number, string> {
  const calendar = new Holidays({ country }, { types: ['public'] });
  const days = new Map<number, string>();
  // Holidays of the year before can reach into the first one.
  for (let year = firstYear - 1; year <= lastYear; year++) {
    for (const { date, start, end, rule, name: holiday } of calendar.getHolidays(year)) {
      // `date` is the country's wall-clock text; the instants tell only how long it is, a day more or less an hour of summer time.
      const day = Date.parse(`${date.slice(0, 10)}T00:00Z`) / dayMs - (rule === beginsOnEve ? 1 : 0);
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
      for (let d = 0; d < length; d++) if (!days.has(day + d)) days.set(day + d, holiday);
    }
  }
  return days;
}
