import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { init, validate } from '@polyglot-sql/sdk';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { parseFrequency, retailSales } from '@tandem/data-model';
import { writeSample } from '@tandem/sample-data';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withAddresses } from '../test/history-stars.ts';
import { openRedshiftStar } from '../test/redshift-star.ts';
import { calendar, openStar, promotions, sales, salesHeader } from '../test/star-fixture.ts';
import {
  buildFrame,
  createForecastTable,
  createStar,
  publishForecast,
  readForecast,
  readForecastTotals,
  readItemSeries,
  readItems,
  starFrame,
  starTables,
  tableRows,
} from './index.ts';

// All of this runs on doubles of Redshift and S3; it has not run in an account.
let postgres: TestPostgres;
let star: Awaited<ReturnType<typeof openRedshiftStar>>;
beforeAll(async () => {
  postgres = await startTestPostgres();
  star = await openRedshiftStar(postgres);
});
beforeEach(() => star.clear());
afterAll(async () => {
  await star.close();
  await postgres.stop();
});

const names = ['store_sales.csv', 'store_promotions.csv', 'date_dim.csv'];

// Each statement is a call or three, and a load has some sixty of them.
const patience = { timeout: 240_000 };

describe('a load into Redshift, by its double,', patience, () => {
  it('of the sample with faults ends as it does on DuckDB, record by record and row by row', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'tandem-redshift-'));
    await writeSample({ stores: 12, days: 150, seed: 3, faults: true }, dir);
    const files = Object.fromEntries(
      await Promise.all(names.map(async (it) => [it, await readFile(path.join(dir, it))])),
    );
    const local = await openStar();
    const expected = await local.load(files, { maxRejectShare: 0.2 });

    const { report, rejects } = await star.load(files, { maxRejectShare: 0.2 });

    expect(report.counts.rejected).toBeGreaterThan(0);
    expect(report.counts).toEqual(expected.report.counts);
    expect(report.files).toEqual(expected.report.files);
    expect(report.rejects).toEqual(expected.report.rejects);
    expect(rejects).toEqual(expected.rejects);
    for (const { name } of await starTables(retailSales, local.warehouse)) {
      expect(await star.rows(name)).toEqual(await local.rows(name));
    }
    await local.close();
    await rm(dir, { recursive: true });
  });
});

