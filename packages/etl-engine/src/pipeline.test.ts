import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDiskObjectStore } from '@tandem/adapters-local';
import { DiskFull, retailSales } from '@tandem/data-model';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, promotions, type StarFixture, sales, salesHeader } from '../test/star-fixture.ts';
import { type LoadResult, loadStar, starTables } from './index.ts';
import { contentHashes } from './star/star-tables.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(() => star.clear());
afterAll(() => star.close());

const january = calendar('2024-01-01', 31);
const contentsOf = ({ report }: LoadResult) => report.tables.map((it) => [it.name, it.rows, it.contentHash]);

describe('a first load', () => {
  it('fills dimensions and facts from three files, whatever their names and order', async () => {
    const { report } = await star.load({
      'p.csv': promotions('1 2024-01-02 1 0'),
      's.csv': sales('1 2024-01-02 10.50', '2 2024-01-03 -7'),
      'c.csv': january,
    });

    expect(report.counts).toEqual({ read: 34, loaded: 34, unchanged: 0, rejected: 0 });
    expect(report.files.map((it) => [it.name, it.source, it.read, it.loaded])).toEqual([
      ['p.csv', 'store_promotions', 1, 1],
      ['s.csv', 'store_sales', 2, 2],
      ['c.csv', 'date_dim', 31, 31],
    ]);
    expect((await star.rows('date_dim'))[0]).toEqual([6114, '2024-01-01', 1, 1, 1, 2024, 0, 2024]);
    expect(await star.rows('store_dim')).toEqual([
      [1, 'Store 1', 'Street-1', 'Ulm', 'BW', 'Germany'],
      [2, 'Store 2', 'Street-2', 'Ulm', 'BW', 'Germany'],
    ]);
    expect(await star.rows('store_sales')).toEqual([
      [1, 6115, 10.5],
      [2, 6116, -7],
    ]);
    expect(await star.rows('store_promotions')).toEqual([[1, 6115, 1, 0]]);
  });

  it('gives a week the year that it belongs to', async () => {
    await star.load({ c: calendar('2029-12-31', 1) });

    expect(await star.rows('date_dim')).toEqual([[8305, '2029-12-31', 1, 12, 4, 2029, 0, 2030]]);
  });

  it('reports the rows and the content hash of every table', async () => {
    const { report } = await star.load({ c: january, s: sales('1 2024-01-02 10.50') });

    expect(report.tables.map((it) => [it.name, it.rows])).toEqual([
      ['date_dim', 31],
      ['store_dim', 1],
      ['store_sales', 1],
      ['store_promotions', 0],
    ]);
    expect(report.tables).toMatchObject(await contentHashes(retailSales, star.warehouse));
    expect((await starTables(retailSales, star.warehouse)).map((it) => it.rows)).toEqual([31, 1, 1, 0]);
  });

  it('says that the rows are in the star where only its snapshot could not be published, which the same files then do', async () => {
    const copyOut = star.warehouse.copyOut.bind(star.warehouse);
    star.warehouse.copyOut = async (sql, key) => {
      if (key.includes('/snapshots/')) throw new DiskFull('The disk is full.', 'Free space.');
      return copyOut(sql, key);
    };
    const files = { c: january, s: sales('1 2024-01-02 10') };

    const call = star.load(files);

    await expect(call).rejects.toMatchObject({
      code: 'DISK_FULL',
      kind: 'full',
      message: 'The disk is full. The rows are in the star; only its snapshot is not published.',
      mend: expect.stringContaining('Loading the same files again'),
    });
    expect(await star.rows('store_sales')).toEqual([[1, 6115, 10]]);
    star.warehouse.copyOut = copyOut;
    const { report } = await star.load(files);
    expect(report.counts).toMatchObject({ loaded: 0, unchanged: 32 });
    expect(report.tables.every((it) => it.snapshotKey !== null)).toBe(true);
  });

  it('publishes every table as Parquet under its id', async () => {
    await star.load({ c: january, s: sales('1 2024-01-02 10.50') }, { loadId: 'lod_x' });

    const snapshots = await star.objects.list('projects/p/snapshots/');
    expect(snapshots.map((it) => it.key)).toEqual(
      ['date_dim', 'store_dim', 'store_promotions', 'store_sales'].map(
        (it) => `projects/p/snapshots/lod_x/${it}.parquet`,
      ),
    );
    const address = star.warehouse.locate('projects/p/snapshots/lod_x/store_sales.parquet');
    const rows = [];
    for await (const { columns } of star.warehouse.rows(`select cast(total_sales as double) from ${address}`)) {
      rows.push(...columns[0]!.values);
    }
    expect(rows).toEqual([10.5]);
  });

  it('leaves no staging table and no staged object behind', async () => {
    await star.load({ c: january, s: sales('1 2024-01-02 10.50', '1 2024-01-02 11') }, { maxRejectShare: 1 });

    const tables = [];
    for await (const { columns } of star.warehouse.rows(
      "select table_name from duckdb_tables() where database_name = 'staging'",
    )) {
      tables.push(...columns[0]!.values);
    }
    expect(tables).toEqual([]);
    expect(await star.objects.list('projects/p/staging/')).toEqual([]);
  });

  it('takes several files of one source', async () => {
    const { report } = await star.load({
      c: january,
      a: sales('1 2024-01-02 1', '2 2024-01-02 2'),
      b: sales('1 2024-01-03 3', '2 2024-01-02 2'),
    });

    expect(report.files.map((it) => [it.name, it.loaded, it.unchanged])).toEqual([
      ['c', 31, 0],
      ['a', 2, 0],
      ['b', 1, 1],
    ]);
  });

  it('takes a file that has only a header', async () => {
    const { report } = await star.load({ s: sales() });

    expect(report.counts).toEqual({ read: 0, loaded: 0, unchanged: 0, rejected: 0 });
  });

  it('keeps cents, and rounds what is finer', async () => {
    await star.load({
      c: january,
      s: sales('1 2024-01-01 0.01', '1 2024-01-02 9999999999999.99', '1 2024-01-03 0.125'),
    });

    expect((await star.rows('store_sales')).map((it) => it[2])).toEqual([0.01, 9_999_999_999_999.99, 0.13]);
  });
});

