import { InvalidInput } from './errors.ts';

/** Units of a forecast frequency: minutes, hours, days, weeks (Monday first), months, quarters, years. */
export const frequencyUnits = ['min', 'H', 'D', 'W', 'M', 'Q', 'Y'] as const;
export type FrequencyUnit = (typeof frequencyUnits)[number];

/** A step of time: `count` times `unit`. */
export interface Frequency {
  readonly count: number;
  readonly unit: FrequencyUnit;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
export type Day = number;

/** Index of a step on a `PeriodAxis`; consecutive timestamps differ by one. */
export type Period = number;

/**
 * Numbers time in steps of a frequency. `anchor` is the calendar unit in which period 0 begins, so that steps of
 * several units keep the phase of the data. Timestamps carry no zone and are read as UTC.
 */
export interface PeriodAxis {
  readonly frequency: Frequency;
  readonly anchor: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Reads `D`, `15min`, `2W`; throws InvalidInput otherwise. */
export function parseFrequency(text: string): Frequency {
  const match = /^\s*(\d*)\s*(min|H|D|W|M|Q|Y)\s*$/.exec(text);
  const count = match?.[1] ? Number(match[1]) : 1;
  if (!match || count < 1 || count > 10_000) {
    throw new InvalidInput(
      `"${text}" is not a frequency.`,
      'Give min, H, D, W, M, Q or Y, with an optional count before it, as in 15min.',
    );
  }
  return { count, unit: match[2] as FrequencyUnit };
}

export function formatFrequency({ count, unit }: Frequency): string {
  return count === 1 ? unit : `${count}${unit}`;
}

/** Index of the calendar unit that holds an instant (milliseconds since 1970-01-01 UTC). */
export function unitIndex(unit: FrequencyUnit, epochMs: number): number {
  switch (unit) {
    case 'min':
      return Math.floor(epochMs / minuteMs);
    case 'H':
      return Math.floor(epochMs / (60 * minuteMs));
    case 'D':
      return Math.floor(epochMs / dayMs);
    case 'W':
      // 1970-01-01 was a Thursday: three days after the Monday of its week.
      return Math.floor((Math.floor(epochMs / dayMs) + 3) / 7);
    default: {
      const date = new Date(epochMs);
      const months = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
      return Math.floor(months / monthsPer[unit]);
    }
  }
}

/** First instant (milliseconds since 1970-01-01 UTC) of a calendar unit. */
export function unitStart(unit: FrequencyUnit, index: number): number {
  switch (unit) {
    case 'min':
      return index * minuteMs;
    case 'H':
      return index * 60 * minuteMs;
    case 'D':
      return index * dayMs;
    case 'W':
      return (index * 7 - 3) * dayMs;
    default: {
      const months = index * monthsPer[unit];
      const years = Math.floor(months / 12);
      return Date.UTC(1970 + years, months - years * 12, 1);
    }
  }
}

const monthsPer = { M: 1, Q: 3, Y: 12 } as const;

/** The axis on which the step that begins at (or holds) `epochMs` is a whole period. */
export function axisAt(frequency: Frequency, epochMs: number): PeriodAxis {
  const index = unitIndex(frequency.unit, epochMs);
  return { frequency, anchor: ((index % frequency.count) + frequency.count) % frequency.count };
}

export function periodOf({ frequency, anchor }: PeriodAxis, epochMs: number): Period {
  return Math.floor((unitIndex(frequency.unit, epochMs) - anchor) / frequency.count);
}

/** First instant of a period, in milliseconds since 1970-01-01 UTC. */
export function periodStart({ frequency, anchor }: PeriodAxis, period: Period): number {
  return unitStart(frequency.unit, period * frequency.count + anchor);
}

/** ISO 8601 text of a period's first instant: a date, with hours and minutes where the frequency has them. */
export function formatPeriod(axis: PeriodAxis, period: Period): string {
  const text = new Date(periodStart(axis, period)).toISOString();
  return axis.frequency.unit === 'min' || axis.frequency.unit === 'H'
    ? text.slice(0, 19).replace('T', ' ')
    : text.slice(0, 10);
}

/** Monday = 0 ... Sunday = 6. */
export function weekday(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** `YYYY-MM-DD` to a day; NaN where the text is not a calendar date. */
export function parseDay(text: string): Day {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return formatDay(ms / dayMs) === text ? ms / dayMs : Number.NaN;
}

export function formatDay(day: Day): string {
  return Number.isFinite(day) ? new Date(day * dayMs).toISOString().slice(0, 10) : '';
}

/** ISO 8601 week and the year it belongs to: 2029-12-31 is week 1 of 2030. */
export function isoWeek(day: Day): { week: number; isoYear: number } {
  const thursday = day - weekday(day) + 3;
  const isoYear = new Date(thursday * dayMs).getUTCFullYear();
  const firstDay = Date.UTC(isoYear, 0, 1) / dayMs;
  return { week: Math.floor((thursday - firstDay) / 7) + 1, isoYear };
}
