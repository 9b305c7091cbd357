import type { ColumnType, Source, SourceColumn } from '@tandem/data-model';
import fc from 'fast-check';

const column = (name: string, type: ColumnType, range?: SourceColumn['range']): SourceColumn => ({
  name,
  type,
  ...(range ? { range } : {}),
});
/** A source with a column of each type, and its header with one that is not read. */
export const source: Source = {
  name: 'sales',
  description: 'Sales',
  feeds: [],
  columns: [
    column('store', { kind: 'smallint' }, { min: -1e5, max: 1e5 }),
    column('units', { kind: 'integer' }, { min: 0, max: 500 }),
    column('day', { kind: 'date' }),
    column('open', { kind: 'flag' }),
    column('city', { kind: 'text', length: 8 }),
    column('amount', { kind: 'decimal', precision: 6, scale: 2 }),
    column('price', { kind: 'decimal', precision: 18, scale: 2 }, { min: -5, max: 99.99 }),
  ],
};
export const header = 'store,units,day,open,city,unread,amount,price';

// Texts whose characters are bytes: what is good, what is not, and what lies just beside.
export const bytes = (text: string) => Buffer.from(text, 'latin1');
export const utf8 = (text: string) => Buffer.from(text).toString('latin1');
const numbers =
  '1 42 +3 8.00 32767 32768 -0 1e2 1.5 00012 500 501 "9" -1 1234567890123456 1.25 9999.99 9999.995 9999.994 12345 .5 5. -3.10 NaN "2.5" 0000001.1 1.23456789012345678 99.99 99.991 -5 -5.01';
const days =
  '2024-02-29 2023-02-29 2024-12-31 2024-01-01T00:00:00 2024-01-01T00:00:01 2024-01-01T00:00:00.0 2024-1-1 0000-01-01 2024-13-01 2024-04-31 "2024-06-30"';
const oddTexts = [
  '\xff\xfe',
  '\xed\xa0\x80',
  '\xf4\x90\x80\x80',
  '\xc0\xaf',
  '\xe2\x82',
  '\xe0\x80\x80',
  'a\0b',
  ' ',
  '',
  'é',
];
const texts = [
  'Köln',
  '서울특별시',
  '가나다라마바사아자',
  '🙂🙂',
  '"a ""b"""',
  '"a,b"',
  'a;b',
  'a"b',
  '123456789',
  "'q'",
];
const field = (usual: string, others: readonly string[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });
const spaced = (of: string) => [...of.split(' '), '', ' 7 ', ' 2024-12-31 ', '2024-01-01 00:00:00', '1,5'];
const city = field('Ulm', [...oddTexts, ...texts.map(utf8)]);
const [number, day] = [field('12', spaced(numbers)), field('2024-05-06', spaced(days))];
const record = (delimiter: string) =>
  fc
    .tuple(number, number, day, field('1', spaced('0 1.0 2 0. 01')), city, city, number, number)
    .map((it) => it.join(delimiter));
/** Lines of a file between such delimiters: most are good, some nearly, with any line ends. */
export const lines = (delimiter: string) =>
  fc.array(
    fc.tuple(
      fc.oneof(
        { weight: 9, arbitrary: record(delimiter) },
        { weight: 1, arbitrary: fc.constantFrom('', '  ', '"', '1,2', '"a\nb"') },
      ),
      fc.constantFrom('\n', '\n', '\r\n', '\r'),
    ),
    { maxLength: 12 },
  );
