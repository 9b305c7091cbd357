import type { ColumnType, Source, SourceColumn } from '@tandem/data-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RecordKernel, recordKernel } from './record-kernel.ts';
import { writerBytes } from './record-writer.ts';
import { scanBytes } from './scan-csv.ts';
import { type ScannedFile, scanFile } from './scan-file.ts';

const column = (name: string, type: ColumnType, range?: SourceColumn['range']): SourceColumn => ({
  name,
  type,
  ...(range ? { range } : {}),
});
const source: Source = {
  name: 'sales',
  description: 'Sales',
  feeds: [],
  columns: [
    column('store', { kind: 'smallint' }),
    column('units', { kind: 'integer' }, { min: 0, max: 500 }),
    column('day', { kind: 'date' }),
    column('open', { kind: 'flag' }),
    column('city', { kind: 'text', length: 8 }),
    column('amount', { kind: 'decimal', precision: 6, scale: 2 }),
    column('price', { kind: 'decimal', precision: 18, scale: 2 }, { min: -5, max: 99.99 }),
  ],
};
const header = 'store,units,day,open,city,unread,amount,price';

const kernel = () => recordKernel(scanBytes, writerBytes);

/** All that a scan of a file in pieces says, and how many records the kernel took. */
async function scanned(file: Buffer, pieceBytes: number, by: RecordKernel | null) {
  const counts: ScannedFile = { fields: [], records: 0, good: 0 };
  let taken = 0;
  const counting: RecordKernel | null = by && {
    ...by,
    take(...args) {
      const of = by.take(...args);
      taken += of.records;
      return of;
    },
  };
  async function* body() {
    for (let at = 0; at < file.length; at += pieceBytes) yield file.subarray(at, at + pieceBytes);
  }
  const faults: string[] = [];
  const onFault = (...fault: readonly unknown[]) => faults.push(fault.join('|'));
  const good: Buffer[] = [];
  for await (const piece of scanFile(body(), 'f.csv', source, counts, onFault, counting)) good.push(piece);
  return { said: { faults, counts, good: Buffer.concat(good).toString('latin1') }, taken };
}

// Texts whose characters are bytes: what is good, what is not, and what lies just beside.
const bytes = (text: string) => Buffer.from(text, 'latin1');
const utf8 = (text: string) => Buffer.from(text).toString('latin1');
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
const lines = (delimiter: string) =>
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

describe('the kernel of the scanner', () => {
  it.each([',', ';', '\t'])('says of files between %j what the scanner says without it', async (delimiter) => {
    const head = bytes(`${header.replaceAll(',', delimiter)}\n`);
    const reused = kernel();
    let taken = 0;

    await fc.assert(
      fc.asyncProperty(lines(delimiter), fc.integer({ min: 1, max: 400 }), async (parts, pieceBytes) => {
        const file = Buffer.concat([head, ...parts.flat().map(bytes)]);
        const fast = await scanned(file, pieceBytes, reused);
        expect(fast.said).toEqual((await scanned(file, file.length, null)).said);
        taken += fast.taken;
      }),
      { numRuns: 200 },
    );

    expect(taken).toBeGreaterThan(100);
  });

  it('takes plain records, quoted or not, and leaves the others where they stand', async () => {
    const good = ['1,2,2024-02-29,0,Ulm,,3.99,4', `2,500,2024-01-01 00:00:00,1.0,"${utf8('Köln')}",x,999.99,-5`];
    const file = bytes([header, good[0], '3,501,2024-02-29,0,Ulm,,3.99,4', good[1], ''].join('\r\n'));

    const { said, taken } = await scanned(file, file.length, kernel());

    expect(taken).toBe(2);
    expect(said.good).toBe(`2,${good[0]}\n4,${good[1]}\n`);
    expect(said.faults).toEqual(['3|units|501|out_of_range']);
    expect(said.counts).toMatchObject({ records: 3, good: 2 });
  });

  it('puts commas between fields that semicolons separate', async () => {
    const file = bytes(`${header.replaceAll(',', ';')}\n1;2;2024-02-29;0;Ulm;;3.99;4\n`);

    const { said, taken } = await scanned(file, file.length, kernel());

    expect([said.good, taken]).toEqual(['2,1,2,2024-02-29,0,Ulm,,3.99,4\n', 1]);
  });

  it('hands on more than its output holds', async () => {
    const rows = Array.from({ length: 60_000 }, (_, k) => `1,2,2024-02-29,0,C${k % 1000},,3.99,4`);
    const file = bytes([header, ...rows, ''].join('\n'));

    const { said, taken } = await scanned(file, file.length, kernel());

    expect(taken).toBe(60_000);
    expect(said.good).toBe(rows.map((it, k) => `${k + 2},${it}\n`).join(''));
  });
});
