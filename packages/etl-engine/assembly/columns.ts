// AssemblyScript, part of records.ts: the columns of a file, and the values of records that were taken, as Parquet stores them. Numbers stand one after
// the other; texts as places in a dictionary or, where they are too many for one, behind their lengths.

/** As in src/csv/kernel-columns.ts. */
const mostColumns: i32 = 1024;
const columnBytes: i32 = 88;

const columns: usize = memory.data(mostColumns * columnBytes, 16);
/** Where a quoted text is put together without its doubled quotes; as long as a record. */
const scratch: usize = memory.data(65536, 16);

let isPending = false;

/** Columns whose values together are to rise from row to row, as numbers of 4 bytes: their numbers, and the values of the last row. */
const mostKeys: i32 = 16;
const keys: usize = memory.data(mostKeys * 8, 16);
let keyCount: i32 = 0;
let isFirst = true;
let isRising: bool = true;

/** How values are kept: not at all, as 4 bytes each, as 8, as places in a dictionary, or as texts. */
export const asNothing: i32 = 0;
export const asWord: i32 = 1;
export const asLong: i32 = 2;
export const asPlace: i32 = 3;
export const asText: i32 = 4;

/** Fields in the order, and at the addresses, of src/csv/kernel-columns.ts. */
@unmanaged
export class Column {
  /** What its fields are: see records.ts. */
  kind: i32;
  /** Whole digits of a decimal, characters of a text. */
  size: i32;
  least: f64;
  most: f64;
  /** Digits that a decimal keeps after its point. */
  scale: i32;
  form: i32;
  /** Where values stand, one for each row; of texts their places. */
  values: usize;
  /** Where texts stand, each behind its length in 4 bytes: those of a dictionary, or all. */
  texts: usize;
  /** Bytes that they may take, and that they take. */
  room: i32;
  used: i32;
  /** The same with the text of the record in hand, which may still turn out not to be plain. */
  pending: i32;
  /** Texts in the dictionary, and how many it may have. */
  count: i32;
  mostCount: i32;
  /** Of the text that came last: where it stands, and its place; the next is often the same. */
  last: usize;
  lastPlace: i32;
  /** Whether it came without quotes, so that it is told by its bytes alone. */
  isBare: i32;
  /** A hash table of the dictionary: address and place of a text, 0 where a slot is free; a power of two of 8 bytes each. */
  slots: usize;
  slotMask: i32;
}

export function columnsAt(): usize {
  return columns;
}

export function columnAt(k: i32): Column {
  return changetype<Column>(columns + k * columnBytes);
}

/** Empties a column for the next group of rows. */
export function clearColumn(k: i32): void {
  const column = columnAt(k);
  column.used = 0;
  column.pending = 0;
  column.count = 0;
  column.last = 0;
  if (column.form === asPlace) memory.fill(column.slots, 0, (column.slotMask + 1) << 3);
}

export function keysAt(): usize {
  return keys;
}

/** Begins to watch whether the key rises; its columns' numbers stand in every other word of `keys`. */
export function watch(count: i32): void {
  keyCount = count;
  isFirst = true;
  isRising = true;
}

/** Whether each row had a higher key than the one before it. */
export function rises(): bool {
  return isRising;
}

/** Compares the row's key with the last one. */
export function follow(row: i32): void {
  let order = isFirst ? 1 : 0;
  for (let k = 0; k < keyCount; k++) {
    const at = keys + (k << 3);
    const value = load<i32>(columnAt(load<i32>(at)).values + (row << 2));
    const last = load<i32>(at + 4);
    if (order === 0) order = value > last ? 1 : value < last ? -1 : 0;
    store<i32>(at + 4, value);
  }
  isFirst = false;
  if (order <= 0) isRising = false;
}

/** Keeps the texts of the record in hand. */
export function commit(count: i32): void {
  if (!isPending) return;
  isPending = false;
  for (let k = 0; k < count; k++) {
    const column = columnAt(k);
    column.used = column.pending;
  }
}

