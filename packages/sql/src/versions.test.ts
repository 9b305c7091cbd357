import { type Fact, retailSales } from '@tandem/data-model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DuckDbSession, openSession } from '../test/duckdb-session.ts';
import { countDifferences, makeEqual, pageOfDifferences } from './versions.ts';

const fact = retailSales.facts[0] as Fact;
const columns = 'store_id integer, date_key integer, total_sales numeric(18, 2)';
let session: DuckDbSession;
beforeEach(async () => {
  session = await openSession();
  await session.query(`create table old (${columns})`, `create table new (${columns})`);
});
afterEach(() => session.close());

describe('two versions of a table', () => {
  beforeEach(() =>
    session.query(
      'insert into old values (1, 1, 10), (1, 2, 20), (1, 3, 30)',
      'insert into new values (1, 1, 10), (1, 2, 21), (2, 1, 40)',
    ),
  );

  it('differ by rows that are new, gone, or have other values', async () => {
    expect(await session.query(`${countDifferences('old', 'new', fact)} order by 1`)).toEqual([
      ['added', '1'],
      ['changed', '1'],
      ['removed', '1'],
    ]);
  });

  it('show each differing row as it was and as it is, in key order, the first of them only', async () => {
    const page = (limit: number) => session.query(pageOfDifferences('old', 'new', fact, limit));

    expect(await page(9)).toEqual([
      ['changed', '1', '2', '20', '1', '2', '21'],
      ['removed', '1', '3', '30', null, null, null],
      ['added', null, null, null, '2', '1', '40'],
    ]);
    expect(await page(1)).toHaveLength(1);
  });
});

it('are equal after one was made so, and the counts say what that took', async () => {
  await session.query(
    'insert into old values (1, 1, 10), (1, 2, 20), (1, 3, 30), (1, 4, 40)',
    'insert into new values (1, 1, 10), (1, 2, 21), (2, 1, 50)',
  );
  const counts = { removed: 'r', changed: 'c', added: 'a' };

  const affected = [];
  for (const { name, sql } of makeEqual(fact, 'old', 'new', counts)) affected.push([name, await session.query(sql)]);

  expect(affected).toEqual([
    ['r', [['2']]],
    ['c', [['1']]],
    ['a', [['1']]],
  ]);
  expect(await session.query('select * from old order by all')).toEqual(
    await session.query('select * from new order by all'),
  );
});
