import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, promotions, type StarFixture, sales, salesHeader } from '../../test/star-fixture.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(() => star.clear());
afterAll(() => star.close());

const january = calendar('2024-01-01', 31);
const good = '1,Store 1,Street-1,Ulm,BW,Germany,2024-01-01,1.00';

/** The rejects of a load, each as `line|column|value|reason`. */
async function rejectsOf(files: Record<string, string | Uint8Array>): Promise<string[]> {
  const { rejects, report } = await star.load({ c: january, ...files }, { maxRejectShare: 1 });
  expect(report.counts.rejected).toBe(rejects.length);
  return rejects.map((it) => `${it.line}|${it.column}|${it.value}|${it.reason}`);
}

/** A sales file whose third line is `record`, between good ones. */
const among = (record: string, lineEnd = '\n') =>
  [salesHeader, good, record, good.replace('01-01', '01-02'), ''].join(lineEnd);

/** What became of each of several files, which are loaded together: its rejects, and whether its good records got in. */
async function outcomes(files: Record<string, string>): Promise<Map<string, { rejects: string[]; good: number }>> {
  const { rejects, report } = await star.load(
    { c: january, store: sales('1 2024-01-01 1'), ...files },
    { maxRejectShare: 1 },
  );
  return new Map(
    report.files.map(({ name, loaded, unchanged }) => [
      name,
      {
        rejects: rejects
          .filter((it) => it.file === name)
          .map((it) => `${it.line}|${it.column}|${it.value}|${it.reason}`),
        good: loaded + unchanged,
      },
    ]),
  );
}

describe('a record that is wrong by itself', () => {
  const records: readonly (readonly [string, string])[] = [
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,n/a', 'total_sales|n/a|not_a_number'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,"1,5"', 'total_sales|1,5|not_a_number'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,1e3', 'total_sales|1e3|not_a_number'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,', 'total_sales||empty'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,NaN', 'total_sales|NaN|not_finite'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,-Infinity', 'total_sales|-Infinity|not_finite'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,1e400', 'total_sales|1e400|out_of_range'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,12345678901234567', 'total_sales|12345678901234567|out_of_range'],
    ['1.5,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,1', 'store_id|1.5|not_a_whole_number'],
    ['3000000000,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,1', 'store_id|3000000000|out_of_range'],
    [',Store 1,Street-1,Ulm,BW,Germany,2024-01-09,1', 'store_id||empty'],
    ['1,  ,Street-1,Ulm,BW,Germany,2024-01-09,1', 'store_name|  |empty'],
    ['1,"",Street-1,Ulm,BW,Germany,2024-01-09,1', 'store_name||empty'],
    ['1,Store 1,Street-1,Ulm,BW12345678901,Germany,2024-01-09,1', 'state|BW12345678901|text_too_long'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-02-30,1', 'sales_date|2024-02-30|not_a_date'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,infinity,1', 'sales_date|infinity|not_a_date'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09 10:30:00,1', 'sales_date|2024-01-09 10:30:00|not_a_date'],
    ['1,Store 1,Street-1,Ulm,BW,Germany,01/09/2024,1', 'sales_date|01/09/2024|not_a_date'],
    ['1,Store 1,Street-1,Ulm,BW,Germany', 'sales_date|1,Store 1,Street-1,Ulm,BW,Germany|missing_columns'],
    ['x,y', 'store_address|x,y|missing_columns'],
    [`${good},more,and more`, `|${good},more,and more|too_many_columns`],
    [
      '1,Sto"re 1,Street-1,Ulm,BW,Germany,2024-01-09,1',
      'store_name|1,Sto"re 1,Street-1,Ulm,BW,Germany,2024-01-09,1|bad_quoting',
    ],
    [
      '1,"Store" 1,Street-1,Ulm,BW,Germany,2024-01-09,1',
      'store_name|1,"Store" 1,Street-1,Ulm,BW,Germany,2024-01-09,1|bad_quoting',
    ],
    [
      '1,"Store 1,Street-1,Ulm,BW,Germany,2024-01-09,1',
      'store_name|1,"Store 1,Street-1,Ulm,BW,Germany,2024-01-09,1|bad_quoting',
    ],
    ['1,Sto\0re,Street-1,Ulm,BW,Germany,2024-01-09,1', 'store_name|Sto\ufffdre|bad_encoding'],
  ];
  const flags = [
    ['2', '2|promo|2|not_a_flag'],
    ['-1', '2|promo|-1|not_a_flag'],
    ['yes', '2|promo|yes|not_a_flag'],
  ] as const;
  const weeks = [
    ['54', '2|week|54|out_of_range'],
    ['0', '2|week|0|out_of_range'],
    ['x', '2|week|x|not_a_number'],
  ] as const;
  let found: Awaited<ReturnType<typeof outcomes>>;
  beforeAll(async () => {
    const header = january.split('\n')[0];
    found = await outcomes(
      Object.fromEntries([
        ...records.map(([record], k) => [`record ${k}`, among(record)]),
        ...flags.map(([flag]) => [`flag ${flag}`, promotions(`1 2024-01-01 ${flag} 0`)]),
        ...weeks.map(([week]) => [`week ${week}`, `${header}\n9999,2025-01-01,${week},1,1,2025,2\n`]),
      ]),
    );
  });

  it.each(records.map(([record, expected], k) => ({ record, expected, k })))(
    'is refused alone: $record',
    ({ expected, k }) => {
      expect(found.get(`record ${k}`)).toEqual({ rejects: [`3|${expected}`], good: 2 });
    },
  );

  it.each(flags)('is refused for a flag of %s', (flag, expected) => {
    expect(found.get(`flag ${flag}`)).toEqual({ rejects: [expected], good: 0 });
  });

  it.each(weeks)('is refused for week %s of a calendar', (week, expected) => {
    expect(found.get(`week ${week}`)).toEqual({ rejects: [expected], good: 0 });
  });

  it('is refused alone where it is not UTF-8', async () => {
    const latin1 = Buffer.from(among('1,Läden,Street-1,Ulm,BW,Germany,2024-01-09,1'), 'latin1');

    const [reject, ...others] = await rejectsOf({ s: latin1 });

    expect(others).toEqual([]);
    expect(reject).toMatch(/^3\|\|1,L.den.*\|bad_encoding$/u);
    expect(await star.rows('store_sales')).toHaveLength(2);
  });

  it('is refused alone where it is too long, and its value is cut', async () => {
    const long = `1,${'x'.repeat(3_000_000)},Street-1,Ulm,BW,Germany,2024-01-09,1`;

    expect(await rejectsOf({ s: among(long) })).toEqual([`3||1,${'x'.repeat(198)}|line_too_long`]);
    expect(await star.rows('store_sales')).toHaveLength(2);
  });

  it('costs nobody else where many quotes are left open', async () => {
    const open = (day: number) => `1,"Store 1,Street-1,Ulm,BW,Germany,2024-01-0${day},1`;
    const file = [salesHeader, open(3), good, open(4), good.replace('01-01', '01-02'), open(5)].join('\n');

    expect((await rejectsOf({ s: file })).map((it) => it.slice(0, 13))).toEqual([
      '2|store_name|',
      '4|store_name|',
      '6|store_name|',
    ]);
    expect(await star.rows('store_sales')).toHaveLength(2);
  });
});

