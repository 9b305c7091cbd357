import { gzipSync, zstdCompressSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, type StarFixture, sales, salesHeader } from '../test/star-fixture.ts';
import { zip } from '../test/zip.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(() => star.clear());
afterAll(() => star.close());

const january = calendar('2024-01-01', 31);
const korean = [
  salesHeader,
  '1,서울역점,한강대로 405,서울,11,대한민국,2024-01-02,10.50',
  '2,"강남점, 본점",강남대로 1,서울,11,대한민국,2024-01-03,-7',
  '',
].join('\r\n');

const stores = [
  [1, '서울역점', '한강대로 405', '서울', '11', '대한민국'],
  [2, '강남점, 본점', '강남대로 1', '서울', '11', '대한민국'],
];

describe('a file of sales', () => {
  it.each([
    ['in gzip', gzipSync(korean)],
    ['in Zstandard', zstdCompressSync(korean)],
    ['in a zip', zip([{ name: 'a.csv', body: korean }])],
    ['in UTF-16 LE', Buffer.from(`\ufeff${korean}`, 'utf16le')],
    ['in UTF-16 BE', iconv.encode(korean, 'utf-16be', { addBOM: true })],
    ['in CP949', iconv.encode(korean, 'cp949')],
    ['with semicolons', korean.replaceAll('"강남점, 본점"', '강남점, 본점').replaceAll(/,(?! )/g, ';')],
    ['with tabs', korean.replaceAll(/,(?! )/g, '\t')],
    [
      'with bars and single quotes',
      korean
        .replaceAll('"', "'")
        .replaceAll(/,(?! )/g, '|')
        .replace('서울역점', "'서울역점'"),
    ],
    ['in CP949 in gzip', gzipSync(iconv.encode(korean, 'cp949'))],
  ])('loads %s', async (_, bytes) => {
    const { report } = await star.load({ c: january, 's.csv': bytes });

    expect(report.files[1]).toMatchObject({ read: 2, loaded: 2 });
    expect(await star.rows('store_dim')).toEqual(stores);
    expect(await star.rows('store_sales')).toEqual([
      [1, 6115, 10.5],
      [2, 6116, -7],
    ]);
  });

  it('keeps its decimals with a comma out, and says what would mend them', async () => {
    const semicolons = korean.replaceAll('"강남점, 본점"', '강남점').replaceAll(',', ';').replace('10.50', '10,50');

    const { rejects } = await star.load({ c: january, s: semicolons }, { maxRejectShare: 1 });

    expect(rejects).toMatchObject([{ line: 2, column: 'total_sales', value: '10,50', reason: 'not_a_number' }]);
    expect(rejects[0]!.mend).toMatch(/with a point.*decimal comma is not guessed/);
  });

  it('may be several in a zip, each with its own counts, lines and name', async () => {
    const bytes = zip([
      { name: 'one.csv', body: sales('1 2024-01-02 x', '2 2024-01-02 5') },
      { name: 'two.csv', body: sales('3 2024-01-02 5', '4 2024-01-02 6', '5 2024-01-02 y') },
    ]);

    const { report, rejects } = await star.load({ c: january, 's.zip': bytes }, { maxRejectShare: 1 });

    expect(report.files.slice(1)).toMatchObject([
      { name: 's.zip/one.csv', source: 'store_sales', read: 2, loaded: 1, rejected: 1 },
      { name: 's.zip/two.csv', source: 'store_sales', read: 3, loaded: 2, rejected: 1 },
    ]);
    expect(rejects.map((it) => `${it.file}:${it.line} ${it.value}`)).toEqual([
      's.zip/one.csv:2 x',
      's.zip/two.csv:4 y',
    ]);
  });

  it('is refused where a zip holds files of several sources', async () => {
    const bytes = zip([
      { name: 'one.csv', body: sales('1 2024-01-02 1') },
      { name: 'two.csv', body: january },
    ]);

    await expect(star.load({ 'all.zip': bytes })).rejects.toMatchObject({
      code: 'UNRECOGNISED_FILE',
      message: 'all.zip holds files of several sources: store_sales, date_dim.',
    });
  });

  it('changes nothing where its end is damaged', async () => {
    const many = Array.from({ length: 3000 }, (_, k) => `${k} 2024-01-02 ${k * 7919}`);
    const whole = gzipSync(sales(...many));

    await expect(star.load({ c: january, s: whole.subarray(0, -9) })).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
    });

    expect(await star.rows('store_sales')).toEqual([]);
    expect(await star.objects.list('projects/p/staging/')).toEqual([]);
    expect((await star.load({ c: january, s: whole })).report.counts.loaded).toBe(3031);
  });

  it('is refused record by record where its encoding breaks off', async () => {
    const broken = Buffer.from('3,\xe4d,x,y,z,k,2024-01-02,1\n', 'latin1');
    // Past the part that decides: there, CP949 stays CP949.
    const many = Array.from({ length: 30_000 }, (_, k) => `${k + 5},역점,한강대로,서울,11,대한민국,2024-01-02,1`).join(
      '\n',
    );
    const long = Buffer.concat([iconv.encode(`${korean}${many}\n`, 'cp949'), broken]);
    const utf16 = Buffer.from(`\ufeff${korean}4,\ud800,x,y,z,k,2024-01-02,1\n`, 'utf16le');

    const { rejects } = await star.load({ c: january, long, utf16 }, { maxRejectShare: 1 });

    expect(rejects.map((it) => `${it.file}:${it.line} ${it.reason}`)).toEqual([
      'long:30004 bad_encoding',
      'utf16:4 bad_encoding',
    ]);
  });
});
