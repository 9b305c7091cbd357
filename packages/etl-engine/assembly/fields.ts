// AssemblyScript, part of records.ts: whether the text of a field is plainly good for its column, and its value. The rules are never more lenient than those
// of src/csv/field-rule.ts.

import { Column, columnAt, putLong, putText, putWord } from './columns';

/** What a column's fields are. */
const anything: i32 = 0;
const integer: i32 = 1;
const decimal: i32 = 2;
export const flag: i32 = 3;
const day: i32 = 4;
const text: i32 = 5;

const space: u8 = 32;
const plus: u8 = 43;
const minus: u8 = 45;
const point: u8 = 46;
export const zero: u8 = 48;
const colon: u8 = 58;

/** Digits that a double holds exactly, with room. */
const exactDigits: i32 = 15;

let row: i32 = 0;
let quote: u8 = 0;
let full: i32 = 0;

/** Says where values of the next record go, and which quotes may stand doubled in its texts. */
export function beginRow(rowOf: i32, quoteOf: u8): void {
  row = rowOf;
  quote = quoteOf;
  full = 0;
}

/** 1 + the column that had no room for a text of the record; 0 if there was none. */
export function fullColumn(): i32 {
  return full;
}

/** Whether a field is plainly good; if so its value goes into its column. */
export function take(k: i32, start: usize, end: usize, isQuoted: bool, isDoubled: bool): bool {
  const column = columnAt(k);
  const kind = column.kind;
  if (kind === anything) return true;
  let from = start;
  let to = end;
  while (from < to && load<u8>(from) === space) from++;
  while (to > from && load<u8>(to - 1) === space) to--;
  if (from === to) return false;
  if (kind === text) {
    if (<i32>(end - start) > column.size && (isDoubled || characters(start, end) > column.size)) return false;
    if (putText(column, row, start, end, quote, isQuoted, isDoubled)) return true;
    full = k + 1;
    return false;
  }
  if (kind === decimal) return takeDecimal(column, from, to);
  if (kind === integer) return takeInteger(column, from, to);
  if (kind === day) return takeDay(column, from, to);
  const byte = load<u8>(from);
  putWord(column, row, <i32>byte - zero);
  return kind === flag && (byte === zero || byte === zero + 1) && isZeroFraction(from + 1, to);
}

function takeInteger(column: Column, from: usize, to: usize): bool {
  const isNegative = load<u8>(from) === minus;
  let at = from + (isNegative || load<u8>(from) === plus ? 1 : 0);
  const first = at;
  let value: i64 = 0;
  for (; at < to && isDigit(load<u8>(at)); at++) value = value * 10 + (load<u8>(at) - zero);
  const digits = <i32>(at - first);
  if (digits === 0 || digits > exactDigits || !isZeroFraction(at, to)) return false;
  if (isNegative) value = -value;
  putWord(column, row, <i32>value);
  return <f64>value >= column.least && <f64>value <= column.most;
}

/** Fewer whole digits than the type has: whether one of as many rounds over is for the scanner. */
function takeDecimal(column: Column, from: usize, to: usize): bool {
  const isNegative = load<u8>(from) === minus;
  let at = from + (isNegative || load<u8>(from) === plus ? 1 : 0);
  const first = at;
  while (at < to && load<u8>(at) === zero) at++;
  const counted = at;
  let value: i64 = 0;
  for (; at < to && isDigit(load<u8>(at)); at++) value = value * 10 + (load<u8>(at) - zero);
  const whole = <i32>(at - counted);
  let digits = <i32>(at - first);
  let scale: i64 = 1;
  let fraction: i32 = 0;
  if (at < to && load<u8>(at) === point) {
    const start = ++at;
    for (; at < to && isDigit(load<u8>(at)) && at - start <= <usize>exactDigits; at++) {
      value = value * 10 + (load<u8>(at) - zero);
      scale *= 10;
    }
    fraction = <i32>(at - start);
    digits += fraction;
  }
  if (at < to || digits === 0 || whole >= column.size || whole + fraction > exactDigits) return false;
  putLong(column, row, isNegative ? -scaled(value, fraction, column.scale) : scaled(value, fraction, column.scale));
  // Both are exact, so that the quotient is the double next to what the text says.
  const amount = <f64>(isNegative ? -value : value) / <f64>scale;
  return amount >= column.least && amount <= column.most;
}

/** A number of so many digits after its point with `scale` of them, half away from zero. */
function scaled(value: i64, fraction: i32, scale: i32): i64 {
  let result = value;
  for (let k = fraction; k < scale; k++) result *= 10;
  let unit: i64 = 1;
  for (let k = scale; k < fraction; k++) unit *= 10;
  return unit === 1 ? result : (result + unit / 2) / unit;
}

/** `YYYY-MM-DD`, with midnight after it or nothing; kept as days since 1970. */
function takeDay(column: Column, from: usize, to: usize): bool {
  const bytes = <i32>(to - from);
  if (bytes !== 10 && !(bytes === 19 && isMidnight(from + 10))) return false;
  const year = twoDigits(from) * 100 + twoDigits(from + 2);
  const month = twoDigits(from + 5);
  const date = twoDigits(from + 8);
  if (load<u8>(from + 4) !== minus || load<u8>(from + 7) !== minus) return false;
  if (year < 1 || month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) return false;
  putWord(column, row, daysSince1970(year, month, date));
  return true;
}

/** In the calendar that is ours since 1582, carried on into the past; years begin in March, so that a leap day ends one. */
function daysSince1970(year: i32, month: i32, date: i32): i32 {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + date - 719_469;
}

/** `00:00:00` after a space or a T. */
function isMidnight(at: usize): bool {
  const first = load<u8>(at);
  return (first === space || first === 84) && load<u32>(at + 1) === 0x303a3030 && load<u32>(at + 5) === 0x30303a30;
}

function daysIn(year: i32, month: i32): i32 {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** The number of two digits at `at`; far below 0 where another byte stands there. */
function twoDigits(at: usize): i32 {
  const tens = <i32>load<u8>(at) - zero;
  const ones = <i32>load<u8>(at + 1) - zero;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : tens * 10 + ones;
}

function isZeroFraction(from: usize, to: usize): bool {
  if (from === to) return true;
  if (load<u8>(from) !== point) return false;
  let at = from + 1;
  while (at < to && load<u8>(at) === zero) at++;
  return at === to;
}

export function isDigit(byte: u8): bool {
  return byte >= zero && byte < colon;
}

/** Characters of a text that is UTF-8. */
function characters(from: usize, to: usize): i32 {
  let count = 0;
  for (let at = from; at < to; at++) if ((load<u8>(at) & 0xc0) !== 0x80) count++;
  return count;
}

/** Well-formed by table 3-7 of the Unicode standard: no longer form than needed, no surrogates, nothing past U+10FFFF. */
export function isUtf8(from: usize, to: usize): bool {
  let at = from;
  while (at < to) {
    const byte = load<u8>(at);
    if (byte < 0x80) {
      at++;
      continue;
    }
    const more: usize = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    if (byte < 0xc2 || byte > 0xf4 || at + more >= to) return false;
    const second = load<u8>(at + 1);
    const least: u8 = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    const most: u8 = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return false;
    for (let k: usize = 2; k <= more; k++) if ((load<u8>(at + k) & 0xc0) !== 0x80) return false;
    at += more + 1;
  }
  return true;
}