describe('a record that does not fit the star', () => {
  it('is refused for a day that the calendar lacks', async () => {
    const files = { s: sales('1 2024-01-01 1', '1 2023-12-31 2'), p: promotions('1 2025-01-01 0 0') };

    expect(await rejectsOf(files)).toEqual([
      '3|sales_date|2023-12-31|date_not_in_calendar',
      '2|sales_date|2025-01-01|date_not_in_calendar',
    ]);
  });

  it('is refused for a store that nobody has described', async () => {
    const files = { s: sales('1 2024-01-01 1'), p: promotions('1 2024-01-01 0 0', '7 2024-01-01 0 0') };

    expect(await rejectsOf(files)).toEqual(['3|store_id|7|unknown_reference']);
  });

  it('is refused for a store whose only record is refused', async () => {
    const files = { s: sales('7 2023-12-31 1'), p: promotions('7 2024-01-01 0 0') };

    expect(await rejectsOf(files)).toEqual([
      '2|sales_date|2023-12-31|date_not_in_calendar',
      '2|store_id|7|unknown_reference',
    ]);
    expect(await star.rows('store_dim')).toEqual([]);
  });

  it('is refused where a record before it has the same key and other values, and told which', async () => {
    const files = { a: sales('1 2024-01-01 1', '2 2024-01-01 5', '1 2024-01-01 2'), b: sales('1 2024-01-01 3') };

    const { rejects } = await star.load({ c: january, ...files }, { maxRejectShare: 1 });

    expect(rejects.map(({ file, line, column, value, reason }) => [file, line, column, value, reason])).toEqual([
      ['a', 4, 'store_id, sales_date', '1, 2024-01-01', 'duplicate'],
      ['b', 2, 'store_id, sales_date', '1, 2024-01-01', 'duplicate'],
    ]);
    expect(rejects.map((it) => it.mend)).toEqual(
      Array(2).fill('Keep one record for this key: line 2 of a came first and was kept.'),
    );
    expect((await star.rows('store_sales')).map((it) => it[2])).toEqual([1, 5]);
  });

  it('counts as unchanged where it repeats a record before it', async () => {
    const { report } = await star.load({
      c: january,
      s: sales('1 2024-01-01 1', '1 2024-01-01 1', '1 2024-01-01 1.00'),
    });

    expect(report.files[1]).toMatchObject({ read: 3, loaded: 1, unchanged: 2, rejected: 0 });
  });

  it('is refused where it would move a day to another key, or a key to another day', async () => {
    const header = january.split('\n')[0];
    await star.load({ c: january });

    const { rejects } = await star.load(
      {
        d: `${header}\n6114,2025-01-01,1,1,1,2025,2\n9000,2024-01-05,1,1,1,2024,4\n9001,2025-01-06,2,1,1,2025,0\n9002,2025-01-06,2,1,1,2025,0\n`,
      },
      { maxRejectShare: 1 },
    );

    expect(rejects.map(({ line, value, reason }) => [line, value, reason])).toEqual([
      [2, '6114, 2025-01-01', 'key_changed'],
      [3, '9000, 2024-01-05', 'key_changed'],
      [5, '2025-01-06', 'duplicate'],
    ]);
  });
});

