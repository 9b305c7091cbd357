// AssemblyScript, part of records.ts: lines of JSON that are one flat object, whose keys are those of a line before, in its order. Each value is a string
// without escapes, a number without an exponent, or a word; any other line is for src/rows, which knows all of JSON.

import { columnAt, putSame, putWord } from './columns';
import { flag, isDigit, isUtf8, take, zero } from './fields';

/** As in src/csv/record-kernel.ts. */
const keyBytes: i32 = 65536;
const mostColumns: i32 = 1024;

/** The keys one after the other: column, or below 0 where it is not read; bytes of the key with its quotes; these themselves. */
const keys: usize = memory.data(keyBytes, 16);
/** Where the value of each column stands in the line that was looked at last: from, to. */
const spans: usize = memory.data(mostColumns * 8, 16);
/** What a flag is in CSV. */
const digits: usize = memory.data<u8>([48, 49]);

const tab: u8 = 9;
const space: u8 = 32;
const doubleQuote: u8 = 34;
const comma: u8 = 44;
const minus: u8 = 45;
const point: u8 = 46;
const colon: u8 = 58;
const backslash: u8 = 92;
const open: u8 = 123;
const close: u8 = 125;
/** Words as four bytes; of `false` those after the first. */
const trueWord: u32 = 0x65757274;
const alseWord: u32 = 0x65736c61;
const nullWord: u32 = 0x6c6c756e;

let count: i32 = 0;
/** What ends past it is not taken. */
let limit: usize = 0;

export function objectKeysAt(): usize {
  return keys;
}

/** From here on the keys of a line are so many, as they stand in `keys`. */
export function learn(keyCount: i32): void {
  count = keyCount;
}

/** Where the line at `at` ends, whose values then are in their columns; 0 where it is not plain, or has a string that ends past `limitOf`. */
export function objectEnd(at: usize, limitOf: usize, row: i32): usize {
  limit = limitOf;
  if (count === 0) return 0;
  let i = blanks(at);
  if (load<u8>(i) !== open) return 0;
  let key = keys;
  for (let n = 0; n < count; n++) {
    i = blanks(i + 1);
    const k = load<i32>(key);
    const length = load<i32>(key + 4);
    if (!isKey(i, key + 8, length)) return 0;
    key += 8 + ((length + 3) & ~3);
    i = blanks(i + length);
    if (load<u8>(i) !== colon) return 0;
    i = k < 0 ? skipped(blanks(i + 1)) : taken(blanks(i + 1), k, row);
    if (i === 0) return 0;
    i = blanks(i);
    if (load<u8>(i) !== (n + 1 < count ? comma : close)) return 0;
  }
  return blanks(i + 1);
}

/** Writes the values of the line that was looked at last between quotes and commas, and gives the place after them. */
export function writeValues(to: usize, columns: i32): usize {
  let at = to;
  for (let k = 0; k < columns; k++) {
    const from = load<usize>(spans + (k << 3));
    const length = load<usize>(spans + (k << 3) + 4) - from;
    if (k > 0) store<u8>(at++, comma);
    store<u8>(at++, doubleQuote);
    memory.copy(at, from, length);
    at += length;
    store<u8>(at++, doubleQuote);
  }
  return at;
}

/** Puts the value at `from` into its column, and gives the place after it; 0 where it is not plainly good. */
function taken(from: usize, k: i32, row: i32): usize {
  const first = load<u8>(from);
  if (first === doubleQuote) {
    // Values that repeat are most of many files, and need not be looked at again.
    let end = putSame(columnAt(k), row, from + 1, doubleQuote);
    if (end === 0) {
      end = stringEnd(from);
      if (end === 0 || !take(k, from + 1, end, false, false)) return 0;
    }
    keep(k, from + 1, end);
    return end + 1;
  }
  const word = wordEnd(from);
  if (word !== 0) {
    const column = columnAt(k);
    if (column.kind !== flag || load<u32>(from) === nullWord) return 0;
    const value = load<u32>(from) === trueWord ? 1 : 0;
    putWord(column, row, value);
    keep(k, digits + value, digits + value + 1);
    return word;
  }
  const end = numberEnd(from);
  if (end === 0 || !take(k, from, end, false, false)) return 0;
  keep(k, from, end);
  return end;
}

function skipped(from: usize): usize {
  if (load<u8>(from) === doubleQuote) {
    const end = stringEnd(from);
    return end === 0 ? 0 : end + 1;
  }
  const word = wordEnd(from);
  return word !== 0 ? word : numberEnd(from);
}

function keep(k: i32, from: usize, to: usize): void {
  store<usize>(spans + (k << 3), from);
  store<usize>(spans + (k << 3) + 4, to);
}

/** Where the string at `from` has its last quote; 0 where it is not plain. */
function stringEnd(from: usize): usize {
  let at = from + 1;
  let high: u8 = 0;
  for (;;) {
    const byte = load<u8>(at);
    if (byte === doubleQuote) break;
    if (byte === backslash || byte < space) return 0;
    high |= byte;
    at++;
  }
  return at > limit || (high > 127 && !isUtf8(from + 1, at)) ? 0 : at;
}

/** Where `true`, `false` or `null` ends; 0 if none stands there. */
function wordEnd(from: usize): usize {
  const word = load<u32>(from);
  if (word === trueWord || word === nullWord) return from + 4;
  return load<u8>(from) === 102 && load<u32>(from + 1) === alseWord ? from + 5 : 0;
}

/** Where a number of JSON ends that has no exponent; 0 if none stands there. */
function numberEnd(from: usize): usize {
  let at = load<u8>(from) === minus ? from + 1 : from;
  if (!isDigit(load<u8>(at))) return 0;
  if (load<u8>(at) === zero) at++;
  else while (isDigit(load<u8>(at))) at++;
  if (load<u8>(at) !== point) return at;
  const fraction = ++at;
  while (isDigit(load<u8>(at))) at++;
  return at === fraction ? 0 : at;
}

function isKey(at: usize, key: usize, length: i32): bool {
  let k: i32 = 0;
  for (; k + 4 <= length; k += 4) if (load<u32>(at + k) !== load<u32>(key + k)) return false;
  for (; k < length; k++) if (load<u8>(at + k) !== load<u8>(key + k)) return false;
  return true;
}

function blanks(from: usize): usize {
  let at = from;
  while (load<u8>(at) === space || load<u8>(at) === tab) at++;
  return at;
}
