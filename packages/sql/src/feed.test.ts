import { type Dimension, retailSales, tablesOf } from '@tandem/data-model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DuckDbSession, openSession } from '../test/duckdb-session.ts';
import { createStaging, createTables } from './create-table.ts';
import { dialectNamed } from './dialect.ts';
import { classifyRows, countOutside, lastDays } from './feed.ts';

const duckdb = dialectNamed('duckdb');
const source = retailSales.sources.find((it) => it.name === 'store_sales')!;
const table = (name: string) => tablesOf(retailSales).find((it) => it.name === name)!;
let session: DuckDbSession;
beforeEach(async () => {
  session = await openSession();
  await session.query(
    ...createTables(retailSales, duckdb),
    ...createStaging('records', source.columns, duckdb),
    "insert into retail_sales.date_dim values (1, '2024-01-01', 1, 1, 1, 2024, 0, 2024), (2, '2024-01-02', 1, 1, 1, 2024, 1, 2024)",
  );
});
afterEach(() => session.close());

const record = (line: number, store: number, address: string, day: number, amount: number) =>
  `(0, ${line}, ${store}, 'S', '${address}', 'Ulm', 'BW', 'DE', '2024-01-0${day}', ${amount})`;
const classify = (feed: number) =>
  classifyRows(
    {
      source,
      feed: source.feeds[feed]!,
      table: table(source.feeds[feed]!.table),
      target: `retail_sales.${source.feeds[feed]!.table}`,
      records: 'records',
      dimension: (name) => ({ relation: `retail_sales.${name}`, dimension: table(name) as Dimension }),
      lastSeen: lastDays('retail_sales.store_sales', 'store_id', 'date_key', {
        table: 'retail_sales.date_dim',
        key: 'date_key',
        day: 'date_time',
      }),
    },
    duckdb,
  );

describe('the rows of a feed', () => {
  it('are one for each record of a fact, with its day looked up', async () => {
    await session.query(
      'insert into retail_sales.store_sales values (1, 1, 5), (1, 2, 6)',
      `insert into records values ${[record(2, 1, 'A', 1, 5), record(3, 1, 'A', 2, 7), record(4, 2, 'B', 1, 8)].join()}`,
    );

    expect(await session.query(`${classify(1)} order by _line`)).toEqual([
      ['0', '2', 'same', '1', '1', '5.00'],
      ['0', '3', 'changed', '1', '2', '7.00'],
      ['0', '4', 'added', '2', '1', '8.00'],
    ]);
  });

  it('are one for each key of a dimension, from its latest record', async () => {
    await session.query(
      `insert into records values ${[record(2, 1, 'New', 2, 5), record(3, 1, 'Old', 1, 7), record(4, 1, 'Later line', 2, 8)].join()}`,
    );

    const rows = await session.query(classify(0));

    expect(rows.map((it) => [it[1], it[2], it[5]])).toEqual([['2', 'added', 'New']]);
  });

  it('leave a dimension as it is where the star has seen a later day', async () => {
    await session.query(
      "insert into retail_sales.store_dim values (1, 'S', 'New', 'Ulm', 'BW', 'DE'), (2, 'S', 'New', 'Ulm', 'BW', 'DE')",
      'insert into retail_sales.store_sales values (1, 2, 5), (2, 1, 5)',
      `insert into records values ${[record(2, 1, 'Old', 1, 5), record(3, 2, 'Newer', 1, 5)].join()}`,
    );

    const rows = await session.query(`${classify(0)} order by _line`);

    expect(rows.map((it) => it[2])).toEqual(['same', 'changed']);
  });
});

it('counts records that changed a dimension but no fact', async () => {
  await session.query(
    "create table dim_delta as select * from (values (0, 2, 'added'), (0, 3, 'changed'), (0, 5, 'same'), (1, 9, 'added')) t(_file, _line, _state)",
    'create table fact_delta as select * from (values (0, 2), (0, 4)) t(_file, _line)',
  );

  expect(await session.query(`${countOutside(['dim_delta'], 'fact_delta')} order by all`)).toEqual([
    ['0', '1'],
    ['1', '1'],
  ]);
  expect(await session.query(`${countOutside(['dim_delta'], undefined)} order by all`)).toEqual([
    ['0', '2'],
    ['1', '1'],
  ]);
});
