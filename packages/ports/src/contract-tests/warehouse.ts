import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../object-store.ts';
import type { ColumnBatch, Warehouse } from '../warehouse.ts';

/** An empty warehouse over an object store, and what removes both. */
export type OpenWarehouse = () => Promise<{ warehouse: Warehouse; objects: ObjectStore; close(): Promise<void> }>;

/** How a warehouse's dialect fills a table from a Parquet object, as `Dialect` of the package `sql` has it. */
export type CopyParquet = (into: string, address: string, columns: readonly string[]) => string;

/** What every warehouse must do, in SQL that all dialects share but for what fills a table from Parquet. */
export function warehouseContract(name: string, copyParquet: CopyParquet, open: OpenWarehouse): void {
  describe(`${name} as a warehouse`, () => {
    let warehouse: Warehouse;
    let objects: ObjectStore;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ warehouse, objects, close } = await open());
      await warehouse.run('create schema contract');
    });
    afterAll(() => close());

    const read = async (sql: string): Promise<Record<string, ColumnBatch['values'][number][]>> => {
      const columns: Record<string, ColumnBatch['values'][number][]> = {};
      for await (const batch of warehouse.rows(sql)) {
        for (const { name: column, values } of batch.columns) columns[column] = [...(columns[column] ?? []), ...values];
      }
      return columns;
    };
    const table = async (name: string, columns: string, rows = ''): Promise<string> => {
      await warehouse.run(`create table contract.${name} (${columns})`);
      if (rows) await warehouse.run(`insert into contract.${name} values ${rows}`);
      return `contract.${name}`;
    };

    it('gives numbers as doubles and text as text, with NaN and null for nothing', async () => {
      const types = await table(
        'types',
        'i integer, s smallint, b bigint, d double precision, t varchar(20), f boolean',
        '(1, -2, 3000000000, 0.5, \'é, "x"\', true), (null, null, null, null, null, null)',
      );

      expect(await read(`select * from ${types} order by i nulls last`)).toEqual({
        i: [1, Number.NaN],
        s: [-2, Number.NaN],
        b: [3_000_000_000, Number.NaN],
        d: [0.5, Number.NaN],
        t: ['é, "x"', null],
        f: [1, Number.NaN],
      });
    });

    it('takes a backslash and two quotes in a text for what they are', async () => {
      const texts = await read("select 'a\\b''\\' as t, '\\'' or 1=1' as u");

      expect(texts).toEqual({ t: ["a\\b'\\"], u: ["\\' or 1=1"] });
    });

    it('keeps a byte order mark at the start of a text, be it short or long', async () => {
      const long = 'a text of more than twelve bytes';

      const texts = await read(`select '\ufeff' as t, '\ufeffab' as u, '\ufeff\ufeff${long}' as v, 'a\ufeff' as w`);

      expect(texts).toEqual({ t: ['\ufeff'], u: ['\ufeffab'], v: [`\ufeff\ufeff${long}`], w: ['a\ufeff'] });
    });

    it('gives decimals that are cast to double', async () => {
      const money = await table('money', 'm numeric(18, 2)', '(12.34), (-0.05), (9007199254740.99)');

      const { m } = await read(`select cast(m as double precision) as m from ${money} order by 1`);

      expect(m).toEqual([-0.05, 12.34, 9_007_199_254_740.99]);
    });

    it('streams a long result in batches whose columns are equally long', async () => {
      const digits = await table('digits', 'd integer', '(0), (1), (2), (3), (4), (5), (6), (7), (8), (9)');
      const from = Array.from({ length: 5 }, (_, i) => `${digits} d${i}`).join(', ');
      let rows = 0;
      let sum = 0;
      let batches = 0;

      for await (const batch of warehouse.rows(`select d0.d + 10 * d1.d + 100 * d2.d as n, 'x' as t from ${from}`)) {
        batches++;
        rows += batch.rows;
        expect(batch.columns.map((it) => it.values.length)).toEqual([batch.rows, batch.rows]);
        for (const n of batch.columns[0]!.values as Float64Array) sum += n;
      }

      expect([rows, sum]).toEqual([100_000, 49_950_000]);
      expect(batches).toBeGreaterThan(1);
    });

    it('lets a reader stop early and goes on serving', async () => {
      for await (const { rows } of warehouse.rows(`select d0.d from contract.digits d0, contract.digits d1`)) {
        expect(rows).toBeGreaterThan(0);
        break;
      }

      expect(await read('select 1 as one')).toEqual({ one: [1] });
    });

    it('gives no rows for an empty result', async () => {
      expect(await read('select 1 as one from contract.digits where d > 9')).toEqual({});
    });

    it('counts the rows that each named statement of a transaction changed', async () => {
      const counted = await table('counted', 'a integer, b integer', '(1, 1), (2, 2), (3, 3)');

      const counts = await warehouse.transaction([
        { name: 'updated', sql: `update ${counted} set b = 0 where a > 1` },
        { name: 'inserted', sql: `insert into ${counted} select a + 10, b from ${counted}` },
        { sql: `insert into ${counted} values (99, 99)` },
        { name: 'deleted', sql: `delete from ${counted} where a = 1` },
      ]);

      expect(counts).toEqual({ updated: 2, inserted: 3, deleted: 1 });
    });

    it('rolls everything back where a guard finds rows, and says how many', async () => {
      const guarded = await table('guarded', 'a integer', '(1)');

      const transaction = warehouse.transaction([
        { sql: `insert into ${guarded} values (2), (3)` },
        { guard: `select a from ${guarded} where a > 9`, message: 'never' },
        { guard: `select a from ${guarded} where a > 1`, message: '{rows} rows are too large' },
        { sql: `insert into ${guarded} values (4)` },
      ]);

      await expect(transaction).rejects.toMatchObject({ code: 'LOAD_REJECTED', message: '2 rows are too large' });
      expect(await read(`select a from ${guarded}`)).toEqual({ a: [1] });
    });

    it('rolls everything back where a statement fails, and can be used again', async () => {
      const failed = await table('failed', 'a integer not null', '(1)');

      const transaction = warehouse.transaction([
        { sql: `insert into ${failed} values (2)` },
        { sql: `insert into ${failed} values (null)` },
      ]);

      await expect(transaction).rejects.toThrow();
      await warehouse.transaction([{ sql: `insert into ${failed} values (5)` }]);
      expect(await read(`select a from ${failed} order by a`)).toEqual({ a: [1, 5] });
    });

    it('runs transactions that are sent at the same time one after the other', async () => {
      const turns = await table('turns', 'a integer', '(0)');
      const next = { sql: `insert into ${turns} select max(a) + 1 from ${turns}` };

      await Promise.all(Array.from({ length: 8 }, () => warehouse.transaction([next])));

      expect(await read(`select a from ${turns} order by a`)).toEqual({ a: [0, 1, 2, 3, 4, 5, 6, 7, 8] });
    });

    it('shows a reader the rows before a transaction or after it, never between', async () => {
      const halves = await table('halves', 'half integer, n integer', '(1, 0), (2, 0)');
      const seen = new Set<string>();
      let isDone = false;
      const reader = (async () => {
        while (!isDone) {
          const { low, high } = await read(`select min(n) as low, max(n) as high from ${halves}`);
          seen.add(String(low?.[0] === high?.[0]));
        }
      })();

      for (let n = 1; n <= 20; n++) {
        await warehouse.transaction([
          { sql: `update ${halves} set n = ${n} where half = 1` },
          { sql: `update ${halves} set n = ${n} where half = 2` },
        ]);
      }
      isDone = true;
      await reader;

      expect([...seen]).toEqual(['true']);
    });

    it('says which statement was wrong', async () => {
      await expect(warehouse.run('select nonsense from nowhere')).rejects.toThrow('nowhere');
      await expect(read('select nonsense from nowhere')).rejects.toThrow('nowhere');
    });

    it('copies a query out as Parquet under a key', async () => {
      const rows = await warehouse.copyOut('select d from contract.digits where d < 3', 'out/digits.parquet');

      expect(rows).toBe(3);
      const bytes = Buffer.from(await objects.get('out/digits.parquet'));
      expect(bytes.subarray(0, 4).toString() + bytes.subarray(-4).toString()).toBe('PAR1PAR1');
    });

    it('brings rows back as they were copied out, of every type, with and without rows', async () => {
      const columns =
        'i integer, s smallint, b bigint, d double precision, m numeric(18, 2), t varchar(20), a date, z timestamp';
      const out = await table(
        'out_and_back',
        columns,
        "(1, -2, 3000000000, 0.5, -12.34, 'é \\ \"''', date '2024-02-29', timestamp '2024-02-29 00:00:00'), " +
          '(2, null, null, null, null, null, null, null)',
      );
      const names = ['i', 's', 'b', 'd', 'm', 't', 'a', 'z'];
      const back = async (where: string, key: string) => {
        await warehouse.copyOut(`select * from ${out} where ${where} order by i`, key);
        await warehouse.run('drop table if exists contract.came_back');
        const into = await table('came_back', columns);
        await warehouse.run(copyParquet(into, warehouse.locate(key), names));
        return read(
          `select i, s, b, d, cast(m as double precision) as m, t, a, cast(z as varchar(30)) as z from ${into} order by i`,
        );
      };

      expect(await back('i < 9', 'out/back.parquet')).toEqual({
        i: [1, 2],
        s: [-2, Number.NaN],
        b: [3_000_000_000, Number.NaN],
        d: [0.5, Number.NaN],
        m: [-12.34, Number.NaN],
        t: ['é \\ "\'', null],
        a: [19_782, Number.NaN],
        z: ['2024-02-29 00:00:00', null],
      });
      expect(await back('i > 9', 'out/none.parquet')).toEqual({});
    });

    it('gives the address of an object as a quoted literal', () => {
      expect(warehouse.locate('a/b.csv')).toMatch(/^'.*a\/b\.csv'$/);
      expect(() => warehouse.locate("a'b")).toThrow('object key');
    });
  });
}
