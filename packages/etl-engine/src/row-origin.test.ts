import { InvalidInput, NotFound, retailSales } from '@tandem/data-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendar, openStar, type StarFixture, sales } from '../test/star-fixture.ts';
import { rowOrigin } from './index.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
  await star.load(
    { c: calendar('2024-01-01', 31), s: sales('1 2024-01-02 10', '2 2024-01-03 7', '3 2024-01-02 5') },
    { loadId: 'lod_a' },
  );
});
afterAll(() => star.close());

const origin = (table: string, key: string, loadIds: string[]) =>
  rowOrigin({ star: retailSales, table, key, keyPrefix: 'projects/p', loadIds, id: 'org_1' }, star);

describe('the record that last wrote a row', () => {
  it('is found by file and line, for a fact and for a dimension', async () => {
    expect(await origin('store_sales', '2,6116', ['lod_a'])).toEqual({
      table: 'store_sales',
      columns: ['store_id', 'date_key', 'total_sales'],
      row: [2, 6116, 7],
      record: { loadId: 'lod_a', file: 1, line: 3 },
    });
    expect((await origin('date_dim', '6114', ['lod_a'])).record).toEqual({ loadId: 'lod_a', file: 0, line: 2 });
    expect((await origin('store_dim', '1', ['lod_a'])).record).toEqual({ loadId: 'lod_a', file: 1, line: 2 });
  });

  it('is found by the day where the key refers to one', async () => {
    expect((await origin('store_sales', '2, 2024-01-03', ['lod_a'])).row).toEqual([2, 6116, 7]);
  });

  it('is that of the latest load which changed the row, not of one that left it', async () => {
    await star.load({ s: sales('3 2024-01-02 11', '2 2024-01-03 7') }, { loadId: 'lod_b' });

    expect((await origin('store_sales', '3,6115', ['lod_b', 'lod_a'])).record).toMatchObject({
      loadId: 'lod_b',
      line: 2,
    });
    expect((await origin('store_sales', '2,6116', ['lod_b', 'lod_a'])).record).toMatchObject({ loadId: 'lod_a' });
  });

  it('is found among the newest and the oldest of fifty loads in one query that takes no turn', async () => {
    const ids = ['lod_a'];
    for (let k = 1; k < 50; k++) {
      const key = `projects/p/provenance/lod_${k}/store_sales.parquet`;
      await star.warehouse.copyOut(`select 1 as store_id, 6115 as date_key, 1 as _file, ${k}::bigint as _line`, key);
      ids.unshift(`lod_${k}`);
    }
    const asked: string[] = [];
    const { rows } = star.warehouse;
    const reader = {
      dialect: star.warehouse.dialect,
      locate: (key: string) => star.warehouse.locate(key),
      rows: (sql: string) => {
        asked.push(sql);
        return rows.call(star.warehouse, sql);
      },
    } as typeof star.warehouse;
    const trace = (key: string) =>
      rowOrigin(
        { star: retailSales, table: 'store_sales', key, keyPrefix: 'projects/p', loadIds: ids, id: 'org_1' },
        { objects: star.objects, warehouse: reader },
      );

    expect((await trace('1,6115')).record).toEqual({ loadId: 'lod_49', file: 1, line: 49 });
    expect((await trace('2,6116')).record).toEqual({ loadId: 'lod_a', file: 1, line: 3 });
    expect(asked).toHaveLength(4);
  });

  it('passes over loads of another star that had a table of this name', async () => {
    const key = 'projects/p/provenance/lod_old/store_sales.parquet';
    await star.warehouse.copyOut("select 'x' as shop, 0 as _file, 2::bigint as _line limit 0", key);

    expect((await origin('store_sales', '2,6116', ['lod_old', 'lod_a'])).record).toMatchObject({ loadId: 'lod_a' });
  });

  it('stays known where the same load runs again and finds nothing to change', async () => {
    await star.load({ c: calendar('2024-01-01', 31), s: sales('1 2024-01-02 10') }, { loadId: 'lod_a' });

    expect((await origin('store_sales', '1,6115', ['lod_a'])).record).toMatchObject({ line: 2 });
  });

  it('is unknown where no load kept it', async () => {
    expect((await origin('store_sales', '1,6115', ['lod_z'])).record).toBeUndefined();
  });

  it.each([
    ['1,6120', NotFound, 'row 1,6120 of store_sales'],
    ['1', InvalidInput, 'The key of store_sales is store_id, date_key; 1 has 1 values.'],
    ['x,6115', InvalidInput, 'x is no integer, as store_id is.'],
    ['1,2023-02-31', InvalidInput, '2023-02-31 is no integer, as date_key is, nor a timestamp of date_dim.'],
    ["1,' or 1=1 --", InvalidInput, 'is no integer, as date_key is, nor a timestamp of date_dim.'],
  ])('is refused for the key %s', async (key, error, message) => {
    const call = origin('store_sales', key, ['lod_a']);

    await expect(call).rejects.toThrow(error);
    await expect(call).rejects.toThrow(message);
  });
});
