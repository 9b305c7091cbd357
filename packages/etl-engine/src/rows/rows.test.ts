import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, promotions, type StarFixture, sales } from '../../test/star-fixture.ts';
import { plainNumber } from './plain-number.ts';
import { textLines } from './text-lines.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(async () => {
  await star.clear();
  await star.load({ c: calendar('2024-01-01', 31) });
});
afterAll(() => star.close());

const sale = (changes: object = {}) => ({
  store_id: 1,
  store_name: 'Store "1", 서울',
  store_address: 'Street\n1',
  city: 'Ulm',
  state: 'BW',
  country: 'Germany',
  sales_date: '2024-01-02',
  total_sales: 10.5,
  ...changes,
});
const lines = (...records: object[]) => records.map((it) => `${JSON.stringify(it)}\n`).join('');

describe('JSON Lines', () => {
  it('load by the names of their fields, in any order, with others beside them', async () => {
    const { store_id, ...others } = sale({ note: { any: ['thing'] } });
    const file = `\n${lines({ ...others, 'Store ID': String(store_id) }, sale({ store_id: 2, total_sales: '7' }))}`;

    const { report } = await star.load({ 's.csv': file });

    expect(report.files[0]).toMatchObject({ source: 'store_sales', read: 2, loaded: 2 });
    expect(await star.rows('store_dim')).toEqual([
      [1, 'Store "1", 서울', 'Street\n1', 'Ulm', 'BW', 'Germany'],
      [2, 'Store "1", 서울', 'Street\n1', 'Ulm', 'BW', 'Germany'],
    ]);
    expect(await star.rows('store_sales')).toEqual([
      [1, 6115, 10.5],
      [2, 6115, 7],
    ]);
  });

  it('keep numbers as they are written, and flags that are true or false', async () => {
    const file =
      lines(sale()).replace('10.5', '9007199254740993.01') + lines(sale({ store_id: 2 })).replace('10.5', '5e-17');
    const flags = lines(
      { store_id: 1, sales_date: '2024-01-02', promo: true, school_holiday: false },
      { store_id: 2, sales_date: '2024-01-02', promo: 0, school_holiday: 1 },
    );

    await star.load({ file, flags });

    const texts = [];
    for await (const batch of star.warehouse.rows(
      'select total_sales::varchar as t from retail_sales.store_sales order by store_id',
    )) {
      texts.push(...batch.columns[0]!.values);
    }
    expect(texts).toEqual(['9007199254740993.01', '0.00']);
    expect(await star.rows('store_promotions')).toEqual([
      [1, 6115, 1, 0],
      [2, 6115, 0, 1],
    ]);
  });

  it('lose a faulty line alone, named by line, column and reason', async () => {
    const file = [
      JSON.stringify(sale()),
      '{"store_id": 3',
      '',
      '[1]',
      JSON.stringify(sale({ store_id: 4, city: null })),
      JSON.stringify(sale({ store_id: 5, total_sales: 'n/a' })),
      JSON.stringify(sale({ store_id: 6, city: { name: 'Ulm' } })),
      JSON.stringify(sale({ store_id: 7, City: 'Ulm' })),
      JSON.stringify(sale({ store_id: 8, city: 'a\0' })),
      JSON.stringify(sale({ store_id: 9, city: '\ud800' })),
      JSON.stringify(sale({ store_id: 10, city: 'x'.repeat(70_000) })),
      JSON.stringify(sale({ store_id: 11 })).replace('}', ', "store_id": 12}'),
    ].join('\r\n');

    const { rejects, report } = await star.load({ file }, { maxRejectShare: 1 });

    expect(rejects.map((it) => `${it.line} ${it.column} ${it.reason}`)).toEqual([
      '2  bad_json',
      '4  bad_json',
      '5 city empty',
      '6 total_sales not_a_number',
      '7 city bad_json',
      '8 city bad_json',
      '9 city bad_encoding',
      '10 city bad_encoding',
      '11  line_too_long',
    ]);
    expect(report.counts).toMatchObject({ read: 11, loaded: 2, rejected: 9 });
  });
});

