import { type Day, parseDay } from '@tandem/data-model';
import Holidays from 'date-holidays';
import { country } from './german-places.ts';

/** Public holidays of a German state in the years given, as days. */
export function publicHolidays(stateCode: string, firstYear: number, lastYear: number): Set<Day> {
  const calendar = new Holidays({ country: country.code, state: stateCode }, { types: ['public'] });
  const days = new Set<Day>();
  for (let year = firstYear; year <= lastYear; year++) {
    // `date` is the state's own wall-clock text; `start` is an instant and would bring a time zone in.
    for (const { date } of calendar.getHolidays(year)) days.add(parseDay(date.slice(0, 10)));
  }
  return days;
}
