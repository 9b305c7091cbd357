import { Conflict, LoadRejected, retailSales } from '@tandem/data-model';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, promotions, type StarFixture, sales } from '../test/star-fixture.ts';
import { compareSnapshots, type LoadResult, revertStar } from './index.ts';
import { contentHashes } from './star/star-tables.ts';

let star: StarFixture;
let reverts = 0;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(() => star.clear());
afterAll(() => star.close());

const january = calendar('2024-01-01', 31);
const first = { c: january, s: sales('1 2024-01-02 10', '2 2024-01-03 7') };
const second = {
  s: sales('1 2024-01-02 11', '3 2024-01-05 9'),
  p: promotions('1 2024-01-02 1 0'),
};
const contents = () => contentHashes(retailSales, star.warehouse);
const load = async (id: string, files: Record<string, string>) => ({
  id,
  tables: (await star.load(files, { loadId: id })).report.tables,
});
const revert = (to: { id: string; tables: LoadResult['report']['tables'] }, loadId = `rev_${++reverts}`) =>
  revertStar({ star: retailSales, loadId, to, keyPrefix: 'projects/p' }, star);

describe('a revert', () => {
  it('makes every table what it was after the load, and counts what that took', async () => {
    const a = await load('lod_a', first);
    const before = await contents();
    await load('lod_b', second);

    const report = await revert(a);

    expect(await contents()).toEqual(before);
    expect(report.tables.map((it) => [it.name, it.added, it.changed, it.removed, it.rows])).toEqual([
      ['date_dim', 0, 0, 0, 31],
      ['store_dim', 0, 0, 1, 2],
      ['store_sales', 0, 1, 1, 2],
      ['store_promotions', 0, 0, 1, 0],
    ]);
  });

  it('can be reverted itself, and loads go on after it', async () => {
    const a = await load('lod_a', first);
    const b = await load('lod_b', second);
    const after = await contents();
    const { tables } = await revert(a, 'rev_a');

    await revert(b, 'rev_b');
    expect(await contents()).toEqual(after);
    await revert({ id: 'rev_a', tables });
    expect(await star.rows('store_sales')).toEqual([
      [1, 6115, 10],
      [2, 6116, 7],
    ]);

    const again = await star.load(second);
    expect(again.report.counts).toEqual({ read: 3, loaded: 3, unchanged: 0, rejected: 0 });
    expect(await contents()).toEqual(after);
  });

  it('brings back whatever was loaded, in any order of loads', async () => {
    const record = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }), fc.nat(3));
    const file = fc.uniqueArray(record, { minLength: 1, maxLength: 6, selector: ([store, day]) => `${store} ${day}` });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 3 }), fc.nat(), async (files, pick) => {
        run++;
        const loads = [];
        for (const [k, records] of files.entries()) {
          const s = sales(...records.map(([store, day, amount]) => `${store} 2024-01-0${day} ${amount}`));
          loads.push(await load(`lod_${run}_${k}`, { c: january, s }));
        }
        const to = loads[pick % loads.length]!;

        await revert(to);

        expect(await contents()).toMatchObject(to.tables.map(({ rows, contentHash }) => ({ rows, contentHash })));
      }),
      { numRuns: 6 },
    );
  });

  it('is refused whole where the snapshot is not what the load reported', async () => {
    const a = await load('lod_a', first);
    await load('lod_b', second);
    const before = await contents();
    await star.warehouse.copyOut('select * from retail_sales.store_sales limit 1', key('lod_a', 'store_sales'));

    const call = revert(a, 'rev_bad');

    await expect(call).rejects.toThrow(LoadRejected);
    await expect(call).rejects.toThrow(/store_sales would not have the 2 rows .* its snapshot is damaged/);
    expect(await contents()).toEqual(before);
    expect(await star.objects.list('projects/p/snapshots/rev_bad/')).toEqual([]);
  });

  it('is refused where the snapshot is gone', async () => {
    const a = await load('lod_a', first);
    await load('lod_b', second);
    await star.objects.delete(key('lod_a', 'store_sales'));

    await expect(revert(a)).rejects.toThrow(Conflict);
  });

  it('shows a reader the old rows or the new ones', async () => {
    const days = Array.from({ length: 31 }, (_, k) => `2024-01-${String(k + 1).padStart(2, '0')}`);
    const everyDay = (amount: number) => sales(...days.flatMap((day) => [1, 2].map((it) => `${it} ${day} ${amount}`)));
    const a = await load('lod_a', { c: january, s: everyDay(1) });
    const b = await load('lod_b', { s: everyDay(2) });
    const seen = new Set<number>();
    let isDone = false;
    const reader = (async () => {
      const query = 'select cast(sum(total_sales) as double) as s from retail_sales.store_sales';
      while (!isDone)
        for await (const { columns } of star.warehouse.rows(query)) seen.add(Number(columns[0]!.values[0]));
    })();

    for (const to of [a, b, a, b]) await revert(to);
    isDone = true;
    await reader;

    expect([...seen].sort()).toEqual([124, 62].sort());
  });
});

const key = (loadId: string, table: string) => `projects/p/snapshots/${loadId}/${table}.parquet`;

describe('two loads compared', () => {
  const compare = (before: Published, after: Published, limit = 20) =>
    compareSnapshots({ star: retailSales, keyPrefix: 'projects/p', before, after, id: 'cmp_1', limit }, star);
  type Published = Awaited<ReturnType<typeof load>>;

  it('differ by the rows added, changed and removed between their snapshots, whatever came later', async () => {
    const a = await load('lod_a', first);
    const b = await load('lod_b', second);
    await load('lod_c', { s: sales('1 2024-01-02 12') });

    const [, stores, ofSales, ofPromotions] = await compare(a, b);

    expect(stores).toMatchObject({ name: 'store_dim', added: 1, changed: 0, removed: 0 });
    expect(ofSales).toEqual({
      name: 'store_sales',
      added: 1,
      changed: 1,
      removed: 0,
      columns: ['store_id', 'date_key', 'total_sales'],
      rows: [
        { change: 'changed', before: [1, 6115, 10], after: [1, 6115, 11] },
        { change: 'added', before: null, after: [3, 6118, 9] },
      ],
    });
    expect(ofPromotions).toMatchObject({ added: 1 });
    expect((await compare(b, a))[2]).toMatchObject({ added: 0, changed: 1, removed: 1 });
  });

  it('need no snapshot of a table that both report alike', async () => {
    const a = await load('lod_a', first);
    const b = await load('lod_b', first);
    for (const { key } of await star.objects.list('projects/p/snapshots/')) await star.objects.delete(key);

    expect((await compare(a, b)).map((it) => it.added + it.changed + it.removed)).toEqual([0, 0, 0, 0]);
  });

  it('show the first rows alone, and leave no staging table', async () => {
    const a = await load('lod_a', first);
    const b = await load('lod_b', second);

    expect((await compare(a, b, 1))[2]?.rows).toHaveLength(1);
    const staged = "select count(*) as n from duckdb_tables() where database_name = 'staging'";
    for await (const { columns } of star.warehouse.rows(staged)) expect(columns[0]!.values[0]).toBe(0);
  });
});