describe('a later load', () => {
  const files = { c: january, s: sales('1 2024-01-02 10.50', '2 2024-01-03 7'), p: promotions('1 2024-01-02 1 0') };

  it('of the same files changes nothing', async () => {
    const first = await star.load(files);

    const second = await star.load(files);

    expect(second.report.counts).toEqual({ read: 34, loaded: 0, unchanged: 34, rejected: 0 });
    expect(contentsOf(second)).toEqual(contentsOf(first));
  });

  it('of the same records in another order changes nothing', async () => {
    const first = await star.load(files);

    const second = await star.load({ s: sales('2 2024-01-03 7', '1 2024-01-02 10.50') });

    expect(second.report.counts.loaded).toBe(0);
    expect(contentsOf(second)).toEqual(contentsOf(first));
  });

  it('under an id that was used before works as any other', async () => {
    await star.load(files, { loadId: 'lod_same' });

    const again = await star.load({ s: sales('1 2024-01-02 11') }, { loadId: 'lod_same' });

    expect(again.report.counts.loaded).toBe(1);
  });

  it('replaces the value of a known key and adds new ones', async () => {
    await star.load(files);

    const { report } = await star.load({ s: sales('1 2024-01-02 99', '2 2024-01-03 7', '2 2024-01-04 8') });

    expect(report.counts).toEqual({ read: 3, loaded: 2, unchanged: 1, rejected: 0 });
    expect(await star.rows('store_sales')).toEqual([
      [1, 6115, 99],
      [2, 6116, 7],
      [2, 6117, 8],
    ]);
  });

  it('may bring the sources that an earlier one lacked', async () => {
    await star.load({ c: january });
    await star.load({ s: sales('1 2024-01-02 10.50') });
    const { report } = await star.load({ p: promotions('1 2024-01-02 1 0', '1 2024-01-31 0 1') });

    expect(report.counts).toEqual({ read: 2, loaded: 2, unchanged: 0, rejected: 0 });
  });

  it('takes the address of the latest sale for a store, and counts its record as loaded', async () => {
    await star.load({ c: january, s: sales('1 2024-01-02 1 Old', '1 2024-01-05 2 New', '1 2024-01-03 3 Old') });
    expect((await star.rows('store_dim'))[0]![2]).toBe('New');

    const { report } = await star.load({ s: sales('1 2024-01-05 2 Newest', '1 2024-01-03 3 Old') });

    expect((await star.rows('store_dim'))[0]![2]).toBe('Newest');
    expect(report.counts).toEqual({ read: 2, loaded: 1, unchanged: 1, rejected: 0 });
  });

  it('does not let an older file undo a newer address', async () => {
    await star.load({ c: january, s: sales('1 2024-01-05 2 New') });

    await star.load({ s: sales('1 2024-01-04 1 Old') });

    expect((await star.rows('store_dim'))[0]![2]).toBe('New');
    expect(await star.rows('store_sales')).toHaveLength(2);
  });

  it('shows a reader the old rows or the new ones', async () => {
    const days = Array.from({ length: 31 }, (_, k) => `2024-01-${String(k + 1).padStart(2, '0')}`);
    const everyDay = (amount: number) =>
      sales(...days.flatMap((day) => [1, 2, 3].map((store) => `${store} ${day} ${amount}`)));
    await star.load({ c: january, s: everyDay(1) });
    const seen = new Set<string>();
    let isDone = false;
    const reader = (async () => {
      while (!isDone) {
        const query = 'select count(*) as n, cast(sum(total_sales) as double) as s from retail_sales.store_sales';
        for await (const { columns } of star.warehouse.rows(query)) seen.add(columns.map((it) => it.values[0]).join());
      }
    })();

    for (let amount = 2; amount <= 6; amount++) await star.load({ s: everyDay(amount) });
    isDone = true;
    await reader;

    const whole = [1, 2, 3, 4, 5, 6].map((amount) => `93,${93 * amount}`);
    expect(whole).toEqual(expect.arrayContaining([...seen]));
    expect(seen.size).toBeGreaterThan(1);
  });
});

