import { type Day, parseDay, parseFrequency } from '@tandem/data-model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withAddresses, withCustomers } from '../../test/history-stars.ts';
import { calendar, openStar, type StarFixture, sales } from '../../test/star-fixture.ts';
import { buildFrame, compareSnapshots, readItems, revertStar, rowOrigin, starFrame } from '../index.ts';
import { readRows } from './read-rows.ts';

const day = (k: number) => `2024-01-${String(k).padStart(2, '0')}`;
let star: StarFixture;

describe('a dimension that facts describe', () => {
  const definition = withAddresses();
  beforeAll(async () => {
    star = await openStar(definition);
    await star.load({ c: calendar(day(1), 31) });
  });
  afterAll(() => star.close());

  const versions = async (store: number) =>
    (await star.rows('store_dim'))
      .filter(([id]) => id === store)
      .map(([, name, address, , , , , from, to, current]) => [name, address, from, to, current].join(' '));
  const counts = ({ report }: Awaited<ReturnType<StarFixture['load']>>) => {
    const { added, changed, unchanged } = report.tables.find((it) => it.name === 'store_dim')!;
    return { added, changed, unchanged };
  };

  it('begins a version on each day on which an attribute changes, the first before all days', async () => {
    const load = await star.load({
      s: sales('1 2024-01-01 1 A', '1 2024-01-02 1 A', '1 2024-01-03 1 B', '1 2024-01-05 1 A', '2 2024-01-02 1 C'),
    });

    expect(counts(load)).toEqual({ added: 4, changed: 0, unchanged: 0 });
    expect(await versions(1)).toEqual([
      'Store 1 A 0001-01-01 2024-01-03 0',
      'Store 1 B 2024-01-03 2024-01-05 0',
      'Store 1 A 2024-01-05 9999-12-31 1',
    ]);
    expect(await versions(2)).toEqual(['Store 2 C 0001-01-01 9999-12-31 1']);
  });

  it('ends the current version when a later load brings a change, as its plan said, and once only', async () => {
    await star.load({ s: sales('11 2024-01-01 1 A', '12 2024-01-01 1 C') });
    const moved = { s: sales('11 2024-01-04 1 B', '12 2024-01-04 1 C') };

    const loads = [await star.plan(moved), await star.load(moved), await star.load(moved)];

    expect(loads.map(counts)).toEqual([
      { added: 1, changed: 1, unchanged: 1 },
      { added: 1, changed: 1, unchanged: 1 },
      { added: 0, changed: 0, unchanged: 2 },
    ]);
    expect(loads[2]!.report.counts).toEqual({ read: 2, loaded: 0, unchanged: 2, rejected: 0 });
    expect(await versions(11)).toEqual(['Store 11 A 0001-01-01 2024-01-04 0', 'Store 11 B 2024-01-04 9999-12-31 1']);
    expect(await versions(12)).toEqual(['Store 12 C 0001-01-01 9999-12-31 1']);
  });

  it('tells versions apart on days before 1900', async () => {
    await star.load({ c: calendar('1850-01-01', 3) });
    await star.load({ s: sales('15 1850-01-01 1 A', '15 1850-01-02 1 B') });

    await star.load({ s: sales('15 1850-01-03 1 C') });

    expect(await versions(15)).toEqual([
      'Store 15 A 0001-01-01 1850-01-02 0',
      'Store 15 B 1850-01-02 1850-01-03 0',
      'Store 15 C 1850-01-03 9999-12-31 1',
    ]);
  });

  it('gives what an attribute of type 1 says now to every version', async () => {
    await star.load({ s: sales('21 2024-01-01 1 A', '21 2024-01-03 1 B') });

    const load = await star.load({ s: sales('21 2024-01-04 1 B').replace('Store 21', 'Renamed') });

    expect(counts(load)).toEqual({ added: 0, changed: 2, unchanged: 0 });
    expect(await versions(21)).toEqual(['Renamed A 0001-01-01 2024-01-03 0', 'Renamed B 2024-01-03 9999-12-31 1']);
  });

  it('learns nothing from a file that is older than what it has seen', async () => {
    await star.load({ s: sales('31 2024-01-01 1 A', '31 2024-01-09 1 A') });

    const { report } = await star.load({ s: sales('31 2024-01-05 1 B') });

    expect(report.counts).toMatchObject({ loaded: 1 });
    expect(await versions(31)).toEqual(['Store 31 A 0001-01-01 9999-12-31 1']);
  });

  it('counts a record once that ends a version and begins one, where its fact stays as it is', async () => {
    await star.load({ s: sales('41 2024-01-01 1 A', '41 2024-01-09 1 A') });

    const { report } = await star.load({ s: sales('41 2024-01-09 1 B') });

    expect(report.counts).toEqual({ read: 1, loaded: 1, unchanged: 0, rejected: 0 });
    expect(await versions(41)).toEqual(['Store 41 A 0001-01-01 2024-01-09 0', 'Store 41 B 2024-01-09 9999-12-31 1']);
  });

  it('is compared, traced and reverted version by version', async () => {
    const load = async (loadId: string, s: string) => ({
      id: loadId,
      tables: (await star.load({ s }, { loadId })).report.tables,
    });
    const before = await load('lod_a', sales('51 2024-01-01 1 A'));
    const after = await load('lod_b', sales('51 2024-01-05 1 B'));
    const loadIds = ['lod_b', 'lod_a'];
    const origin = async (key: string) => {
      const asked = { star: definition, table: 'store_dim', key, keyPrefix: 'projects/p', loadIds, id: 'org' };
      const { row, record } = await rowOrigin(asked, star);
      return [row[2], record?.loadId, record?.line];
    };

    const of = { star: definition, keyPrefix: 'projects/p', before, after, id: 'cmp', limit: 9 };
    const [, stores] = await compareSnapshots(of, star);
    expect(stores).toMatchObject({ added: 1, changed: 1, removed: 0 });
    expect(stores!.rows.map((it) => [it.change, it.before?.at(-2), it.after?.at(-2)])).toEqual([
      ['changed', '9999-12-31', '2024-01-05'],
      ['added', undefined, '9999-12-31'],
    ]);
    expect(await origin('51')).toEqual(['B', 'lod_b', 2]);
    expect(await origin('51, 0001-01-01')).toEqual(['A', 'lod_b', 2]);
    await revertStar({ star: definition, loadId: 'lod_c', to: before, keyPrefix: 'projects/p' }, star);
    expect(await versions(51)).toEqual(['Store 51 A 0001-01-01 9999-12-31 1']);
    await star.load({ s: sales('51 2024-01-06 1 B') });
    expect(await versions(51)).toEqual(['Store 51 A 0001-01-01 2024-01-06 0', 'Store 51 B 2024-01-06 9999-12-31 1']);
  });

  it('is seen by training, and shown as an item, as it is now', async () => {
    await star.load({ s: sales('61 2024-01-01 1 A', '61 2024-01-05 1 B') });
    const trained = { ...definition, training: { ...definition.training, statics: ['store_address'] } };

    const { frame } = await buildFrame(star.warehouse, starFrame(trained, parseFrequency('D')));

    const [addresses] = frame.statics;
    const item = frame.items.indexOf('61');
    expect(addresses!.levels![addresses!.values[item]!]).toBe('B');
    expect((await readItems(star.warehouse, definition)).filter((it) => it.id === '61')).toMatchObject([
      { attributes: { store_address: 'B' } },
    ]);
  });

  it('is not written where another load has changed its versions meanwhile', async () => {
    await star.load({ s: sales('71 2024-01-01 1 A') });
    const merge = star.warehouse.transaction.bind(star.warehouse);
    star.warehouse.transaction = async (statements) => {
      star.warehouse.transaction = merge;
      await star.warehouse.run("update retail_sales.store_dim set valid_to = '2024-01-02' where store_id = 71");
      return merge(statements);
    };

    await expect(star.load({ s: sales('72 2024-01-01 1 A') })).rejects.toThrow(
      '1 rows of store_dim would not lie end to end by store_id',
    );
    await star.warehouse.run("update retail_sales.store_dim set valid_to = '9999-12-31' where store_id = 71");
  });

  it('has the same versions whether files come one by one or all at once, each found by its days', async () => {
    const street = fc.option(fc.constantFrom('A', 'B', 'C'));
    // At most one record of each store and day; loads are cut at days, so that each is later than those before.
    const days = fc.array(fc.tuple(street, street), { minLength: 4, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(days, fc.integer({ min: 2, max: 3 }), async (streets, step) => {
        for (const table of ['store_sales', 'store_dim']) await star.warehouse.run(`delete from retail_sales.${table}`);
        const records = (first: number) =>
          streets.map((both, k) => both.flatMap((it, s) => (it ? [`${first + s} ${day(k + 1)} 1 ${it}`] : [])));
        const [atOnce, oneByOne] = [records(81), records(91)];

        await star.load({ s: sales(...atOnce.flat()) });
        for (let k = 0; k < streets.length; k += step) {
          await star.load({ s: sales(...oneByOne.slice(k, k + step).flat()) });
        }

        const unnamed = (store: number) =>
          versions(store).then((all) => all.map((it) => it.replace(/^Store \d+ /, '')));
        expect(await unnamed(91)).toEqual(await unnamed(81));
        expect(await unnamed(92)).toEqual(await unnamed(82));
        const written = [...atOnce, ...oneByOne].flat().map((it) => it.replace(/ 1 (.)$/, ' $1'));
        expect(await addressesAsOf()).toEqual(written.sort());
      }),
      { numRuns: 3 },
    );
  });
});

/** Each sale's store, day and address on that day, found as the documentation of stars has it. */
async function addressesAsOf(): Promise<string[]> {
  const query =
    'select f.store_id, cast(cast(d.date_time as date) as varchar), s.store_address from retail_sales.store_sales f ' +
    'join retail_sales.date_dim d on d.date_key = f.date_key join retail_sales.store_dim s ' +
    'on s.store_id = f.store_id and d.date_time >= s.valid_from and d.date_time < s.valid_to order by 1, 2';
  return (await readRows(star.warehouse, query)).map((it) => it.join(' '));
}

describe('a dimension with a file of its own', () => {
  const customers = async () =>
    (await star.rows('customer_dim')).map(([id, segment, phone, , ...of]) => [id, segment, phone, ...of].join(' '));
  const records = (...of: string[]) => ['customer_id,segment,phone', ...of, ''].join('\n');

  it('begins versions on the day of the load, and corrects the one of the same day', async () => {
    star = await openStar(withCustomers({ since: false }));
    const load = async (today: Day, ...of: string[]) =>
      (await star.load({ customers: records(...of) }, { today })).report.counts;
    const [first, fifth] = [parseDay(day(1)), parseDay(day(5))];
    await load(first, 'c1,small,1', 'c2,small,2');

    const changed = await load(fifth, 'c1,large,1', 'c2,small,3');
    await load(fifth, 'c1,huge,1');
    const again = await load(fifth + 4, 'c1,huge,1', 'c2,small,3');

    expect(changed).toEqual({ read: 2, loaded: 2, unchanged: 0, rejected: 0 });
    expect(again).toEqual({ read: 2, loaded: 0, unchanged: 2, rejected: 0 });
    expect(await customers()).toEqual([
      'c1 small 1 0001-01-01 2024-01-05 0',
      'c1 huge 1 2024-01-05 9999-12-31 1',
      'c2 small 3 0001-01-01 9999-12-31 1',
    ]);
    await star.close();
  });

  it('takes the days that the file says, several of one key at once', async () => {
    star = await openStar(withCustomers({ since: true }));
    const load = (...of: string[]) =>
      star.load({ customers: records(...of).replace('phone', 'phone,since') }, { maxRejectShare: 1 });
    await load('c1,small,1,2023-05-01', 'c1,large,1,2023-09-01', 'c1,large,1,2023-09-01');

    const { report, rejects } = await load(
      'c1,small,1,2023-05-01',
      'c1,large,1,2023-09-01',
      'c1,huge,1,2024-02-01',
      'c2,small,2,2024-03-01',
      'c2,large,2,2024-03-01',
      'c3,small,2,9999-12-31',
    );

    expect(report.counts).toEqual({ read: 6, loaded: 2, unchanged: 2, rejected: 2 });
    expect(rejects).toMatchObject([
      { line: 6, column: 'customer_id, since', reason: 'duplicate' },
      { line: 7, column: 'since', value: '9999-12-31', reason: 'out_of_range' },
    ]);
    expect(await customers()).toEqual([
      'c1 small 1 2023-05-01 2023-09-01 0',
      'c1 large 1 2023-09-01 2024-02-01 0',
      'c1 huge 1 2024-02-01 9999-12-31 1',
      'c2 small 2 2024-03-01 9999-12-31 1',
    ]);
    await star.close();
  });
});