describe('a file that is merely odd', () => {
  const odd = [
    ['CRLF', among('1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,2', '\r\n')],
    ['CR', among('1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,2', '\r')],
    [
      'a mix of line ends',
      `${salesHeader}\r\n${good}\n${good.replace('01-01', '01-02')}\r${good.replace('01-01', '01-03')}\r\n`,
    ],
    ['a byte order mark', `\ufeff${among('1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,2')}`],
    ['no line end at its end', among('1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,2').trimEnd()],
    ['blank lines at its end', `${among('1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,2')}\n\r\n  \n`],
    ['spaces round its numbers', among(' 1 ,Store 1,Street-1,Ulm,BW,Germany, 2024-01-09 , 2.00 ')],
    ['quotes round all its fields', among('"1","Store 1","Street-1","Ulm","BW","Germany","2024-01-09","2.00"')],
    ['whole numbers with a point', among('1.0,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,2')],
    ['midnights after its days', among('1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09 00:00:00,2')],
    [
      'a header in capitals',
      among('1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,2').replace(
        salesHeader,
        'STORE ID,Store_Name," store-address",City,State,Country,Sales Date,total_sales',
      ),
    ],
    [
      'a column that nobody knows',
      among('1,Store 1,Street-1,Ulm,BW,Germany,2024-01-09,2').replace(/^([^\n]*)$/gm, '$1,x'),
    ],
  ] as const;

  let found: Awaited<ReturnType<typeof outcomes>>;
  beforeAll(async () => {
    found = await outcomes(Object.fromEntries(odd.map(([name, file]) => [name, file.replace(/\nx?,x$/, '\n')])));
  });

  // One that were read as another day or amount would be refused, as the others have the same keys.
  it.each(odd)('loads with %s', (name) => {
    expect(found.get(name)).toEqual({ rejects: [], good: 3 });
  });

  it('loads with its columns in another order', async () => {
    await star.load({
      c: january,
      s: 'total_sales,sales_date,country,state,city,store_address,store_name,store_id\n1.50,2024-01-02,Germany,BW,Ulm,Street,Name,4\n',
    });

    expect(await star.rows('store_dim')).toEqual([[4, 'Name', 'Street', 'Ulm', 'BW', 'Germany']]);
    expect(await star.rows('store_sales')).toEqual([[4, 6115, 1.5]]);
  });

  it('counts physical lines past quoted line ends', async () => {
    const file = [
      salesHeader,
      '1,"Store\r\n1","Street ""A""\nBack",Ulm,BW,Germany,2024-01-01,1',
      good.replace('1.00', 'x'),
      '',
    ].join('\n');

    expect(await rejectsOf({ s: file })).toEqual(['5|total_sales|x|not_a_number']);
    expect(await star.rows('store_dim')).toEqual([[1, 'Store\r\n1', 'Street "A"\nBack', 'Ulm', 'BW', 'Germany']]);
  });
});