describe('Redshift, by its double,', patience, () => {
  const january = calendar('2024-01-01', 31);

  it('takes the same files again as unchanged, and a new address and amount as changes', async () => {
    const files = { c: january, s: sales('1 2024-01-02 10.50', '2 2024-01-03 -7'), p: promotions('1 2024-01-02 1 0') };
    const first = await star.load(files);

    const again = await star.load(files);
    const later = await star.load({ s: sales('1 2024-01-02 11', '2 2024-01-05 0.125 New-street') });

    expect(first.report.counts).toEqual({ read: 34, loaded: 34, unchanged: 0, rejected: 0 });
    expect(again.report.counts).toEqual({ read: 34, loaded: 0, unchanged: 34, rejected: 0 });
    const contents = (tables: typeof again.report.tables) => tables.map((it) => [it.name, it.rows, it.contentHash]);
    expect(contents(again.report.tables)).toEqual(contents(first.report.tables));
    expect(later.report.counts).toEqual({ read: 2, loaded: 2, unchanged: 0, rejected: 0 });
    expect(contents(later.report.tables)).not.toEqual(contents(first.report.tables));
    expect(later.report.tables[2]!.contentHash).toMatch(/^3-[0-9a-f]{16}$/);
    expect(await star.rows('store_sales')).toEqual([
      [1, 6115, 11],
      [2, 6116, -7],
      [2, 6118, 0.13],
    ]);
    expect((await star.rows('store_dim'))[1]).toEqual([2, 'Store 2', 'New-street', 'Ulm', 'BW', 'Germany']);
  });

  it('reads numbers and days in every form that a file may have them in, and fields that no column names', async () => {
    const text = [
      'note,store_id,store_name,store_address,city,state,country,total_sales,sales_date,note',
      'x, 1.0 ,"한국 ""1""\n",a\\,b,BW,DE,+007.10 ,2024-01-02 00:00:00,',
      ',2,b,c,d,BW,DE,9999999999999999.99,2024-01-03T00:00:00,y',
      ',3,b,c,d,BW,DE,-.5,2024-01-04,',
    ].join('\n');

    const { report } = await star.load({ c: january, s: text });

    expect(report.counts).toMatchObject({ loaded: 34, rejected: 0 });
    expect((await star.rows('store_dim'))[0]).toEqual([1, '한국 "1"\n', 'a\\', 'b', 'BW', 'DE']);
    expect((await star.rows('store_sales')).map((it) => it[2])).toEqual([7.1, 1e16, -0.5]);
  });

  it('holds every text that a file can have, as it was written', async () => {
    await star.load({ c: january });
    const text = (maxLength: number) =>
      fc
        .array(fc.constantFrom('"', ',', '\n', '\r', ' ', "'", '\\', '%', 'ü', '한', '😀', 'N', 'x'), { maxLength })
        .map((it) => `${it.join('')}.`);
    const stores = fc.array(fc.tuple(text(49), text(99)), { minLength: 20, maxLength: 40 });

    await fc.assert(
      fc.asyncProperty(stores, async (written) => {
        await star.warehouse.run('delete from retail_sales.store_dim');
        await star.warehouse.run('delete from retail_sales.store_sales');
        const quoted = written.map((it) => it.map((field) => `"${field.replaceAll('"', '""')}"`).join());
        const records = quoted.map((it, k) => `${k},${it},Ulm,\\N,DE,2024-01-01,${k}`);

        const { report } = await star.load({ s: [salesHeader, ...records].join('\n') });

        expect(report.counts).toMatchObject({ loaded: written.length, rejected: 0 });
        expect(await star.rows('store_dim')).toEqual(written.map((it, k) => [k, ...it, 'Ulm', '\\N', 'DE']));
      }),
      { numRuns: 2 },
    );
  });

  it('gives a week the year that it belongs to', async () => {
    await star.load({ c: calendar('2029-12-31', 1) });

    expect(await star.rows('date_dim')).toEqual([[8305, '2029-12-31', 1, 12, 4, 2029, 0, 2030]]);
  });

  it('sets calendar rows aside that would give a known key another day', async () => {
    await star.load({ c: january });

    const moved = january.replace('6115,2024-01-02', '6999,2024-01-02').replace('6116,2024-01-03', '6116,2025-01-03');
    const { rejects } = await star.load({ c: moved }, { maxRejectShare: 1 });

    expect(rejects.map((it) => [it.line, it.reason])).toEqual([
      [3, 'key_changed'],
      [4, 'key_changed'],
    ]);
  });

  it('publishes every table as Parquet, an empty one too, and leaves no staging behind', async () => {
    await star.load({ c: january, s: sales('1 2024-01-02 10.50') }, { loadId: 'lod_x' });

    const snapshots = (await star.objects.list('projects/p/snapshots/')).map((it) => it.key);
    const tables = ['date_dim', 'store_dim', 'store_promotions', 'store_sales'];
    expect(snapshots).toEqual(tables.map((it) => `projects/p/snapshots/lod_x/${it}.parquet`));
    const bytes = Buffer.from(await star.objects.get('projects/p/snapshots/lod_x/store_promotions.parquet'));
    expect(bytes.subarray(0, 4).toString() + bytes.subarray(-4).toString()).toBe('PAR1PAR1');
    await expect(star.warehouse.run('select * from tandem_staging.lod_x_store_sales')).rejects.toThrow(
      'does not exist',
    );
  });

  it('gives the frame that DuckDB gives', async () => {
    const files = {
      c: calendar('2024-01-01', 60),
      s: sales(
        ...Array.from(
          { length: 40 },
          (_, k) => `${1 + (k % 2)} 2024-01-${String(1 + (k >> 1)).padStart(2, '0')} ${k}.25`,
        ),
      ),
      p: promotions('1 2024-01-02 1 0', '2 2024-02-01 0 1'),
    };
    const local = await openStar();
    await Promise.all([star.load(files), local.load(files)]);
    const frameOf = async (warehouse: typeof star.warehouse) =>
      (await buildFrame(warehouse, starFrame(retailSales, parseFrequency('D')))).frame;

    expect(await frameOf(star.warehouse)).toEqual(await frameOf(local.warehouse));
    await local.close();
  });

  it('publishes a forecast, reads it back, and describes items and their past', async () => {
    await star.load({ c: january, s: sales('1 2024-01-02 10.50'), p: promotions('1 2024-01-09 1 0') });
    await createForecastTable(star.warehouse);
    const csv = 'item_id,timestamp,mean,p10,p97.5\n1,2024-01-10,10.5,8,13\n"a, \\\'b",2024-01-10,1,0,2\n';
    await star.objects.put('f.csv', Buffer.from(csv));
    await publishForecast(star, 'bfc_1', 'f.csv');

    expect(await publishForecast(star, 'bfc_1', 'f.csv')).toBe(6);
    const forecast = await readForecast(star.warehouse, 'bfc_1', "a, \\'b");
    expect([forecast.instants, forecast.mean, [...forecast.quantiles]]).toEqual([
      [Date.UTC(2024, 0, 10)],
      [1],
      [
        [0.1, [0]],
        [0.975, [2]],
      ],
    ]);
    expect([...(await readForecastTotals(star.warehouse, 'bfc_1'))][0]).toEqual(['1', 10.5]);
    expect(await readItems(star.warehouse, retailSales)).toMatchObject([{ id: '1', title: 'Store 1' }]);
    const { target, flags } = await readItemSeries(star.warehouse, retailSales, parseFrequency('D'), '1');
    expect([target, flags]).toEqual([[10.5, Number.NaN], { promo: [0, 1], school_holiday: [0, 0] }]);
  });

  it('keeps the versions of a dimension that DuckDB keeps, in words that the same parser reads', async () => {
    const before = star.double.ran.length;
    const definition = withAddresses('addresses');
    const local = await openStar(definition);
    await createStar(definition, star.warehouse);
    const loads = [
      { c: january, s: sales('1 2024-01-02 1 A', '1 2024-01-04 1 B', '2 2024-01-02 1 C') },
      { s: sales('1 2024-01-06 1 B', '1 2024-01-08 1 A', '2 2024-01-08 1 C').replace('Store 2', 'Renamed') },
      { s: sales('1 2024-01-06 1 B', '1 2024-01-08 1 A', '2 2024-01-08 1 C').replace('Store 2', 'Renamed') },
    ];
    for (const files of loads) {
      const { report } = await star.load(files, { star: definition });
      const expected = await local.load(files);
      expect(report.counts).toEqual(expected.report.counts);
      expect(report.tables.map((it) => [it.name, it.added, it.changed, it.unchanged])).toEqual(
        expected.report.tables.map((it) => [it.name, it.added, it.changed, it.unchanged]),
      );
    }

    const { columns, rows } = await tableRows(definition, star.warehouse, 'store_dim', 0, 9);
    expect(rows).toEqual(await local.rows('store_dim'));
    expect(rows).toHaveLength(4);
    expect(columns.filter((it) => it.key).map((it) => it.name)).toEqual(['store_id', 'valid_from']);
    await init();
    expect(star.double.ran.slice(before).filter((sql) => !validate(sql, 'redshift').valid)).toEqual([]);
    await local.close();
  });

  it('says only what a parser of Redshift SQL that is not ours can read', async () => {
    const before = star.double.ran.length;
    await star.load({ c: january, s: sales('1 2024-01-02 10.50', '1 2024-01-02 11') }, { maxRejectShare: 1 });
    await star.load({ s: sales('1 2024-01-02 12') });
    await buildFrame(star.warehouse, starFrame(retailSales, parseFrequency('D')));
    await init();

    const ran = star.double.ran.slice(before);
    const wrong = ran.filter((sql) => !validate(sql, 'redshift').valid);

    expect(ran.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
    expect(validate('select from where', 'redshift').valid).toBe(false);
  });
});
