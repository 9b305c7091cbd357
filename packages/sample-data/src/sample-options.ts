import { type Day, formatDay, InvalidInput, parseDay } from '@tandem/data-model';

/** What to generate. The same options give the same bytes, on every machine and in every year. */
export interface SampleOptions {
  /** 1 to 100,000. A store's rows do not depend on how many others there are. */
  readonly stores: number;
  /** Days of sales, closed ones counted: 7 or more, as far as date_dim reaches. */
  readonly days: number;
  /** A whole number from 0 to 2^32 - 1. */
  readonly seed: number;
  /** The last day with sales, `YYYY-MM-DD`. A fixed default, so that a sample does not change with the date. */
  readonly lastDay?: string;
  /** Adds bad rows of every kind, and harmless oddities, beside the good ones. */
  readonly faults?: boolean;
}

/** The days of a sample, each end included. */
export interface SampleWindow {
  readonly first: Day;
  /** The last day with sales. */
  readonly last: Day;
  /** The last day of the holdout, for which promotions and truth alone are written. */
  readonly end: Day;
}

export const holdoutDays = 56;
export const defaultLastDay = '2026-10-31';
/** What date_dim covers. */
export const calendarFirst = parseDay('2010-01-01');
export const calendarLast = parseDay('2029-12-31');
/** Bad rows carry days before the sample, so that none of them stands for a good row. */
const spareDays = 400;

/** The window that options ask for; throws InvalidInput where they are out of range. */
export function sampleWindow(options: SampleOptions): SampleWindow {
  const { stores, days, seed, lastDay = defaultLastDay, faults = false } = options;
  whole('stores', stores, 1, 100_000);
  whole('seed', seed, 0, 4_294_967_295);
  const last = parseDay(lastDay);
  const earliest = calendarFirst + 6 + (faults ? spareDays : 0);
  if (!(last >= earliest && last <= calendarLast - holdoutDays)) {
    throw new InvalidInput(
      `The last day is "${lastDay}"; date_dim covers 2010-01-01 to 2029-12-31, and promotions run ${holdoutDays} days on.`,
      `Give a day from ${formatDay(earliest)} to ${formatDay(calendarLast - holdoutDays)}, as YYYY-MM-DD.`,
    );
  }
  whole('days', days, 7, last - earliest + 7);
  return { first: last - days + 1, last, end: last + holdoutDays };
}

function whole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new InvalidInput(
    `A sample cannot have ${name} = ${value}.`,
    `Give a whole number from ${least} to ${most} for ${name}.`,
  );
}
