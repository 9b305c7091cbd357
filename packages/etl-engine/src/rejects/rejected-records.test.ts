import { retailSales } from '@tandem/data-model';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { calendar, openStar, type StarFixture, sales, salesHeader } from '../../test/star-fixture.ts';
import { zip } from '../../test/zip.ts';
import { laterRejects, recogniseFile, rejectedRecords, storedFile } from '../index.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(async () => {
  await star.clear();
  await star.load({ c: calendar('2024-01-01', 31) });
});
afterAll(() => star.close());

const source = retailSales.sources.find((it) => it.name === 'store_sales')!;
const place = 'Street,Ulm,BW,Germany';
const tail = 'reject_line,reject_file,reject_column,reject_reason,reject_mend,reject_record';

/** Loads files, and gives the CSV of the records that were refused. */
async function rejectedOf(files: Record<string, string | Uint8Array>, of = source): Promise<string> {
  const { rejects, report } = await star.load(files, { loadId: 'lod_x', maxRejectShare: 1 });
  const batches = async function* () {
    yield rejects;
    if (report.counts.rejected > rejects.length) yield* laterRejects(star.objects, 'projects/p', 'lod_x');
  };
  const planned = await Promise.all(
    Object.keys(files).map(async (name, k) => {
      const key = `uploads/lod_x/${k}`;
      const { source } = await recogniseFile(retailSales, await storedFile(star.objects, name, key));
      return { name, key, source: source! };
    }),
  );
  let csv = '';
  const deps = { objects: star.objects, warehouse: async () => star.warehouse };
  for await (const piece of rejectedRecords(of, planned, batches(), deps)) csv += piece;
  return csv;
}

it('gives refused records as they stood, with where and why, and loads by itself once corrected', async () => {
  const csv = await rejectedOf({
    's.csv': [
      `note;${salesHeader.replaceAll(',', ';')}`,
      `x;1;"Store; ""1""";${place.replaceAll(',', ';')};2024-01-02;9`,
      `x;2;"Store; ""2""\nBack";${place.replaceAll(',', ';')};2024-01-02;1,50`,
      `x;3;Store 3;${place.replaceAll(',', ';')};2031-01-02;3`,
      'x;4;"Store 4;Street;Ulm',
      '',
    ].join('\n'),
    't.csv': `${salesHeader}\n5,Store 5,${place},2024-01-02,5,and,more\n`,
  });

  const mend =
    'Write a plain number with a point, such as 1234.50, without units or thousands separators; a decimal comma is not guessed.';
  expect(csv.split('\r\n')).toEqual([
    `\ufeff${salesHeader},${tail}`,
    `2,"Store; ""2""\nBack",${place},2024-01-02,"1,50",3,s.csv,total_sales,not_a_number,"${mend}",`,
    `3,Store 3,${place},2031-01-02,3,5,s.csv,sales_date,date_not_in_calendar,"Load a calendar that has this day, or correct the date.",`,
    `4,,Street,Ulm,,,,,6,s.csv,store_name,bad_quoting,"Close the quotes, and double every quote within a quoted field.","x;4;""Store 4;Street;Ulm"`,
    expect.stringMatching(/^,,,,,,,,2,t.csv,,too_many_columns,.*,"5,Store 5,.*,and,more"$/),
    '',
  ]);

  const corrected = csv
    .replace('1,50', '1.50')
    .replace('2031', '2024')
    .replace('4,,Street,Ulm,,,,', `4,Store 4,${place},2024-01-02,4`)
    .replace(',,,,,,,,2,t', `5,Store 5,${place},2024-01-02,5,2,t`);
  const { report } = await star.load({ 'rejects.csv': corrected });
  expect(report.counts).toEqual({ read: 4, loaded: 4, unchanged: 0, rejected: 0 });
  expect((await star.rows('store_dim')).map((it) => it[1])).toEqual([
    'Store; "1"',
    'Store; "2"\nBack',
    'Store 3',
    'Store 4',
    'Store 5',
  ]);
});

it('tells files of one name apart, and those in a zip', async () => {
  const bad = (store: number) => `${salesHeader}\n1,Store 1,${place},2024-01-02,1\n${store},S,${place},2024-01-03,x\n`;
  const csv = await rejectedOf({
    'a.zip': zip([
      { name: 'one', body: bad(7) },
      { name: 'one', body: bad(8) },
    ]),
  });

  expect(
    csv
      .split('\r\n')
      .slice(1, -1)
      .map((it) => it.replace(/not_a_number.*/, '')),
  ).toEqual([
    `7,S,${place},2024-01-03,x,3,a.zip/one,total_sales,`,
    `8,S,${place},2024-01-03,x,3,a.zip/one (2),total_sales,`,
  ]);
});

it('reads JSON Lines and Parquet again, too', async () => {
  const sale = {
    store_id: 1,
    store_name: 'S',
    store_address: 'A',
    city: 'U',
    state: 'B',
    country: 'D',
    sales_date: '2024-01-02',
  };
  const query = `select * exclude (i), case i when 2 then null else i end as total_sales from (select 1 as store_id, 'S' as
    store_name, 'A' as store_address, 'U' as city, 'B' as state, 'D' as country, date '2024-01-01' + i::int as sales_date, i
    from range(1, 4) r(i))`;
  await star.warehouse.copyOut(query, 'projects/p/x.parquet');

  const csv = await rejectedOf({
    'a.jsonl': `${JSON.stringify({ ...sale, total_sales: 'x' })}\n{"store_id": 3\n`,
    'b.parquet': await star.objects.get('projects/p/x.parquet'),
  });

  expect(
    csv
      .split('\r\n')
      .slice(1, -1)
      .map((it) => it.replace(/,("[^"]*"|[A-Z][^,]*),/, ',…,')),
  ).toEqual([
    expect.stringMatching(/^1,…,A,U,B,D,2024-01-02,x,1,a.jsonl,total_sales,not_a_number,/),
    expect.stringMatching(/^,,,,,,,,2,a.jsonl,,bad_json,.*,"{""store_id"": 3"$/),
    expect.stringMatching(/^1,…,A,U,B,D,2024-01-03,,2,b.parquet,total_sales,empty,/),
  ]);
});

it('gives those beyond the hundred thousand that are listed, too, be they wrong by themselves or in this star', async () => {
  const wrong = '1,2024-01-02,2,0\n'.repeat(100_005);
  const unknown = Array.from({ length: 5 }, (_, k) => `${k + 7},2024-01-02,1,0\n`).join('');
  const promotions = retailSales.sources.find((it) => it.name === 'store_promotions')!;
  const file = `store_id,sales_date,promo,school_holiday\n${wrong}${unknown}`;

  const csv = await rejectedOf({ s: sales('1 2024-01-02 1'), p: file }, promotions);

  const lines = csv.split('\r\n').slice(1, -1);
  expect(lines.length).toBe(100_010);
  const place = /,(\d+),p,(?:promo|store_id),/;
  expect(lines.map((it) => Number(place.exec(it)?.[1]))).toEqual(Array.from(lines, (_, k) => k + 2));
  expect(lines.at(-1)).toMatch(/^11,2024-01-02,1,0,100011,p,store_id,unknown_reference,/);
});
