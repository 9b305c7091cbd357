import type { RejectReason, SourceColumn } from '@tandem/data-model';

/** Why the field of bytes `from` to `to` cannot be read as its column's type; undefined where it can. */
export type FieldRule = (bytes: Uint8Array, from: number, to: number) => RejectReason | undefined;

/**
 * The rule of a column. It is stricter than the casts of warehouses, of which some read `1.5` as the integer 2 and
 * `infinity` as a date: what passes here means the same on all of them. Allocates nothing for a good field. In a field
 * that was quoted, `quote` still stands doubled.
 */
export function fieldRule({ type, range }: SourceColumn, quote = '"'): FieldRule {
  switch (type.kind) {
    case 'flag':
      return flagFault;
    case 'date':
    case 'timestamp':
      return dateFault;
    case 'text':
      return (bytes, from, to) => textFault(bytes, from, to, type.length, quote);
    case 'decimal': {
      const whole = type.precision - type.scale;
      const roundsOver = new RegExp(`^[+-]?0*9{${whole}}\\.9{${type.scale}}[5-9]`);
      if (!range) return (bytes, from, to) => decimalFault(bytes, from, to, whole, roundsOver);
      return (bytes, from, to) => {
        const fault = decimalFault(bytes, from, to, whole, roundsOver);
        if (fault) return fault;
        const value = Number(textOf(bytes, from, to));
        return value < range.min || value > range.max ? 'out_of_range' : undefined;
      };
    }
    default: {
      const { min, max } = integerRange(type.kind, range);
      return (bytes, from, to) => integerFault(bytes, from, to, min, max);
    }
  }
}

/** The least and the most that a column of whole numbers takes: its range may be wider than its type. */
export function integerRange(kind: 'smallint' | 'integer', range: SourceColumn['range']): { min: number; max: number } {
  const bound = kind === 'smallint' ? 2 ** 15 : 2 ** 31;
  return { min: Math.max(range?.min ?? -bound, -bound), max: Math.min(range?.max ?? bound - 1, bound - 1) };
}

const space = 32;
const plus = 43;
const minus = 45;
const point = 46;
const zero = 48;
const colon = 58;

function integerFault(
  bytes: Uint8Array,
  start: number,
  end: number,
  min: number,
  max: number,
): RejectReason | undefined {
  const from = trimStart(bytes, start, end);
  const to = trimEnd(bytes, from, end);
  if (from === to) return 'empty';
  const negative = bytes[from] === minus;
  let at = from + (negative || bytes[from] === plus ? 1 : 0);
  const firstDigit = at;
  let value = 0;
  for (; at < to && isDigit(bytes[at]!); at++) value = value * 10 + bytes[at]! - zero;
  if (at === firstDigit || !isZeroFraction(bytes, at, to))
    return numberFault(bytes, from, to, max) ?? 'not_a_whole_number';
  if (negative) value = -value;
  return value < min || value > max ? 'out_of_range' : undefined;
}

/** Digits with an optional sign and point. Decimals past the scale are rounded by the warehouse. */
function decimalFault(
  bytes: Uint8Array,
  start: number,
  end: number,
  wholeDigits: number,
  roundsOver: RegExp,
): RejectReason | undefined {
  const from = trimStart(bytes, start, end);
  const to = trimEnd(bytes, from, end);
  if (from === to) return 'empty';
  let at = from + (bytes[from] === minus || bytes[from] === plus ? 1 : 0);
  const first = at;
  while (at < to && bytes[at] === zero) at++;
  const firstCounted = at;
  while (at < to && isDigit(bytes[at]!)) at++;
  const whole = at - firstCounted;
  let digits = at - first;
  if (at < to && bytes[at] === point) {
    const fraction = ++at;
    while (at < to && isDigit(bytes[at]!)) at++;
    digits += at - fraction;
  }
  if (at < to || digits === 0) return numberFault(bytes, from, to, 10 ** wholeDigits) ?? 'not_a_number';
  if (whole < wholeDigits) return undefined;
  return whole > wholeDigits || roundsOver.test(textOf(bytes, from, to)) ? 'out_of_range' : undefined;
}

function flagFault(bytes: Uint8Array, start: number, end: number): RejectReason | undefined {
  const from = trimStart(bytes, start, end);
  const to = trimEnd(bytes, from, end);
  if (from === to) return 'empty';
  return (bytes[from] === zero || bytes[from] === zero + 1) && isZeroFraction(bytes, from + 1, to)
    ? undefined
    : 'not_a_flag';
}

/** `YYYY-MM-DD`, with midnight after it or nothing. */
function dateFault(bytes: Uint8Array, start: number, end: number): RejectReason | undefined {
  const from = trimStart(bytes, start, end);
  const to = trimEnd(bytes, from, end);
  if (from === to) return 'empty';
  if (to - from < 10) return 'not_a_date';
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  const isDay =
    bytes[from + 4] === minus &&
    bytes[from + 7] === minus &&
    year >= 1 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month);
  return isDay && (to - from === 10 || isMidnight(bytes, from + 10, to)) ? undefined : 'not_a_date';
}

function textFault(
  bytes: Uint8Array,
  from: number,
  to: number,
  length: number,
  quote: string,
): RejectReason | undefined {
  if (trimStart(bytes, from, to) === to) return 'empty';
  if (to - from <= length) return undefined;
  const characters = [...textOf(bytes, from, to).replaceAll(quote + quote, quote)].length;
  return characters > length ? 'text_too_long' : undefined;
}

/** What is wrong with a number that is not plain digits; undefined where it is a number below `limit` in another form. */
function numberFault(bytes: Uint8Array, from: number, to: number, limit: number): RejectReason | undefined {
  const text = textOf(bytes, from, to);
  if (/^[+-]?(?:nan|inf|infinity)$/i.test(text)) return 'not_finite';
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return 'not_a_number';
  return Math.abs(Number(text)) >= limit ? 'out_of_range' : undefined;
}

function isZeroFraction(bytes: Uint8Array, from: number, to: number): boolean {
  if (from === to) return true;
  if (bytes[from] !== point) return false;
  let at = from + 1;
  while (at < to && bytes[at] === zero) at++;
  return at === to;
}

function isMidnight(bytes: Uint8Array, from: number, to: number): boolean {
  return /^[ T]00:00:00(?:\.0+)?$/.test(textOf(bytes, from, to));
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** The number of two digits at `at`; negative where another byte stands there. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - zero;
  const ones = bytes[at + 1]! - zero;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : tens * 10 + ones;
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte < colon;
}

function trimStart(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === space) at++;
  return at;
}

function trimEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && bytes[at - 1] === space) at--;
  return at;
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}
