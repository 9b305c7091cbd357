// AssemblyScript, compiled by `pnpm projen` into src/generated/records-wasm.ts. It takes records that are plainly good; of any other it says only where
// it stands, and the scanner in src/csv, which knows every rule and reason, looks at it. Its own rules are never more lenient than those of field-rule.ts.

/** As in src/csv/record-kernel.ts. */
const mostColumns: i32 = 1024;
const mostRecordBytes: i32 = 65536;

/** Kinds of rules; in a record of 32 bytes: kind, digits or length (i32), least and most (f64, `kind + ranged` where they count). */
const anything: i32 = 0;
const integer: i32 = 1;
const decimal: i32 = 2;
const flag: i32 = 3;
const day: i32 = 4;
const text: i32 = 5;

const rules: usize = memory.data(mostColumns * 32, 16);
/** For each byte whether it ends a run of plain ones. */
const special: usize = memory.data(256, 16);
/** Line, bytes of output, records: of the scan so far. */
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

export function rulesAt(): usize {
  return rules;
}

export function stateAt(): usize {
  return state;
}

export function firstFree(): usize {
  return __heap_base;
}

/** Says how fields end. What a warehouse would read otherwise than the file means it, a comma or a double quote where they are letters, isn't plain. */
export function begin(delimiter: u8, quote: u8): void {
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
export function take(
  bytes: usize,
  from: i32,
  length: i32,
  columns: i32,
  delimiter: u8,
  quote: u8,
  out: usize,
  limit: i32,
): i32 {
  let line = load<i32>(state);
  let used = load<i32>(state + 4);
  let records = load<i32>(state + 8);
  let at = from;
  while (at < length && used <= limit) {
    const end = recordEnd(bytes, at, columns, delimiter, quote);
    // Of a carriage return at the end of a piece it is not known yet whether a line feed follows.
    if (end < 0 || end >= length || end - at > mostRecordBytes) break;
    const isCr = load<u8>(bytes + end) === cr;
    if (isCr && end + 1 >= length) break;
    const to = writeLine(out + used, line);
    memory.copy(to, bytes + at, end - at);
    if (delimiter !== comma) replace(to, end - at, delimiter);
    store<u8>(to + end - at, lf);
    used = <i32>(to - out) + end - at + 1;
    at = end + (isCr && load<u8>(bytes + end + 1) === lf ? 2 : 1);
    line++;
    records++;
  }
  store<i32>(state, line);
  store<i32>(state + 4, used);
  store<i32>(state + 8, records);
  return at;
}

/** Where a plain record ends; below 0 where the one at `at` isn't. */
function recordEnd(bytes: usize, at: i32, columns: i32, delimiter: u8, quote: u8): i32 {
  let i = bytes + at;
  for (let column = 0; column < columns; column++) {
    let from = i;
    let to = i;
    let high: u8 = 0;
    let isDoubled = false;
    if (load<u8>(i) === quote) {
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
    const rule = rules + (column << 5);
    if (!isPlain(rule, from, to, isDoubled)) return -1;
    if (high > 127 && !isUtf8(from, to)) return -1;
    const end = load<u8>(i);
    if (column + 1 === columns) return end === lf || end === cr ? <i32>(i - bytes) : -1;
    if (end !== delimiter) return -1;
    i++;
  }
  return -1;
}

function isPlain(rule: usize, start: usize, end: usize, isDoubled: bool): bool {
  const kind = load<i32>(rule);
  if (kind === anything) return true;
  let from = start;
  let to = end;
  while (from < to && load<u8>(from) === space) from++;
  while (to > from && load<u8>(to - 1) === space) to--;
  if (from === to) return false;
  const size = load<i32>(rule + 4);
  if (kind === text) return <i32>(end - start) <= size || (!isDoubled && characters(start, end) <= size);
  if (kind === decimal) return isDecimal(from, to, size, load<f64>(rule + 8), load<f64>(rule + 16));
  if (kind === integer) return isInteger(from, to, load<f64>(rule + 8), load<f64>(rule + 16));
  if (kind === day) return isDay(from, to);
  const byte = load<u8>(from);
  return kind === flag && (byte === zero || byte === zero + 1) && isZeroFraction(from + 1, to);
}

function isInteger(from: usize, to: usize, least: f64, most: f64): bool {
  const isNegative = load<u8>(from) === minus;
  let at = from + (isNegative || load<u8>(from) === plus ? 1 : 0);
  const first = at;
  let value: i64 = 0;
  for (; at < to && isDigit(load<u8>(at)); at++) value = value * 10 + (load<u8>(at) - zero);
  const digits = <i32>(at - first);
  if (digits === 0 || digits > exactDigits || !isZeroFraction(at, to)) return false;
  const signed = <f64>(isNegative ? -value : value);
  return signed >= least && signed <= most;
}

/** Fewer whole digits than the type has: whether one of as many rounds over is for the scanner. */
function isDecimal(from: usize, to: usize, wholeDigits: i32, least: f64, most: f64): bool {
  const isNegative = load<u8>(from) === minus;
  let at = from + (isNegative || load<u8>(from) === plus ? 1 : 0);
  const first = at;
  while (at < to && load<u8>(at) === zero) at++;
  const counted = at;
  let value: i64 = 0;
  for (; at < to && isDigit(load<u8>(at)); at++) value = value * 10 + (load<u8>(at) - zero);
  const whole = <i32>(at - counted);
  let digits = <i32>(at - first);
  let scale: f64 = 1;
  let fraction: i32 = 0;
  if (at < to && load<u8>(at) === point) {
    const start = ++at;
    for (; at < to && isDigit(load<u8>(at)); at++) {
      value = value * 10 + (load<u8>(at) - zero);
      scale *= 10;
    }
    fraction = <i32>(at - start);
    digits += fraction;
  }
  if (at < to || digits === 0 || whole >= wholeDigits || whole + fraction > exactDigits) return false;
  // Both are exact, so that the quotient is the double next to what the text says.
  const amount = <f64>(isNegative ? -value : value) / scale;
  return amount >= least && amount <= most;
}

/** `YYYY-MM-DD`, with midnight after it or nothing. */
function isDay(from: usize, to: usize): bool {
  const bytes = <i32>(to - from);
  if (bytes !== 10 && !(bytes === 19 && isMidnight(from + 10))) return false;
  const year = twoDigits(from) * 100 + twoDigits(from + 2);
  const month = twoDigits(from + 5);
  const date = twoDigits(from + 8);
  return (
    load<u8>(from + 4) === minus &&
    load<u8>(from + 7) === minus &&
    year >= 1 &&
    month >= 1 &&
    month <= 12 &&
    date >= 1 &&
    date <= daysIn(year, month)
  );
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

function replace(at: usize, length: i32, delimiter: u8): void {
  for (let k = at; k < at + length; k++) if (load<u8>(k) === delimiter) store<u8>(k, comma);
}
