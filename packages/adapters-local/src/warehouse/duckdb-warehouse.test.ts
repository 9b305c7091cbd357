import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBPreparedStatement } from '@duckdb/node-api';
import { warehouseContract } from '@tandem/ports/contract-tests';
import { dialectNamed } from '@tandem/sql';
import { expect, it, vi } from 'vitest';
import { openDiskObjectStore } from '../object-store/disk-object-store.ts';
import { openDuckDb } from './duckdb-warehouse.ts';

const temporary = () => mkdtemp(path.join(tmpdir(), 'tandem-duckdb-'));

warehouseContract('DuckDB in this process', dialectNamed('duckdb').copyParquet, async () => {
  const root = await temporary();
  const warehouse = await openDuckDb({ file: path.join(root, 'w.duckdb'), objectsRoot: path.join(root, 'objects') });
  return {
    warehouse,
    objects: openDiskObjectStore(path.join(root, 'objects')),
    close: async () => {
      await warehouse.close();
      await rm(root, { recursive: true });
    },
  };
});

it('keeps rows in its file and drops staging tables when it closes', async () => {
  const root = await temporary();
  const options = { file: path.join(root, 'w.duckdb'), objectsRoot: root };
  const first = await openDuckDb(options);
  await first.run('create table kept as select 1 as a; create table staging.main.gone as select 1 as a');

  await first.close();
  const second = await openDuckDb(options);

  await expect(second.run('select * from kept')).resolves.toBeUndefined();
  await expect(second.run('select * from staging.main.gone')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await second.close();
  await rm(root, { recursive: true });
});

it('asks for a cast where a column has no form in a batch', async () => {
  const warehouse = await openDuckDb({ file: ':memory:', objectsRoot: tmpdir() });

  const read = warehouse.rows("select interval '1 day' as i")[Symbol.asyncIterator]().next();

  await expect(read).rejects.toThrow('cast it to double or varchar');
  await warehouse.close();
});

it('reads of one moment what is written between the preparation of a query and its run', async () => {
  const warehouse = await openDuckDb({ file: ':memory:', objectsRoot: tmpdir() });
  await warehouse.run('create table stores as select 1 as id; create table sales as select 1 as id, 1 as amount');
  const query = `select cast(count(*) as double) as n, cast(sum(amount) as double) as total
    from sales join stores on stores.id = sales.id`;
  const answer = async () => {
    for await (const { columns } of warehouse.rows(query)) return columns.map((it) => it.values[0]);
    return undefined;
  };
  const stream = DuckDBPreparedStatement.prototype.stream;
  const between = vi.spyOn(DuckDBPreparedStatement.prototype, 'stream').mockImplementationOnce(async function (
    this: DuckDBPreparedStatement,
  ) {
    const sqls = ['insert into stores values (2)', 'update sales set amount = 2', 'insert into sales values (2, 2)'];
    await warehouse.transaction(sqls.map((sql) => ({ sql })));
    return stream.call(this);
  });

  expect(await answer()).toEqual([1, 1]);
  expect(between).toHaveBeenCalledOnce();
  expect(await answer()).toEqual([2, 4]);
  between.mockRestore();
  await warehouse.close();
});

it('ends what it runs soon after a cancel, of either kind, and begins nothing more', async () => {
  const stop = new AbortController();
  const warehouse = await openDuckDb({ file: ':memory:', objectsRoot: tmpdir(), signal: stop.signal });
  const endless = 'select count(*) as n from range(100000000) a, range(100000000) b where a.range * b.range % 7 = 8';
  const read = async () => {
    for await (const _ of warehouse.rows(endless));
  };

  const running = [warehouse.run(`create table never as ${endless}`), read()];
  const ended = Promise.allSettled(running);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const began = performance.now();
  stop.abort();

  expect((await ended).map((it) => (it.status === 'rejected' ? it.reason.code : it.status))).toEqual([
    'CANCELLED',
    'CANCELLED',
  ]);
  expect(performance.now() - began).toBeLessThan(1000);
  await expect(warehouse.run('select 1')).rejects.toMatchObject({ code: 'CANCELLED' });
  await warehouse.close();
});
