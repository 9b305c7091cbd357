import { expect, it } from 'vitest';
import { retailSales } from './retail-sales.ts';
import { tablesOf } from './star.ts';
import { starLineage } from './star-lineage.ts';

const lineage = starLineage(retailSales);
const column = (table: string, name: string) =>
  lineage.find((it) => it.name === table)?.columns.find((it) => it.name === name)?.from;

it('names for each table the sources that feed it', () => {
  expect(lineage.map((it) => [it.name, it.sources])).toEqual([
    ['date_dim', ['date_dim']],
    ['store_dim', ['store_sales']],
    ['store_sales', ['store_sales']],
    ['store_promotions', ['store_promotions']],
  ]);
});

it('tells a column that is copied from one that is looked up or derived', () => {
  expect(column('store_dim', 'city')).toEqual([
    { source: 'store_sales', column: 'city', how: 'copied', through: null },
  ]);
  expect(column('store_sales', 'date_key')).toEqual([
    { source: 'store_sales', column: 'sales_date', how: 'looked-up', through: 'date_dim' },
  ]);
  expect(column('date_dim', 'iso_year')).toEqual([
    { source: 'date_dim', column: 'date_time', how: 'derived', through: null },
  ]);
});

it('leaves no column of the star without an origin', () => {
  const without = lineage.flatMap((it) => it.columns.filter((c) => c.from.length === 0).map((c) => c.name));

  expect(without).toEqual([]);
  expect(lineage.map((it) => it.columns.length)).toEqual(tablesOf(retailSales).map((it) => it.columns.length));
});

it('follows the days of versions to the day of the file, where it has one', () => {
  const star = structuredClone(retailSales);
  star.dimensions[1]!.columns[3]!.history = 'type 2';

  const { columns } = starLineage(star).find((it) => it.name === 'store_dim')!;

  const day = { source: 'store_sales', column: 'sales_date', how: 'derived', through: null };
  expect(columns.slice(6).map((it) => [it.name, it.from])).toEqual([
    ['version_key', []],
    ['valid_from', [day]],
    ['valid_to', [day]],
    ['is_current', [day]],
  ]);
});
