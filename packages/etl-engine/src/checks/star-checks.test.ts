import { parseDay, retailSales, type Star, type StarCheck } from '@tandem/data-model';
import type { CheckResult } from '@tandem/data-model/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, type StarFixture, sales } from '../../test/star-fixture.ts';
import { contentHashes } from '../star/star-tables.ts';
import { checkStar } from './check-star.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(() => star.clear());
afterAll(() => star.close());

const january = calendar('2024-01-01', 31);
const starWith = (...checks: StarCheck[]): Star => ({ ...retailSales, checks });
const found = (checks: readonly CheckResult[], name: CheckResult['name']) =>
  checks.filter((it) => it.name === name && !it.passed).map((it) => [it.on, it.found, it.detail]);

describe('a load', () => {
  it('records each claim about its records by name, with how many failed it', async () => {
    const s = sales('1 2024-01-02 10', '1 2024-01-02 11', '2 2024-02-09 7', '2 2024-01-03 NaN', '2 2024-01-04 x');

    const { report } = await star.load({ c: january, s }, { maxRejectShare: 1 });

    const ofSales = report.checks.filter((it) => it.on === 'store_sales' && it.severity === 'warning');
    expect(Object.fromEntries(ofSales.map((it) => [it.name, it.found]))).toMatchObject({
      well_formed: 1,
      not_null: 0,
      finite: 1,
      range: 0,
      unique: 1,
      reference: 1,
    });
    expect(report.checks).toContainEqual(expect.objectContaining({ name: 'reject_share', passed: true, found: 4 }));
    expect(report.checks).toContainEqual(
      expect.objectContaining({ name: 'reference', on: 'store_sales.store_id', severity: 'critical', passed: true }),
    );
  });

  it('names the days that the calendar or the sales skip, with the first, before anything is written', async () => {
    const c = january.replace(/^\d+,2024-01-1[01],.*\n/gm, '');

    const { report } = await star.plan({ c, s: sales('1 2024-01-02 1', '1 2024-01-03 1', '1 2024-01-06 1') });

    expect(found(report.checks, 'calendar_gaps')).toEqual([
      ['date_dim', 2, 'date_dim has no row for 2 days, the first 2024-01-10.'],
      ['store_sales', 2, 'store_sales has no row for 2 days, the first 2024-01-04.'],
    ]);
  });

  it('sees the days that the star has and those that the load adds as one', async () => {
    await star.load({ c: january, s: sales('1 2024-01-02 1', '1 2024-01-04 1') });

    const { report } = await star.load({ s: sales('1 2024-01-03 1') });

    expect(found(report.checks, 'calendar_gaps')).toEqual([]);
  });

  it('says how old the last day is, and passes what is fresh', async () => {
    const files = { c: january, s: sales('1 2024-01-10 1') };

    const old = await star.plan(files, { today: parseDay('2024-01-18') });
    const fresh = await star.plan(files, { today: parseDay('2024-01-17') });

    expect(found(old.report.checks, 'freshness')).toEqual([
      ['store_sales', 8, 'store_sales ends on 2024-01-10, 8 days before 2024-01-18; 7 are expected.'],
    ]);
    expect(found(fresh.report.checks, 'freshness')).toEqual([]);
  });

  it('says that it brings far fewer or more records than earlier loads, once there are three', async () => {
    const files = { c: january, s: sales('1 2024-01-10 1') };
    const earlier = [4, 100, 5].map((n) => new Map([['store_sales', n]]));

    const { report } = await star.plan(files, { earlier });
    const early = await star.plan(files, { earlier: earlier.slice(1) });

    expect(found(report.checks, 'row_count_drift')).toEqual([
      ['store_sales', 1, 'store_sales brought 1 records; the median of 3 earlier loads is 5.'],
    ]);
    expect(early.report.checks.map((it) => it.name)).not.toContain('row_count_drift');
  });

  it('is stopped by a critical check, which is recorded, and changes nothing', async () => {
    await star.load({ c: january, s: sales('1 2024-01-02 5') });
    const before = await contentHashes(retailSales, star.warehouse);
    const checks: StarCheck[] = [
      { kind: 'range', table: 'store_sales', column: 'total_sales', min: 0, max: 1000, severity: 'critical' },
    ];

    const call = star.load({ s: sales('1 2024-01-03 -1', '1 2024-01-04 5') }, { star: starWith(...checks) });

    await expect(call).rejects.toMatchObject({
      code: 'CHECK_FAILED',
      message: expect.stringContaining('range of store_sales.total_sales failed: 1 rows lie outside 0 to 1000.'),
      result: {
        report: { checks: expect.arrayContaining([expect.objectContaining({ name: 'range', passed: false })]) },
      },
    });
    expect(await contentHashes(retailSales, star.warehouse)).toEqual(before);
    expect((await star.load({ s: sales('1 2024-01-04 5') }, { star: starWith(...checks) })).report.counts.loaded).toBe(
      1,
    );
  });
});

describe('the star as it stands', () => {
  it('is asked the declared checks before it is used; a critical one that fails refuses it', async () => {
    await star.load({ c: january, s: sales('1 2024-01-02 -5', '1 2024-01-04 5') });
    const today = parseDay('2024-01-05');
    const range: StarCheck = {
      kind: 'range',
      table: 'store_sales',
      column: 'total_sales',
      min: 0,
      severity: 'critical',
    };

    expect((await checkStar(retailSales, star.warehouse, today)).map((it) => [it.name, it.on])).toEqual([
      ['calendar_gaps', 'store_sales'],
    ]);
    await expect(checkStar(starWith(range), star.warehouse, today)).rejects.toThrow(/1 rows lie outside 0 to …/);
  });
});
