// AssemblyScript, compiled by `pnpm projen` into src/generated/records-wasm.ts. It takes records that are plainly good; of any other it says only where
// it stands, and the scanner in src/csv, which knows every rule and reason, looks at it. Lines of JSON are left to src/rows alike.

import { columnAt, commit, follow, putSame } from './columns';
import { beginRow, fullColumn, isUtf8, take, zero } from './fields';
import { learn, objectEnd, writeValues } from './objects';

export { clearColumn, columnsAt, keysAt, rises, watch } from './columns';
export { learn, objectKeysAt } from './objects';

/** As in src/csv/record-scanner.ts. */
const mostRecordBytes: i32 = 65536;

/** For each byte whether it ends a run of plain ones. */
const special: usize = memory.data(256, 16);
/** Of the scan so far: line, records, and bytes of output or rows of the group; then 1 + the column that has no room for the next record. */
const state: usize = memory.data(16, 16);

const nul: u8 = 0;
const lf: u8 = 10;
const cr: u8 = 13;
const doubleQuote: u8 = 34;
const comma: u8 = 44;

let columns: i32 = 0;
let delimiter: u8 = comma;
let quote: u8 = doubleQuote;
let row: i32 = 0;
/** Whether records are lines of JSON. */
let isObjects = false;

export function stateAt(): usize {
  return state;
}

export function firstFree(): usize {
  return __heap_base;
}

/** Says how records are formed. What the warehouse would read otherwise than the file means it, a comma or a double quote where they are letters, isn't plain. */
export function begin(count: i32, delimiterOf: u8, quoteOf: u8): void {
  columns = count;
  isObjects = false;
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

/** Says that records are lines of JSON, of which none is plain until keys are learnt. */
export function beginObjects(count: i32): void {
  columns = count;
  isObjects = true;
  learn(0);
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
    const to = writeRecord(writeLine(out + used, line), bytes + at, end - at);
    store<u8>(to, lf);
    used = <i32>(to - out) + 1;
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
  beginRow(row, quote);
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
  store<i32>(state + 12, fullColumn());
  return at;
}

/** Where a plain record ends that is whole before `length`; below 0 where the one at `at` isn't. */
function recordEnd(bytes: usize, at: i32, length: i32): i32 {
  beginRow(row, quote);
  const i = isObjects ? objectEnd(bytes + at, bytes + at + mostRecordBytes, row) : lastFieldEnd(bytes + at);
  if (i === 0) return -1;
  const last = load<u8>(i);
  if (last !== lf && last !== cr) return -1;
  const end = <i32>(i - bytes);
  // Of a carriage return at the end of a piece it is not known yet whether a line feed follows.
  if (end >= length || (end + 1 >= length && last === cr) || end - at > mostRecordBytes) return -1;
  return end;
}

/** Where the last field of the record at `at` ends, whose values then are in their columns; 0 where one is not plainly good. */
function lastFieldEnd(at: usize): usize {
  let i = at;
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
      if (delimiter !== comma || quote !== doubleQuote) return 0;
      from = ++i;
      for (;;) {
        const byte = load<u8>(i);
        if (byte === quote) {
          if (load<u8>(i + 1) !== quote) break;
          isDoubled = true;
          i++;
        } else if (byte === lf || byte === cr || byte === nul) return 0;
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
    if (to > at + mostRecordBytes) return 0;
    if (high > 127 && !isUtf8(from, to)) return 0;
    if (!take(k, from, to, isQuoted, isDoubled)) return 0;
    if (k + 1 < columns) {
      if (load<u8>(i) !== delimiter) return 0;
      i++;
    }
  }
  return i;
}

function afterLine(bytes: usize, end: i32): i32 {
  return end + (load<u8>(bytes + end) === cr && load<u8>(bytes + end + 1) === lf ? 2 : 1);
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

/** Writes a plain record as CSV, and gives the place after it. */
function writeRecord(to: usize, from: usize, length: i32): usize {
  if (isObjects) return writeValues(to, columns);
  memory.copy(to, from, length);
  if (delimiter !== comma) replace(to, length);
  return to + length;
}

function replace(at: usize, length: i32): void {
  for (let k = at; k < at + length; k++) if (load<u8>(k) === delimiter) store<u8>(k, comma);
}
