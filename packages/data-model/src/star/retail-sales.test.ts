import { expect, it } from 'vitest';
import { retailSales } from './retail-sales.ts';
import { keyOf, tablesOf } from './star.ts';

const names = (columns: readonly { readonly name: string }[]) => columns.map((it) => it.name);
const table = (name: string) => tablesOf(retailSales).find((it) => it.name === name)!;

it('gives every column of a fed table an origin', () => {
  const feeds = retailSales.sources.flatMap((source) => source.feeds);

  expect(feeds.map((it) => Object.keys(it.columns))).toEqual(feeds.map((it) => names(table(it.table).columns)));
});

it('feeds every table from exactly one source', () => {
  const fed = retailSales.sources.flatMap((source) => names(source.feeds.map((it) => ({ name: it.table }))));

  expect(fed.sort()).toEqual(names(tablesOf(retailSales)).sort());
});

it('refers only to dimensions that it has', () => {
  const referenced = tablesOf(retailSales).flatMap((it) => it.columns.flatMap((c) => c.references ?? []));

  expect(names(retailSales.dimensions)).toEqual(expect.arrayContaining(referenced));
});

it('tells its sources apart by their headers', () => {
  const headers = retailSales.sources.map((it) => names(it.columns).sort().join());

  expect(new Set(headers).size).toBe(headers.length);
});

it('knows covariates at the grain of the target', () => {
  const { fact, known } = retailSales.training;

  expect(known.map((it) => keyOf(table(it.fact)))).toEqual(known.map(() => keyOf(table(fact))));
});

it('keeps cents', () => {
  expect(table('store_sales').columns.at(-1)!.type).toEqual({ kind: 'decimal', precision: 18, scale: 2 });
});

it('is data that a file can hold', () => {
  expect(JSON.parse(JSON.stringify(retailSales))).toEqual(retailSales);
});
