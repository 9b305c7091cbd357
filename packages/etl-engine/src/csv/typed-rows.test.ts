import { createStaging, dialectNamed, identifiers } from '@tandem/sql';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { objects as objectLines } from '../../test/odd-objects.ts';
import { bytes, header, lines, source } from '../../test/odd-records.ts';
import { openStar, type StarFixture } from '../../test/star-fixture.ts';
import { scanJsonLines } from '../rows/scan-json-lines.ts';
import { readRows } from '../star/read-rows.ts';
import { type ScannedFile, type ScanOptions, scanFile } from './scan-file.ts';

const duckdb = dialectNamed('duckdb');
let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
afterAll(() => star.close());

/** The rows that a warehouse makes of a file's good records, as text in order of their lines, and how many came as Parquet. */
async function rowsOf(file: Buffer, options: ScanOptions, form: 'csv' | 'json' = 'csv') {
  const { warehouse, objects } = star;
  const counts: ScannedFile = { fields: [], records: 0, good: 0 };
  const pieces = { csv: [] as Buffer[], parquet: [] as Buffer[] };
  const [body, noFault] = [[file] as never, () => undefined];
  const scan =
    form === 'csv'
      ? scanFile(body, 'f.csv', source, counts, noFault, options)
      : scanJsonLines(body, source, counts, noFault, options);
  for await (const { as, bytes } of scan) pieces[as].push(bytes);
  await objects.put('rest.csv', Buffer.concat(pieces.csv));
  for (const statement of createStaging('rest', source.columns, duckdb)) await warehouse.run(statement);
  for (const statement of duckdb.copyCsv('rest', 0, warehouse.locate('rest.csv'), counts.fields, source.columns))
    await warehouse.run(statement);
  const shown = `_line, ${source.columns.map((it) => `cast(${identifiers([it.name])} as varchar)`).join(', ')}`;
  let from = 'select * from rest';
  let typed = 0;
  if (pieces.parquet.length > 0) {
    await objects.put('typed.parquet', Buffer.concat(pieces.parquet));
    const rows = duckdb.stagedRows!(0, warehouse.locate('typed.parquet'), source.columns);
    typed = Number((await readRows(warehouse, `select count(*) from (${rows}) r`))[0]![0]);
    from += ` union all ${rows}`;
  }
  return { rows: await readRows(warehouse, `select ${shown} from (${from}) r order by _line`), typed, counts };
}

it.each([
  ['csv', lines(','), `${header}\n`],
  ['json', objectLines, ''],
] as const)('brings the same rows of %s as the warehouse reads from text', async (form, some, head) => {
  let typed = 0;

  await fc.assert(
    fc.asyncProperty(some, async (parts) => {
      const file = Buffer.concat([head, ...parts.flat()].map(bytes));
      const fast = await rowsOf(file, { typed: { key: ['units', 'day'] } }, form);
      const slow = await rowsOf(file, { kernel: null }, form);
      expect(fast.rows).toEqual(slow.rows);
      expect({ ...fast.counts, keyRises: false }).toEqual(slow.counts);
      typed += fast.typed;
    }),
    { numRuns: 40 },
  );

  expect(typed).toBeGreaterThan(8);
});

it('keeps texts one by one where a dictionary is full, and begins a group of rows where one is', async () => {
  const count = 130_000;
  const rows = Array.from(
    { length: count },
    (_, k) => `${k % 30_000},2,2024-02-29,0,C${k % 40_000},,${k % 1000}.5,-4.995`,
  );
  const file = bytes([header, ...rows, ''].join('\n'));

  const result = await rowsOf(file, { typed: { key: ['units', 'day'] } });

  expect([result.typed, result.counts.good]).toEqual([count, count]);
  for (const k of [0, 16_383, 16_384, 39_999, 122_880, count - 1]) {
    const cells = [k + 2, k % 30_000, 2, '2024-02-29', 0, `C${k % 40_000}`, `${k % 1000}.50`, '-5.00'];
    expect(result.rows[k]!.map(String)).toEqual(cells.map(String));
  }
});

it.each([
  ['rises', ['1,2024-01-01', '1,2024-01-02', '2,2023-01-01'], true],
  ['stays', ['1,2024-01-01', '1,2024-01-01'], false],
  ['falls', ['2,2024-01-01', '1,2024-01-02'], false],
  [
    'rises but for a record that the warehouse has to type',
    ['1,2024-01-01', '2,2024-01-02 00:00:00.0', '3,2023-01-01'],
    false,
  ],
])('sees that a key %s', async (_, keys, rises) => {
  const file = bytes([header, ...keys.map((it) => `1,${it},0,Ulm,,3.99,4`), ''].join('\n'));

  const { counts } = await rowsOf(file, { typed: { key: ['units', 'day'] } });

  expect(counts.keyRises).toBe(rises);
});

it('sees that a key rises from line to line of JSON, the first of which shows the order of its keys', async () => {
  const object = (units: number) =>
    `{"store":1,"units":${units},"day":"2024-01-01","open":false,"city":"Ulm","amount":"3.995","price":4}\n`;

  const rising = await rowsOf(bytes(object(1) + object(2)), { typed: { key: ['units', 'day'] } }, 'json');
  const falling = await rowsOf(bytes(object(2) + object(1)), { typed: { key: ['units', 'day'] } }, 'json');

  expect([rising.counts.keyRises, falling.counts.keyRises]).toEqual([true, false]);
  expect(rising.typed).toBe(2);
  expect(rising.rows[0]!.map(String)).toEqual(['1', '1', '1', '2024-01-01', '0', 'Ulm', '4.00', '4.00']);
});

it('rounds half away from zero, and counts days before 1970 and in leap years', async () => {
  const days = ['0001-01-01', '1582-10-15', '1900-02-28', '1969-12-31', '2000-02-29', '2100-03-01', '9999-12-31'];
  const amounts = ['0.005', '-0.005', '1.2349', '999.995', '-0.0049', '.5', '7'];
  const file = bytes([header, ...days.map((day, k) => `1,2,${day},0,Ulm,,${amounts[k]},4`), ''].join('\n'));

  const { rows, typed } = await rowsOf(file, { typed: { key: ['units', 'day'] } });

  expect(typed).toBe(days.length);
  expect(rows.map((it) => it[3])).toEqual(days);
  expect(rows.map((it) => it[6])).toEqual(['0.01', '-0.01', '1.23', '1000.00', '0.00', '0.50', '7.00']);
});