describe('Parquet', () => {
  /** The bytes of a query's rows as Parquet. */
  async function parquet(query: string): Promise<Uint8Array> {
    await star.warehouse.copyOut(query, 'projects/p/test.parquet');
    return star.objects.get('projects/p/test.parquet');
  }
  const columns = (id: string, day: string, amount: string) =>
    `select ${id} as "Store ID", 'Store "1", 서울' as store_name, 'Street' as store_address, 'Ulm' as city, 'BW' as state,
      'Germany' as country, ${day} as sales_date, ${amount} as total_sales, [1, 2] as more`;

  it.each([
    ['exact types', columns('1', "date '2024-01-02'", '9007199254740993.01::decimal(18, 2)'), '9007199254740993.01'],
    ['wide types', columns('1::bigint', "timestamp '2024-01-02 00:00:00'", '10.5::double'), '10.50'],
    ['instants in UTC', columns('1', "timestamptz '2024-01-02 00:00:00+00'", '1e-17::double'), '0.00'],
    ['texts', columns("'1'", "'2024-01-02'", "'-7'"), '-7.00'],
  ])('loads with %s', async (_, query, amount) => {
    const { report } = await star.load({ 's.csv': await parquet(query) });

    expect(report.files[0]).toMatchObject({ source: 'store_sales', read: 1, loaded: 1 });
    expect(await star.rows('store_dim')).toEqual([[1, 'Store "1", 서울', 'Street', 'Ulm', 'BW', 'Germany']]);
    for await (const batch of star.warehouse.rows(
      'select date_key, total_sales::varchar as t from retail_sales.store_sales',
    )) {
      expect(batch.columns.map((it) => it.values[0])).toEqual([6115, amount]);
    }
  });

  it('keeps a text that begins with a byte order mark', async () => {
    const marked = columns('1', "date '2024-01-02'", '1').replace("'Street'", "chr(65279) || 'Street'");

    await star.load({ 's.csv': await parquet(marked) });

    expect((await star.rows('store_dim'))[0]).toContain('\ufeffStreet');
  });

  it('loses a faulty row alone, named by its number', async () => {
    const query = `${columns('i', "date '2024-01-02'", "case i when 2 then 'nan'::double when 4 then null else i / 2 end")}
      from range(1, 6) r(i) order by i`;

    const { rejects, report } = await star.load({ s: await parquet(query) }, { maxRejectShare: 1 });

    expect(report.counts).toMatchObject({ read: 5, loaded: 3, rejected: 2 });
    expect(rejects.map((it) => `${it.line} ${it.column} ${it.reason}`)).toEqual([
      '2 total_sales not_finite',
      '4 total_sales empty',
    ]);
  });

  it('takes flags of any kind, and many rows in order', async () => {
    await star.load({ s: sales('1 2024-01-02 1') });
    const days = `select 1::smallint as store_id, date '2024-01-01' + (i % 31)::int as sales_date, true as promo,
      '0' as school_holiday from range(100000) r(i)`;

    const { report } = await star.load({ p: await parquet(days) });

    expect(report.counts).toMatchObject({ read: 100_000, loaded: 31, unchanged: 99_969 });
    const again = await star.load({ p: promotions('1 2024-01-31 1 0') });
    expect(again.report.counts).toMatchObject({ read: 1, unchanged: 1 });
  });

  it('that is damaged changes nothing', async () => {
    const bytes = Buffer.from(await parquet(`${columns('i', "date '2024-01-02'", 'i')} from range(9999) r(i)`));
    const withoutEnd = bytes.subarray(0, -12);
    const garbled = Buffer.from(bytes);
    garbled.fill(0xee, 4, 2000);

    for (const broken of [withoutEnd, garbled]) {
      await expect(star.load({ 's.parquet': broken })).rejects.toMatchObject({
        code: 'UNREADABLE_FILE',
        message: 's.parquet is no whole Parquet file.',
      });
    }
    expect(await star.rows('store_sales')).toEqual([]);
  });
});

it('writes numbers in plain digits', () => {
  const texts = ['1e3', '1.5e-7', '-2.25E+1', '12.5e-1', '0e0', '1e99', '12', 'x', '1e9999', 'e5'];

  expect(texts.map(plainNumber)).toEqual([
    '1000',
    '0.00000015',
    '-22.5',
    '1.25',
    '0',
    `1${'0'.repeat(99)}`,
    '12',
    'x',
    '1e9999',
    'e5',
  ]);
});

it('numbers lines alike however they end and arrive', async () => {
  const text = fc.array(fc.constantFrom('a', 'b', '\n', '\r', '\r\n'), { maxLength: 20 }).map((it) => it.join(''));
  const cuts = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 10 });

  await fc.assert(
    fc.asyncProperty(text, cuts, async (whole, pieces) => {
      const stream = (async function* () {
        let at = 0;
        for (const length of [...pieces, whole.length]) {
          yield Buffer.from(whole.slice(at, at + length));
          at += length;
        }
      })();
      const found: string[] = [];
      for await (const batch of textLines(stream)) for (const it of batch) found.push(`${it.line} ${it.bytes}`);

      const expected = whole.split(/\r\n|\r|\n/).map((it, k) => `${k + 1} ${it}`);
      expect(found).toEqual(/[\r\n]$|^$/.test(whole) ? expected.slice(0, -1) : expected);
    }),
    { numRuns: 300 },
  );
});
