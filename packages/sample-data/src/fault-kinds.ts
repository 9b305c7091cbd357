import { formatDay, parseDay } from '@tandem/data-model';
import { csvRecord } from './csv-buffer.ts';
import { calendarLast } from './sample-options.ts';

export type SampleTable = 'store_sales' | 'store_promotions' | 'date_dim';

/** What a bad record is made from. */
export interface FaultContext {
  /** A good record of a day that the sample lacks: only its fault keeps it out of the star. */
  readonly spare: readonly string[];
  /** The good record after which the fault stands. */
  readonly before: readonly string[];
  /** 0, 1, 2 ... among the records of its kind. */
  readonly n: number;
}

/** One way in which a file is spoilt, or merely odd. */
export interface FaultKind {
  readonly kind: string;
  /** True for what a loader must take as it takes the good records. */
  readonly harmless?: boolean;
  /** It can only stand at the end of the file. */
  readonly last?: boolean;
  /** The record added, without its line feed. */
  readonly record: (context: FaultContext) => Uint8Array;
}

/** Records of each kind in each table, but for those that can only stand last. */
export const recordsOfKind = 3;

/** The spare record with one field replaced, by each of the values in turn. */
const withField = (kind: string, column: number, ...values: readonly string[]): FaultKind => ({
  kind,
  record: ({ spare, n }) => utf8(spare.with(column, values[n % values.length]!)),
});

/** The spare record with one field replaced by text that stands in the file as it is. */
const withRawField = (kind: string, column: number, raw: string, encoding: BufferEncoding = 'utf8'): FaultKind => ({
  kind,
  record: ({ spare }) => {
    const fields = spare.map((field, i) => (i === column ? raw : csvRecord([field])));
    return Buffer.from(fields.join(','), encoding);
  },
});

const outsideCalendar = (column: number): FaultKind => ({
  kind: 'date outside the calendar',
  record: ({ spare, n }) => {
    const day = n % 2 === 0 ? calendarLast + 1 + n : parseDay('2009-12-31') - n;
    return utf8(spare.with(column, formatDay(day)));
  },
});

const sameKeyOtherValue = (column: number, other: (value: string) => string): FaultKind => ({
  kind: 'same key, other value',
  record: ({ before }) => utf8(before.with(column, other(before[column]!))),
});

const missingColumn: FaultKind = { kind: 'missing column', record: ({ spare }) => utf8(spare.slice(0, -1)) };
const extraColumn: FaultKind = { kind: 'extra column', record: ({ spare }) => utf8([...spare, 'more']) };
const sameRecord: FaultKind = { kind: 'same record again', harmless: true, record: ({ before }) => utf8(before) };
const crlf: FaultKind = {
  kind: 'same record again, ended by CRLF',
  harmless: true,
  record: ({ before }) => Buffer.from(`${csvRecord(before)}\r`),
};

const padded: FaultKind = {
  kind: 'same record again, padded with spaces',
  harmless: true,
  record: ({ before }) => utf8(before.map((field) => ` ${field} `)),
};

/** The faults of each table, in the order in which a summary lists them; columns are numbered from 0. */
export const faultKinds: Readonly<Record<SampleTable, readonly FaultKind[]>> = {
  store_sales: [
    withField('empty key', 0, ''),
    withField('key that is no whole number', 0, 'S12', '12.5'),
    withField('empty required field', 3, ''),
    withField('text too long', 3, 'x'.repeat(60)),
    withField('record longer than 64 KiB', 1, 'x'.repeat(70_000)),
    withField('not a date', 6, 'yesterday'),
    withField('impossible date', 6, '2026-02-30', '2025-02-29'),
    outsideCalendar(6),
    withField('empty amount', 7, ''),
    withField('not a number', 7, 'twelve', '1.234,56', '12.50 EUR'),
    withField('not finite', 7, 'NaN', 'Infinity', '-Infinity'),
    withField('beyond double precision', 7, '1e400'),
    withField('too large for numeric(18,2)', 7, '12345678901234567.00'),
    missingColumn,
    extraColumn,
    withRawField('stray quote', 1, 'Auenhof "Markt'),
    withRawField('text after a closing quote', 1, '"Auenhof" Markt'),
    withRawField('not UTF-8', 3, 'Nürnberg', 'latin1'),
    withRawField('NUL byte', 3, 'Nurn\0berg'),
    sameKeyOtherValue(7, (amount) => (Number(amount) + 1).toFixed(2)),
    sameRecord,
    crlf,
    // All that follows an open quote belongs to its record.
    { ...withRawField('unclosed quote', 1, '"Auenhof Markt'), last: true },
  ],
  store_promotions: [
    withField('empty key', 0, ''),
    withField('key that is no whole number', 0, 'S12', '12.5'),
    { kind: 'unknown store', record: ({ spare, n }) => utf8(spare.with(0, String(900_001 + n))) },
    withField('not a date', 1, 'yesterday'),
    withField('impossible date', 1, '2026-02-30', '2025-02-29'),
    outsideCalendar(1),
    withField('empty required field', 2, ''),
    withField('flag that is not 0 or 1', 2, '2', '-1'),
    withField('not a number', 3, 'yes'),
    missingColumn,
    extraColumn,
    withRawField('stray quote', 2, '1"'),
    withRawField('not UTF-8', 3, 'ü', 'latin1'),
    sameKeyOtherValue(2, (promo) => (promo === '1' ? '0' : '1')),
    sameRecord,
    crlf,
    padded,
    { kind: 'blank line at the end', harmless: true, last: true, record: () => new Uint8Array(0) },
  ],
  date_dim: [
    withField('empty key', 0, ''),
    withField('impossible date', 1, '2030-02-30'),
    withField('not a number', 2, 'five'),
    withField('out of range', 6, '7', '-1'),
    withField('too large for smallint', 5, '40000'),
    missingColumn,
    extraColumn,
    sameKeyOtherValue(1, (date) => `2030-01-${date.slice(8)}`),
    sameRecord,
    crlf,
  ],
};

function utf8(fields: readonly string[]): Uint8Array {
  return Buffer.from(csvRecord(fields), 'utf8');
}
