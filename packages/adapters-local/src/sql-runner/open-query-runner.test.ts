import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { InvalidQuery, QueryLimit } from '@tandem/data-model';
import type { Query, QueryResult, QueryRunner, ReadableTables, Snapshot } from '@tandem/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, openHome } from '../home.ts';
import { findWarehouseHost } from '../warehouse/find-warehouse-host.ts';
import { openWarehouse } from '../warehouse/open-warehouse.ts';
import { openQueryRunner } from './open-query-runner.ts';
import { findProgram } from './sandbox.ts';

/** A result as whoever gets its bytes reads it. */
const read = ({ rowsJson, ...rest }: QueryResult) => ({
  ...rest,
  rows: JSON.parse(Buffer.from(rowsJson).toString('utf8')),
});

/** Both ways in which processes run; bubblewrap's where it is installed. */
const ways = [
  { way: 'a process alone', bwrap: null },
  { way: 'bubblewrap', bwrap: findProgram('bwrap') },
] as const;

describe.each(ways.filter(({ bwrap }) => bwrap !== undefined))('in $way', ({ bwrap }) => {
  let home: Home;
  let runner: QueryRunner;
  let snapshot: Snapshot;

  beforeAll(async () => {
    home = openHome(mkdtempSync(path.join(tmpdir(), 'tandem-sql-')));
    snapshot = await publish(
      'lod_1',
      'select 1 as store_id, 12.50::decimal(18,2) as total_sales union all select 2, 7.25',
    );
    runner = await openQueryRunner(home, {
      bwrap: bwrap ?? null,
      memoryLimit: '256MB',
      deadlineMs: 700,
      mostBytes: 1e6,
    });
  });
  afterAll(async () => {
    await runner.close();
    const host = await findWarehouseHost(home, 'prj_1');
    if (host !== undefined) process.kill(host, 'SIGKILL');
    for (const folder of [home.root, home.sockets]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** What a load leaves behind, of one table. */
  async function publish(loadId: string, rows: string): Promise<Snapshot> {
    const warehouse = await openWarehouse(home, 'prj_1', { threads: 1 });
    const key = `projects/prj_1/snapshots/${loadId}/store_sales.parquet`;
    await warehouse.copyOut(rows, key);
    return { loadId, schema: 'retail_sales', tables: [{ name: 'store_sales', key }] };
  }
  const run = async (sql: string, more: Partial<Query & ReadableTables> = {}, signal?: AbortSignal) =>
    read(
      await runner.run(
        { projectId: 'prj_1', user: 'ann', sql, readable: async () => ({ snapshot, ...more }), ...more },
        signal,
      ),
    );
  const pidsOf = async (user: string) => (await runner.processes('prj_1')).filter((it) => it.user === user);

  it('says how it is walled in', () => {
    expect(runner.sandbox.kind).toBe(bwrap === null ? 'process' : 'bubblewrap');
  });

  it('answers with typed columns and rows', async () => {
    expect(await run('from store_sales order by store_id')).toMatchObject({
      columns: [
        { name: 'store_id', type: 'INTEGER' },
        { name: 'total_sales', type: 'DECIMAL(18,2)' },
      ],
      rows: [
        [1, 12.5],
        [2, 7.25],
      ],
      truncated: null,
    });
  });

  it('keeps a byte order mark at the start of a text', async () => {
    expect((await run("select chr(65279) || 'a' as t, 'a' || chr(65279) as u")).rows).toEqual([['\ufeffa', 'a\ufeff']]);
  });

  it('reads what another project shares under a schema of its own, until it shares it no more', async () => {
    const [table] = (await publish('lod_shared', "select 1 as store_id, 'Kiel' as city")).tables;
    const tables = [{ name: 'cities', key: table!.key }];
    const shared = [{ projectId: 'prj_north', loadId: 'lod_shared', schema: 'north-catalog', tables }];
    const sql = 'select city, total_sales from store_sales join "north-catalog".cities using (store_id)';

    expect((await run(sql, { shared })).rows).toEqual([['Kiel', 12.5]]);

    await expect(run(sql)).rejects.toThrow('There is no table north-catalog.cities');
    await expect(run('from cities', { shared })).rejects.toThrow('There is no table cities');
    runner.endProject('prj_north');
    expect(await pidsOf('ann')).toEqual([]);
    await expect(run(sql, { shared })).rejects.toThrow('There is no table north-catalog.cities');
    expect((await run('select 1')).rows).toEqual([[1]]);
  });

  it('reads for a query that waited what may be read when its turn comes', async () => {
    const [table] = (await publish('lod_given', "select 'Kiel' as city")).tables;
    const tables = [{ name: 'cities', key: table!.key }];
    let shared = [{ projectId: 'prj_east', loadId: 'lod_given', schema: 'east', tables }];
    const readable = async () => ({ snapshot, shared });
    expect((await run('from east.cities', { readable, user: 'bob' })).rows).toEqual([['Kiel']]);
    const first = run('select count(*) from range(1000000000000)').catch((error: Error) => error);
    await untilRunning('ann');
    const waiting = run('from east.cities', { readable }).catch((error: Error) => error);
    shared = [];

    expect(await first).toMatchObject({ code: 'QUERY_LIMIT' });
    expect(await waiting).toMatchObject({ message: expect.stringContaining('There is no table east.cities') });
  });

  it('gives as text what a number would not hold', async () => {
    const sql = `select 9007199254740993, 123456789012345678.99::decimal(20,2), 'nan'::double, date '2026-01-31',
      [1, null], {'a': true}, null, true, 'x'`;

    expect((await run(sql)).rows).toEqual([
      ['9007199254740993', '123456789012345678.99', 'NaN', '2026-01-31', '[1, NULL]', "{'a': true}", null, true, 'x'],
    ]);
  });

  it('stops at the rows and at the bytes that it may return, and says so', async () => {
    const many = await run('from range(20000)');
    expect([many.rows.length, many.truncated]).toEqual([10_000, 'rows']);

    const wide = await run("select repeat('x', 100000) from range(20)");
    expect([wide.rows.length, wide.truncated]).toEqual([9, 'bytes']);
    expect((await run('select 1')).rows).toEqual([[1]]);
  });

  it('names line and column of what the engine or the gate refuses', async () => {
    await expect(run('select\n  nope from store_sales')).rejects.toMatchObject({
      code: 'INVALID_QUERY',
      message: expect.stringContaining('Line 2, column 3'),
      mend: expect.stringContaining('store_id'),
      faults: [{ at: 'line 2, column 3' }],
    });
    await expect(run("select 'é', pg_sleep(1)")).rejects.toMatchObject({ faults: [{ at: 'line 1, column 13' }] });
    await expect(run('selec 1')).rejects.toMatchObject({ faults: [{ at: 'line 1, column 1' }] });
    await expect(run("select 'a'::int")).rejects.toThrow(InvalidQuery);
  });

  it.each([
    'select 1; select 2',
    '',
    '-- nothing',
    'create table t as select 1',
    'insert into store_sales values (3, 1)',
    'delete from store_sales',
    "copy store_sales to 'x.csv'",
    "copy (select 1) to '/dev/stdout'",
    "export database '/tmp/x'",
    "attach ':memory:' as m",
    "attach '/tmp/x.duckdb'",
    'install httpfs',
    'load httpfs',
    'create secret (type s3)',
    "create view v as from read_text('/etc/passwd')",
    "prepare p as from read_text('/etc/passwd')",
    'set threads = 8',
    "set search_path = 'main'",
    'set variable a = 1',
    'reset memory_limit',
    'pragma database_list',
    'pragma disable_optimizer',
    'pragma enable_checkpoint_on_shutdown',
    'checkpoint',
    'begin',
    'vacuum',
    'explain analyze select 1',
    "call enable_logging(storage='file', storage_path='/nowhere')",
    "call enable_logging('QueryLog')",
    "call enable_logging('QueryLog', storage='stdout')",
    "select * from enable_logging('QueryLog')",
    'select message from duckdb_logs',
    "from read_csv('/etc/passwd')",
    "from read_text('store_sales.parquet')",
    `${'('.repeat(30_000)}1`,
    `select ${'1+'.repeat(20_000)}1`,
    `select ${'abs('.repeat(900)}1${')'.repeat(900)}`,
    `select '${'x'.repeat(70_000)}'`,
  ])('does not run %.60s', async (sql) => {
    await expect(run(sql)).rejects.toThrow(InvalidQuery);
  });

  it.each([
    'select count(*) from range(1000000000000)',
    'with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r',
    'select * from range(100000000) a, range(100000000) b order by a.range + b.range',
    'select distinct hash(range) from range(200000000)',
    'select list(range) from range(300000000)',
    "select repeat('x', 4000000000)",
    "select length(repeat('x', 1000000000))",
    "select count(*) from range(1000000) where regexp_matches(repeat('a', 50) || 'b', '(a+)+$') and pi() > range",
  ])('ends %s in its time and memory', async (sql) => {
    const since = performance.now();

    const ended = await run(sql, { user: 'heavy' }).then(
      ({ rows }) => rows,
      (error: Error) => error,
    );

    expect(performance.now() - since).toBeLessThan(10_000);
    if (ended instanceof Error) expect(ended).toBeInstanceOf(QueryLimit);
    else expect(ended).toHaveLength(1);
  });

  it('kills a query at its deadline while a load and another user notice nothing', async () => {
    await run('select 1', { user: 'bob' });
    const [before] = await pidsOf('bob');
    const host = await findWarehouseHost(home, 'prj_1');
    const warehouse = await openWarehouse(home, 'prj_1', { threads: 1 });
    const endless = run('select count(*) from range(1000000000000)').catch((error: Error) => error);

    const load = warehouse.transaction([
      { sql: 'create or replace table loaded as select range as n from range(2000000)' },
      { sql: 'delete from loaded where n % 2 = 0', name: 'deleted' },
    ]);
    const others = await Promise.all([1, 2, 3, 4, 5].map((n) => run(`select ${n} from store_sales`, { user: 'bob' })));

    expect(await endless).toMatchObject({ code: 'QUERY_LIMIT', message: expect.stringContaining('0.7 s') });
    expect(others.map(({ rows }) => rows)).toEqual([1, 2, 3, 4, 5].map((n) => [[n], [n]]));
    expect(await load).toEqual({ deleted: 1_000_000 });
    expect((await pidsOf('bob'))[0]).toMatchObject({ startedAt: before!.startedAt, queryId: null });
    expect(await findWarehouseHost(home, 'prj_1')).toBe(host);
    expect((await run('select 3')).rows).toEqual([[3]]);
  });

  it('cancels by signal and by id, of the one who asked alone', async () => {
    const stop = new AbortController();
    const first = run('select count(*) from range(1000000000000)', {}, stop.signal).catch((error: Error) => error);
    const waiting = run('select 5', {}, stop.signal).catch((error: Error) => error);
    await untilRunning('ann');
    stop.abort();
    expect(await first).toMatchObject({ code: 'CANCELLED' });
    expect(await waiting).toMatchObject({ code: 'CANCELLED' });

    const second = run('select count(*) from range(1000000000000)').catch((error: Error) => error);
    const id = await untilRunning('ann');
    expect(runner.cancel('prj_1', 'bob', id)).toBe(false);
    expect(runner.cancel('prj_2', 'ann', id)).toBe(false);
    expect(runner.cancel('prj_1', 'ann', id)).toBe(true);
    expect(await second).toMatchObject({ code: 'CANCELLED' });
  });

  async function untilRunning(user: string): Promise<string> {
    for (;;) {
      const [it] = await pidsOf(user);
      if (it?.queryId) return it.queryId;
      await delay(5);
    }
  }

  it('serves the last snapshot, each in a process that has seen no other', async () => {
    const later = await publish('lod_2', 'select 3 as store_id, 1.00::decimal(18,2) as total_sales');

    expect((await run('select store_id from store_sales', { snapshot: later })).rows).toEqual([[3]]);
    expect((await run('select count(*) from store_sales')).rows).toEqual([[2]]);
  });

  it('gives each user and each project a process of their own', async () => {
    await Promise.all([run('select 1'), run('select 1', { user: 'bob' }), run('select 1', { projectId: 'prj_2' })]);

    expect((await runner.processes('prj_1')).map(({ user }) => user).sort()).toEqual(
      expect.arrayContaining(['ann', 'bob']),
    );
    expect((await runner.processes('prj_2')).map(({ user }) => user)).toEqual(['ann']);
  });

  it('leaves the files of the snapshot as they are', () => {
    const file = path.join(home.objects, 'projects/prj_1/snapshots/lod_1/store_sales.parquet');

    expect(readFileSync(file).subarray(0, 4).toString()).toBe('PAR1');
  });
});
