import { formatDay, parseDay, weekday } from '@tandem/data-model';
import { cosTurn } from './portable-math.ts';
import { publicHolidays } from './public-holidays.ts';
import type { SampleWindow } from './sample-options.ts';
import { schoolHolidays } from './school-holidays.ts';

/** Facts of the days of a sample: index 0 is the window's first day; `length` days in all. */
export interface TradingCalendar {
  readonly window: SampleWindow;
  readonly length: number;
  /** Monday = 0. */
  readonly weekday: Uint8Array;
  /** Cosine and sine of one and two turns a year: four numbers for each day. */
  readonly yearly: Float64Array;
  /** What every store's logarithm of sales gets from the date: Christmas, half days, paydays. */
  readonly dateEffect: Float64Array;
  /** Facts that differ by state. */
  state(code: string): StateDays;
}

export interface StateDays {
  /** A flag for each day, and for two days more: the eve of a holiday must see it coming over a Sunday. */
  readonly holiday: Uint8Array;
  /** A flag for each day. */
  readonly school: Uint8Array;
}

export function tradingCalendar(window: SampleWindow): TradingCalendar {
  const length = window.end - window.first + 1;
  const weekdays = new Uint8Array(length);
  const yearly = new Float64Array(4 * length);
  const dateEffect = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const day = window.first + i;
    weekdays[i] = weekday(day);
    // 2000-01-01 is day 10957; a year is taken as 365.25 days.
    const turn = (day - 10957) / 365.25;
    for (const k of [1, 2]) {
      yearly[4 * i + 2 * k - 2] = cosTurn(k * turn);
      yearly[4 * i + 2 * k - 1] = cosTurn(k * turn - 0.25);
    }
    dateEffect[i] = effectOfDate(formatDay(day));
  }
  const states = new Map<string, StateDays>();
  return {
    window,
    length,
    weekday: weekdays,
    yearly,
    dateEffect,
    state(code) {
      const known = states.get(code) ?? stateDays(code, window, length);
      states.set(code, known);
      return known;
    },
  };
}

/** Sales rise from 20 November to Christmas, halve on 24 and 31 December, sag in January, and swell at month's end. */
function effectOfDate(text: string): number {
  const monthDay = text.slice(5);
  const date = Number(text.slice(8));
  const payday = date >= 28 || date <= 2 ? 0.04 : 0;
  if (monthDay === '12-24' || monthDay === '12-31') return -0.6;
  if (monthDay >= '01-02' && monthDay <= '01-15') return payday - 0.07;
  if (monthDay >= '11-20' && monthDay <= '12-23') {
    const approach = (parseDay(text) - parseDay(`${text.slice(0, 4)}-11-19`)) / 34;
    return payday + 0.3 * approach * approach;
  }
  return payday;
}

function stateDays(code: string, { first, end }: SampleWindow, length: number): StateDays {
  const firstYear = Number(formatDay(first).slice(0, 4));
  const lastYear = Number(formatDay(end + 2).slice(0, 4));
  const holiday = new Uint8Array(length + 2);
  const school = new Uint8Array(length);
  for (const day of publicHolidays(code, firstYear, lastYear)) {
    if (day >= first && day <= end + 2) holiday[day - first] = 1;
  }
  for (let year = firstYear; year <= lastYear; year++) {
    for (const { from, to } of schoolHolidays(code, year)) {
      for (let day = Math.max(from, first); day <= Math.min(to, end); day++) school[day - first] = 1;
    }
  }
  return { holiday, school };
}
