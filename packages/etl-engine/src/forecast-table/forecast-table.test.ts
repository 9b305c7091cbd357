import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStar, type StarFixture } from '../../test/star-fixture.ts';
import { createForecastTable, publishForecast, readForecast, readForecastTotals } from './forecast-table.ts';

const csv = `item_id,timestamp,mean,p10,p97.5
7,2026-11-01,10.5,8,13
7,2026-11-02,11,9,14
"a, b",2026-11-01,1,0,2
`;

let star: StarFixture;
beforeEach(async () => {
  star = await openStar();
  await createForecastTable(star.warehouse);
  await star.objects.put('f.csv', Buffer.from(csv));
});
afterEach(() => star.close());

it('gives back mean and quantiles of an item by time', async () => {
  await publishForecast(star, 'bfc_1', 'f.csv');

  const { instants, mean, quantiles } = await readForecast(star.warehouse, 'bfc_1', '7');

  expect(instants).toEqual([Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 2)]);
  expect(mean).toEqual([10.5, 11]);
  expect([...quantiles]).toEqual([
    [0.1, [8, 9]],
    [0.975, [13, 14]],
  ]);
});

it('replaces the rows of a batch that is published again', async () => {
  await publishForecast(star, 'bfc_1', 'f.csv');
  await publishForecast(star, 'bfc_2', 'f.csv');

  expect(await publishForecast(star, 'bfc_1', 'f.csv')).toBe(9);
  expect([...(await readForecastTotals(star.warehouse, 'bfc_1'))]).toEqual([
    ['7', 21.5],
    ['a, b', 1],
  ]);
});

it('takes an id with a quote for what it is', async () => {
  expect((await readForecast(star.warehouse, "x' or '1'='1", "'")).instants).toEqual([]);
});
