import { retailSales } from '@tandem/data-model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { calendar, openStar, type StarFixture } from '../../test/star-fixture.ts';
import { replaceStar, starTables } from '../index.ts';

let star: StarFixture;
beforeEach(async () => {
  star = await openStar();
});
afterEach(() => star.close());

const weather = structuredClone(retailSales);
weather.dimensions[1]!.columns.splice(1);

it('makes the tables of the other star, also under names that are taken', async () => {
  expect(await replaceStar(retailSales, weather, star.warehouse)).toEqual([]);

  const tables = await starTables(weather, star.warehouse);
  const stores = tables.find((it) => it.name === 'store_dim')!;
  expect([stores.columns.map((it) => it.name), stores.rows]).toEqual([['store_id'], 0]);
});

it('makes tables where none were, and may be asked again', async () => {
  const other = { ...weather, name: 'other' };

  await replaceStar({ ...retailSales, name: 'never_made' }, other, star.warehouse);
  await replaceStar({ ...retailSales, name: 'never_made' }, other, star.warehouse);

  expect(await starTables(other, star.warehouse)).toHaveLength(4);
});

it('names the tables that have rows, and leaves all as it is', async () => {
  await star.load({ dates: calendar('2024-01-01', 31) });

  expect(await replaceStar(retailSales, weather, star.warehouse)).toEqual([{ name: 'date_dim', rows: 31 }]);
  expect((await starTables(retailSales, star.warehouse))[0]!.rows).toBe(31);
});
