import { type Day, weekday } from '@tandem/data-model';

interface Holiday {
  readonly from: Day;
  readonly to: Day;
}

/**
 * School holidays that fall into a year. They follow the pattern of German states (summer in turns, the south
 * late and with two weeks after Whitsun), not any year's official list, which no rule gives.
 */
export function schoolHolidays(stateCode: string, year: number): Holiday[] {
  const day = (month: number, date: number) => Date.UTC(year, month - 1, date) / 86_400_000;
  const weeks = (start: Day, count: number): Holiday => ({ from: start, to: start + 7 * count - 1 });
  const easter = easterSunday(year);
  const group = summerGroups.findIndex((it) => it.includes(stateCode));
  const south = stateCode === 'BY' || stateCode === 'BW';
  // Five groups of states take turns; the south never does.
  const summer = south ? day(7, 28) : day(6, 22) + 8 * ((((group + year) % 5) + 5) % 5);
  return [
    { from: day(1, 1), to: day(1, 5) },
    ...(winterStates.includes(stateCode) ? [weeks(mondayAfter(day(1, 29)), 1)] : []),
    { from: easter - 6, to: easter + 7 },
    ...(south ? [{ from: easter + 49, to: easter + 62 }] : []),
    { from: summer, to: summer + 44 },
    weeks(mondayAfter(day(10, south ? 27 : 3 + 3 * group)), south ? 1 : 2),
    { from: day(12, 22), to: day(12, 31) },
  ];
}

const summerGroups = [
  ['NW', 'HE'],
  ['NI', 'HB', 'SN', 'TH', 'ST'],
  ['SH', 'HH', 'MV'],
  ['BE', 'BB'],
  ['RP', 'SL', 'BW', 'BY'],
];
const winterStates = ['BE', 'BB', 'MV', 'SN', 'ST', 'TH', 'BY', 'SL'];

function mondayAfter(day: Day): Day {
  return day + ((7 - weekday(day)) % 7);
}

/** Gregorian Easter; source: Meeus, Jones and Butcher, in Meeus (1991), Astronomical Algorithms, chapter 8. */
export function easterSunday(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const l = (32 + 2 * (b % 4) + 2 * i - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1) / 86_400_000;
}
