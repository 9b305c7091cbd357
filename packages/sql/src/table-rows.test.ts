import { retailSales } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { openSession } from '../test/duckdb-session.ts';
import { createTables } from './create-table.ts';
import { dialectNamed } from './dialect.ts';
import { pageOf, wholeTable } from './table-rows.ts';

it('pages through a table in key order, numbers as doubles and days as text', async () => {
  const session = await openSession();
  const [dates] = retailSales.dimensions;
  await session.query(
    ...createTables(retailSales, dialectNamed('duckdb')),
    "insert into retail_sales.date_dim select k, timestamp '2024-01-01' + (k || ' days')::interval, 1, 1, 1, 2024, 0, 2024 from range(9, -1, -1) t(k)",
  );

  const page = await session.query(pageOf('retail_sales.date_dim', dates!, 3, 2));
  const all = await session.query(wholeTable('retail_sales.date_dim', dates!));

  expect(page.map((it) => it.slice(0, 2))).toEqual([
    ['3', '2024-01-04 00:00:00'],
    ['4', '2024-01-05 00:00:00'],
  ]);
  expect(all.map((it) => it[0])).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  session.close();
});