export function putWord(column: Column, row: i32, value: i32): void {
  if (column.form === asWord) store<i32>(column.values + (row << 2), value);
}

export function putLong(column: Column, row: i32, value: i64): void {
  if (column.form === asLong) store<i64>(column.values + (row << 3), value);
}

/** Where the field at `from` ends if it is the text that came last, which then goes into the row; 0 if that can't be told at once. */
export function putSame(column: Column, row: i32, from: usize, delimiter: u8): usize {
  if (column.last === 0 || !column.isBare || column.form !== asPlace) return 0;
  const length = load<i32>(column.last);
  if (load<u8>(from + length) !== delimiter || !isText(column.last, from, length)) return 0;
  store<u16>(column.values + (row << 1), <u16>column.lastPlace);
  return from + length;
}

/** Puts a text into the row; false where it has no room. Quotes in it are doubled where it says so. */
export function putText(
  column: Column,
  row: i32,
  start: usize,
  end: usize,
  quote: u8,
  isQuoted: bool,
  isDoubled: bool,
): bool {
  if (column.form === asNothing) return true;
  let from = start;
  let length = <i32>(end - start);
  if (isDoubled) {
    length = undoubled(start, end, quote);
    from = scratch;
  }
  if (column.form === asText) {
    if (column.used + length + 4 > column.room) return false;
    column.pending = append(column, from, length);
    isPending = true;
    return true;
  }
  const place = placeOf(column, from, length);
  if (place < 0) return false;
  column.isBare = isQuoted ? 0 : 1;
  store<u16>(column.values + (row << 1), <u16>place);
  return true;
}

function append(column: Column, from: usize, length: i32): i32 {
  const to = column.texts + column.used;
  store<i32>(to, length);
  memory.copy(to + 4, from, length);
  return column.used + length + 4;
}

/** The place of a text in the dictionary, which takes it in where it is new; below 0 where that is full. */
function placeOf(column: Column, from: usize, length: i32): i32 {
  if (column.last !== 0 && isText(column.last, from, length)) return column.lastPlace;
  let slot = column.slots + ((hash(from, length) & column.slotMask) << 3);
  for (let text = load<usize>(slot); text !== 0; text = load<usize>(slot)) {
    if (isText(text, from, length)) {
      column.last = text;
      column.lastPlace = load<i32>(slot + 4);
      return column.lastPlace;
    }
    slot += 8;
    if (slot > column.slots + (column.slotMask << 3)) slot = column.slots;
  }
  if (column.count >= column.mostCount || column.used + length + 4 > column.room) return -1;
  column.last = column.texts + column.used;
  column.lastPlace = column.count++;
  store<usize>(slot, column.last);
  store<i32>(slot + 4, column.lastPlace);
  column.used = append(column, from, length);
  column.pending = column.used;
  return column.lastPlace;
}

/** Whether the text behind its length is the one at `from`. */
function isText(text: usize, from: usize, length: i32): bool {
  if (load<i32>(text) !== length) return false;
  let at = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(text + 4 + at) !== load<u64>(from + at)) return false;
  for (; at < length; at++) if (load<u8>(text + 4 + at) !== load<u8>(from + at)) return false;
  return true;
}

/** Multiplies and folds eight bytes at a time; the length tells apart what is padded alike. */
function hash(from: usize, length: i32): i32 {
  let mixed: u64 = fold(length);
  let at = 0;
  for (; at + 8 <= length; at += 8) mixed = fold(mixed ^ load<u64>(from + at));
  let rest: u64 = 0;
  for (; at < length; at++) rest = (rest << 8) | load<u8>(from + at);
  return <i32>(fold(mixed ^ rest) >> 32);
}

function fold(value: u64): u64 {
  const product = value * (((<u64>0xff51afd7) << 32) | 0xed558ccd);
  return product ^ (product >> 29);
}

/** Writes a text into the scratch with one quote for each two, and gives its length. */
function undoubled(start: usize, end: usize, quote: u8): i32 {
  let to = scratch;
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    store<u8>(to++, byte);
    if (byte === quote) at++;
  }
  return <i32>(to - scratch);
}
