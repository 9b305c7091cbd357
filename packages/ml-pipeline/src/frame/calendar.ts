import { type Frequency, type PeriodAxis, periodStart } from '@tandem/data-model';

const dayMs = 86_400_000;

/**
 * Season lengths that a frequency can have, in whole steps, shortest first; `year` is a year in steps where it is
 * longer than those.
 */
export interface CalendarSeasons {
  readonly short: readonly number[];
  readonly year: number | undefined;
}

const perDay = { min: 1440, H: 24 } as const;
const perYear = { M: 12, Q: 4 } as const;

export function calendarSeasons({ count, unit }: Frequency): CalendarSeasons {
  const whole = (steps: number[]) => steps.map((it) => it / count).filter((it) => Number.isInteger(it) && it >= 2);
  switch (unit) {
    case 'min':
    case 'H':
      return { short: whole([perDay[unit], 7 * perDay[unit]]), year: (365.25 * perDay[unit]) / count };
    case 'D':
      return { short: whole([7]), year: 365.25 / count };
    case 'W':
      return { short: [], year: 365.25 / 7 / count };
    case 'M':
    case 'Q':
      return { short: whole([perYear[unit]]), year: undefined };
    case 'Y':
      return { short: [], year: undefined };
  }
}

/**
 * Period of the seasonal difference by which scores are scaled, where the caller names none: 1 for weekly and yearly
 * steps.
 */
export function scoringSeason(frequency: Frequency): number {
  return calendarSeasons(frequency).short[0] ?? 1;
}

/** Where in its year (January 1 is 0) a period begins, in [0, 1). */
export function yearShare(axis: PeriodAxis, period: number): number {
  const ms = periodStart(axis, period);
  const year = new Date(ms).getUTCFullYear();
  const from = Date.UTC(year, 0, 1);
  return (ms - from) / (Date.UTC(year + 1, 0, 1) - from);
}

/** Where in its month the middle of a period's first day lies, in (0, 1). */
export function monthShare(axis: PeriodAxis, period: number): number {
  const date = new Date(periodStart(axis, period));
  const from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const to = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return (Math.floor((date.getTime() - from) / dayMs) + 0.5) / ((to - from) / dayMs);
}
