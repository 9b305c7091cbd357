import { type Day, formatDay, isoWeek, weekday } from '@tandem/data-model';
import { calendarFirst, calendarLast } from './sample-options.ts';

const firstKey = 1001;

/** The calendar's days in order: date_key, date_time, ISO week, month, quarter, calendar year, weekday (Monday = 0). */
export function* dateDimRecords(): Generator<string[]> {
  for (let day: Day = calendarFirst; day <= calendarLast; day++) {
    const text = formatDay(day);
    const [year = '', month = ''] = text.split('-').map((it) => String(Number(it)));
    const quarter = String(Math.floor((Number(month) - 1) / 3) + 1);
    yield [
      String(firstKey + day - calendarFirst),
      text,
      String(isoWeek(day).week),
      month,
      quarter,
      year,
      String(weekday(day)),
    ];
  }
}
