// AssemblyScript, compiled by `pnpm projen` into src/generated/records-wasm.ts. It takes records that are plainly good; of any other it says only where
// it stands, and the scanner in src/csv, which knows every rule and reason, looks at it. Its own rules are never more lenient than those of field-rule.ts.

import { Column, columnAt, commit, follow, putLong, putSame, putText, putWord } from './columns';

export { clearColumn, columnsAt, keysAt, rises, watch } from './columns';

/** As in src/csv/record-scanner.ts. */
const mostRecordBytes: i32 = 65536;

/** What a column's fields are. */
const anything: i32 = 0;
const integer: i32 = 1;
const decimal: i32 = 2;
const flag: i32 = 3;
const day: i32 = 4;
const text: i32 = 5;

/** For each byte whether it ends a run of plain ones. */
const special: usize = memory.data(256, 16);
/** Of the scan so far: line, records, and bytes of output or rows of the group; then 1 + the column that has no room for the next record. */
const state: usize = memory.data(16, 16);

const nul: u8 = 0;
const lf: u8 = 10;
const cr: u8 = 13;
const space: u8 = 32;
const doubleQuote: u8 = 34;
const plus: u8 = 43;
const comma: u8 = 44;
const minus: u8 = 45;
const point: u8 = 46;
const zero: u8 = 48;
const colon: u8 = 58;

/** Digits that a double holds exactly, with room. */
const exactDigits: i32 = 15;

let columns: i32 = 0;
let delimiter: u8 = comma;
let quote: u8 = doubleQuote;
let row: i32 = 0;
let full: i32 = 0;

export function stateAt(): usize {
  return state;
}

export function firstFree(): usize {
  return __heap_base;
}

/** Says how records are formed. What the warehouse would read otherwise than the file means it, a comma or a double quote where they are letters, isn't plain. */
export function begin(count: i32, delimiterOf: u8, quoteOf: u8): void {
  columns = count;
  delimiter = delimiterOf;
  quote = quoteOf;
  memory.fill(special, 0, 256);
  store<u8>(special + delimiter, 1);
  store<u8>(special + quote, 1);
  store<u8>(special + comma, 1);
  store<u8>(special + doubleQuote, 1);
  store<u8>(special + lf, 1);
  store<u8>(special + cr, 1);
  store<u8>(special + nul, 1);
}

/**
 * Takes records from `from` on until one is not plain or not whole, or `out` holds more than `limit` bytes; gives the
 * place where that one begins. Each goes to `out` behind its line. A byte after `length` is a line feed.
 */
export function takeText(bytes: usize, from: i32, length: i32, out: usize, limit: i32): i32 {
  let line = load<i32>(state);
  let records = load<i32>(state + 4);
  let used = load<i32>(state + 8);
  let at = from;
  while (at < length && used <= limit) {
    const end = recordEnd(bytes, at, length);
    if (end < 0) break;
    const to = writeLine(out + used, line);
    memory.copy(to, bytes + at, end - at);
    if (delimiter !== comma) replace(to, end - at);
    store<u8>(to + end - at, lf);
    used = <i32>(to - out) + end - at + 1;
    at = afterLine(bytes, end);
    line++;
    records++;
  }
  store<i32>(state, line);
  store<i32>(state + 4, records);
  store<i32>(state + 8, used);
  return at;
}

/** The same until there are `most` rows: each goes into the columns, and its line into `lines`. */
export function takeTyped(bytes: usize, from: i32, length: i32, lines: usize, most: i32): i32 {
  let line = load<i32>(state);
  let records = load<i32>(state + 4);
  row = load<i32>(state + 8);
  full = 0;
  let at = from;
  while (at < length && row < most) {
    const end = recordEnd(bytes, at, length);
    if (end < 0) break;
    store<i32>(lines + (row << 2), line);
    commit(columns);
    follow(row);
    at = afterLine(bytes, end);
    row++;
    line++;
    records++;
  }
  store<i32>(state, line);
  store<i32>(state + 4, records);
  store<i32>(state + 8, row);
  store<i32>(state + 12, full);
  return at;
}

/** Where a plain record ends that is whole before `length`; below 0 where the one at `at` isn't. */
function recordEnd(bytes: usize, at: i32, length: i32): i32 {
  let i = bytes + at;
  for (let k = 0; k < columns; k++) {
    let from = i;
    let to = i;
    let high: u8 = 0;
    let isDoubled = false;
    // Values that repeat are most of many files, and need not be looked at again.
    const same = k + 1 < columns ? putSame(columnAt(k), row, i, delimiter) : 0;
    if (same !== 0) {
      i = same + 1;
      continue;
    }
    const isQuoted = load<u8>(i) === quote;
    if (isQuoted) {
      if (delimiter !== comma || quote !== doubleQuote) return -1;
      from = ++i;
      for (;;) {
        const byte = load<u8>(i);
        if (byte === quote) {
          if (load<u8>(i + 1) !== quote) break;
          isDoubled = true;
          i++;
        } else if (byte === lf || byte === cr || byte === nul) return -1;
        high |= byte;
        i++;
      }
      to = i++;
    } else {
      for (;;) {
        const byte = load<u8>(i);
        if (load<u8>(special + byte)) break;
        high |= byte;
        i++;
      }
      to = i;
    }
    if (<i32>(to - bytes) - at > mostRecordBytes) return -1;
    if (high > 127 && !isUtf8(from, to)) return -1;
    if (!take(k, from, to, isQuoted, isDoubled)) return -1;
    const end = load<u8>(i);
    if (k + 1 < columns) {
      if (end !== delimiter) return -1;
      i++;
    } else if (end !== lf && end !== cr) return -1;
  }
  const end = <i32>(i - bytes);
  // Of a carriage return at the end of a piece it is not known yet whether a line feed follows.
  if (end >= length || (end + 1 >= length && load<u8>(i) === cr) || end - at > mostRecordBytes) return -1;
  return end;
}

function afterLine(bytes: usize, end: i32): i32 {
  return end + (load<u8>(bytes + end) === cr && load<u8>(bytes + end + 1) === lf ? 2 : 1);
}

/** Whether a field is plainly good; if so its value goes into its column. */
function take(k: i32, start: usize, end: usize, isQuoted: bool, isDoubled: bool): bool {
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

function isDigit(byte: u8): bool {
  return byte >= zero && byte < colon;
}

/** Characters of a text that is UTF-8. */
function characters(from: usize, to: usize): i32 {
  let count = 0;
  for (let at = from; at < to; at++) if ((load<u8>(at) & 0xc0) !== 0x80) count++;
  return count;
}

/** Well-formed by table 3-7 of the Unicode standard: no longer form than needed, no surrogates, nothing past U+10FFFF. */
function isUtf8(from: usize, to: usize): bool {
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

/** Writes a line number and a comma, and gives the place after them. */
function writeLine(to: usize, line: i32): usize {
  let digits: usize = 1;
  for (let rest = line / 10; rest > 0; rest /= 10) digits++;
  let rest = line;
  for (let at = to + digits - 1; at >= to; at--) {
    store<u8>(at, <u8>(zero + (rest % 10)));
    rest /= 10;
  }
  store<u8>(to + digits, comma);
  return to + digits + 1;
}

function replace(at: usize, length: i32): void {
  for (let k = at; k < at + length; k++) if (load<u8>(k) === delimiter) store<u8>(k, comma);
}
