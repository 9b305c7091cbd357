import { retailSales } from '@tandem/data-model';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, promotions, type StarFixture, sales } from '../test/star-fixture.ts';
import { contentHashes } from './star/star-tables.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(() => star.clear());
afterAll(() => star.close());

const january = calendar('2024-01-01', 31);
const first = { c: january, s: sales('1 2024-01-02 10', '2 2024-01-03 7', '2 2024-01-04 8') };
/** One row more, one changed, one as it was, one bad; and a new address of store 2. */
const second = {
  s: sales('1 2024-01-02 11', '2 2024-01-03 7', '2 2024-01-04 8 Moved', '3 2024-01-05 9', '3 2024-13-05 9'),
  p: promotions('1 2024-01-02 1 0'),
};
const countsOf = ({ report }: Awaited<ReturnType<StarFixture['plan']>>) =>
  Object.fromEntries(
    report.tables.map((it) => [it.name, [it.added, it.changed, it.unchanged, it.removed, it.rejected]]),
  );

describe('a plan', () => {
  it('counts by table the rows to add, change, leave and reject', async () => {
    await star.load(first);

    const plan = await star.plan(second);

    expect(countsOf(plan)).toEqual({
      date_dim: [0, 0, 0, 0, 0],
      store_dim: [1, 1, 1, 0, 0],
      store_sales: [1, 1, 2, 0, 1],
      store_promotions: [1, 0, 0, 0, 0],
    });
    expect(plan.report.counts).toEqual({ read: 6, loaded: 4, unchanged: 1, rejected: 1 });
    expect(plan.rejects).toMatchObject([{ file: 's', line: 6, reason: 'not_a_date' }]);
  });

  it('writes nothing: no row, no snapshot, no staging table', async () => {
    await star.load(first, { loadId: 'lod_first' });
    const before = await contentHashes(retailSales, star.warehouse);
    const objects = async () => (await star.objects.list('projects/p/')).map((it) => it.key);
    const keys = await objects();

    await star.plan(second);

    expect(await contentHashes(retailSales, star.warehouse)).toEqual(before);
    expect(await objects()).toEqual(keys);
    const staged = "select count(*) as n from duckdb_tables() where database_name = 'staging'";
    for await (const { columns } of star.warehouse.rows(staged)) expect(columns[0]!.values[0]).toBe(0);
  });

  it('says what the load then does', async () => {
    await star.load(first);
    const plan = await star.plan(second);

    const load = await star.load(second, { maxRejectShare: 1 });

    expect(countsOf(load)).toEqual(countsOf(plan));
    for (const [k, table] of load.report.tables.entries()) {
      expect(table.rows).toBe(plan.report.tables[k]!.rows + table.added);
    }
    expect(countsOf(await star.plan(second))).toMatchObject({ store_sales: [0, 0, 4, 0, 1] });
  });

  it('shows the rejects of files that are over their share', async () => {
    const plan = await star.plan({ s: sales('1 2024-01-02 x') }, { maxRejectShare: 0 });

    expect(plan.report.counts).toMatchObject({ read: 1, rejected: 1 });
  });
});