describe('the share of rejects', () => {
  const oneInFour = sales('1 2024-01-01 1', '1 2024-01-02 2', '1 2024-01-03 3', '1 2024-01-04 x');

  it('fails a load that is over it, changes nothing and gives the rejects', async () => {
    await star.load({ c: january });
    const before = await contentHashes(retailSales, star.warehouse);

    const load = star.load({ s: oneInFour }, { maxRejectShare: 0.24 });

    await expect(load).rejects.toMatchObject({
      code: 'LOAD_REJECTED',
      message: expect.stringContaining('1 of 4 records were rejected (25.0 %), more than the 24.0 %'),
      result: { rejects: [{ file: 's', line: 5, column: 'total_sales', value: 'x', reason: 'not_a_number' }] },
    });
    expect(await contentHashes(retailSales, star.warehouse)).toEqual(before);
    expect(await star.objects.list('projects/p/staging/')).toEqual([]);
  });

  it('passes a load that is at it', async () => {
    const { report } = await star.load({ c: calendar('2024-01-01', 4), s: oneInFour }, { maxRejectShare: 0.125 });

    expect(report.counts).toEqual({ read: 8, loaded: 7, unchanged: 0, rejected: 1 });
    expect(report.rejects).toEqual([{ source: 'store_sales', reason: 'not_a_number', count: 1 }]);
  });

  it('passes a load whose every record is refused where all may be', async () => {
    const { report } = await star.load({ s: oneInFour }, { maxRejectShare: 1 });

    expect(report.counts).toEqual({ read: 4, loaded: 0, unchanged: 0, rejected: 4 });
  });
});

describe('a file that is not of its source', () => {
  it('is refused by the columns that it lacks', async () => {
    const key = 'uploads/x.csv';
    await star.objects.put(key, Buffer.from(`${salesHeader.replace('city', 'town')}\n`));
    const files = [{ name: 'x.csv', key, source: 'store_sales' }];

    const load = loadStar(
      { star: retailSales, loadId: 'lod_1', files, maxRejectShare: 0, keyPrefix: 'p' },
      { objects: star.objects, warehouse: star.warehouse },
    );

    await expect(load).rejects.toMatchObject({
      code: 'UNRECOGNISED_FILE',
      message: 'The header of x.csv lacks city, so it cannot be read as store_sales.',
    });
  });

  it('is refused where the star has no such source, before anything is read', async () => {
    const files = [{ name: 'x.csv', key: 'uploads/gone.csv', source: 'meters' }];

    const load = loadStar(
      { star: retailSales, loadId: 'lod_1', files, maxRejectShare: 0, keyPrefix: 'p' },
      { objects: star.objects, warehouse: star.warehouse },
    );

    await expect(load).rejects.toMatchObject({
      code: 'UNRECOGNISED_FILE',
      message: 'x.csv is said to be of meters, which is no source of the star retail_sales.',
    });
  });
});

it('keeps the staging tables of sources apart whose names end like what belongs to another', async () => {
  const names: Record<string, string> = { date_dim: 's_repeated', store_sales: 's', store_promotions: 's_set_aside' };
  const sources = retailSales.sources.map((it) => ({ ...it, name: names[it.name]! }));
  const own = await openStar({ ...retailSales, sources });
  try {
    const files = { c: january, s: sales('1 2024-01-02 10', '1 2024-01-02 11'), p: promotions('1 2024-01-02 1 0') };

    const { report } = await own.load(files, { maxRejectShare: 1 });

    expect(report.counts).toEqual({ read: 34, loaded: 33, unchanged: 0, rejected: 1 });
    expect(report.files.map((it) => [it.source, it.loaded])).toEqual([
      ['s_repeated', 31],
      ['s', 1],
      ['s_set_aside', 1],
    ]);
  } finally {
    await own.close();
  }
});

it('leaves no staged object behind where the warehouse cannot copy one', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'tandem-elsewhere-'));
  // The warehouse looks for objects in another directory.
  const elsewhere = openDiskObjectStore(root);
  try {
    await elsewhere.put('c', Buffer.from(january));
    const files = [{ name: 'c', key: 'c', source: 'date_dim' }];

    const load = loadStar(
      { star: retailSales, loadId: 'lod_1', files, maxRejectShare: 0, keyPrefix: 'p' },
      { objects: elsewhere, warehouse: star.warehouse },
    );

    await expect(load).rejects.toThrow('p/staging/lod_1/0.parquet');
    expect(await elsewhere.list('p/staging/')).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});
