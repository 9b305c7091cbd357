import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import type { Warehouse } from '@tandem/ports';
import { dialectNamed } from '@tandem/sql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DoubleAccount, openDoubleAccount } from '../../test/double-account.ts';
import { redshiftClient, s3Client } from '../clients.ts';
import { openRedshift } from './redshift-warehouse.ts';

let postgres: TestPostgres;
let account: DoubleAccount;
let warehouse: Warehouse;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  account = await openDoubleAccount(postgres, { pageRows: 3 });
  warehouse = await account.open();
  await warehouse.run('create table public.t (a integer)');
});
afterEach(() => account.close());

const rowsOf = async (sql: string, on = warehouse) => {
  const rows: unknown[] = [];
  for await (const { columns } of on.rows(sql)) rows.push(...columns[0]!.values);
  return rows;
};
const timesRun = (sql: string) => account.redshift.ran.filter((it) => it === sql).length;

describe('a call that the service does not take at once', () => {
  it.each([
    'ActiveStatementsExceededException',
    'DatabaseConnectionException',
    'InternalServerException',
    'ThrottlingException',
  ])('is sent again after %s, and runs once', async (fault) => {
    account.redshift.faults.refuse('ExecuteStatement', fault, 2);
    account.redshift.faults.refuse('DescribeStatement', fault, 1);

    await warehouse.run('insert into public.t values (1)');

    expect(await rowsOf('select a from public.t')).toEqual([1]);
  });

  it('runs once where the answer was lost on the way', async () => {
    account.redshift.faults.loseAnswer('ExecuteStatement');
    account.redshift.faults.loseAnswer('BatchExecuteStatement');

    await warehouse.run('insert into public.t values (1)');
    await warehouse.transaction([{ sql: 'insert into public.t values (2)' }]);

    expect(await rowsOf('select a from public.t order by a')).toEqual([1, 2]);
    expect(timesRun('insert into public.t values (2)')).toBe(1);
  });

  it('is given up after the attempts that the limits name, with a mend', async () => {
    const hasty = await account.open({ limits: { callAttempts: 3 } });
    account.redshift.faults.refuse('ExecuteStatement', 'ActiveStatementsExceededException', 3);

    await expect(hasty.run('insert into public.t values (1)')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await rowsOf('select a from public.t')).toEqual([]);
  });

  it('is given up where nothing answers at the address', async () => {
    const config = { region: 'eu-west-1', credentials: { accessKeyId: 'double', secretAccessKey: 'double' } };
    const open = openRedshift({
      client: redshiftClient({ ...config, endpoint: 'http://127.0.0.1:1' }),
      connection: { workgroupName: 'w', database: 'dev' },
      objects: { client: s3Client(config), bucket: 'tandem' },
      limits: { firstPauseMs: 1, callAttempts: 2 },
    });

    await expect(open).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('ECONNREFUSED') });
  });

  it.each(['ValidationException', 'ResourceNotFoundException'])('is not sent again after %s', async (fault) => {
    account.redshift.faults.refuse('ExecuteStatement', fault, 1);

    await expect(warehouse.run('insert into public.t values (1)')).rejects.toThrow(fault);
    expect(timesRun('insert into public.t values (1)')).toBe(0);
  });
});

describe('a statement that fails', () => {
  it('is run again where another transaction was in its way', async () => {
    const insert = 'insert into public.t values (1)';
    account.redshift.faults.fail(/values \(1\)/, '1023 DETAIL: Serializable isolation violation on table - 1', 2);

    await warehouse.transaction([{ sql: insert }]);

    expect(timesRun(insert)).toBe(3);
    expect(await rowsOf('select a from public.t')).toEqual([1]);
  });

  it('is not run again for any other reason', async () => {
    account.redshift.faults.fail(/values \(1\)/, 'permission denied for relation t');

    const run = warehouse.run('insert into public.t values (1)');

    await expect(run).rejects.toThrow(/permission denied[\s\S]*while running: insert into public\.t/);
    expect(timesRun('insert into public.t values (1)')).toBe(1);
  });

  it('names the statement of a list', async () => {
    const list = [{ sql: 'insert into public.t values (1)' }, { sql: 'insert into public.gone values (1)' }];

    await expect(warehouse.transaction(list)).rejects.toThrow('while running: insert into public.gone');
  });

  it('says that a guard could not run, rather than that it found rows', async () => {
    const guarded = warehouse.transaction([{ guard: 'select 1 from public.gone', message: '{rows} rows' }]);

    await expect(guarded).rejects.toThrow(/gone" does not exist/);
  });

  it('tells which line and column of a file COPY could not read', async () => {
    await account.objects.put('bad.csv', Buffer.from('1,a\n2,b\nx,c\n'));
    const columns = [{ name: 'name', type: { kind: 'text', length: 9 } }] as const;
    await warehouse.run('create table public.staged (_file integer, _line bigint, name varchar(36))');
    const address = warehouse.locate('bad.csv');
    const copy = dialectNamed('redshift').copyCsv('public.staged', 0, address, ['name'], columns);

    const load = warehouse.transaction(copy.map((sql) => ({ sql })));

    await expect(load).rejects.toMatchObject({
      code: 'LOAD_REJECTED',
      message: expect.stringContaining("bad.csv, line 3, column _line: Invalid digit, Value 'x', Pos 0, Type: Long"),
    });
    expect(await rowsOf('select * from public.staged')).toEqual([]);
  });
});

it('reads a result page by page, in order and whole', async () => {
  await warehouse.run(`insert into public.t values ${Array.from({ length: 10 }, (_, k) => `(${k})`).join()}`);
  const pages: number[] = [];

  for await (const { rows } of warehouse.rows('select a from public.t order by a')) pages.push(rows);

  expect(pages).toEqual([3, 3, 3, 1]);
  expect(await rowsOf('select a from public.t order by a')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('gives days as numbers, sums as doubles, and asks for a cast of a decimal', async () => {
  await warehouse.run('insert into public.t values (3), (4)');

  expect(await rowsOf("select cast('1970-01-03' as date) as d")).toEqual([2]);
  expect(await rowsOf('select sum(cast(a as bigint)) as s from public.t')).toEqual([7]);
  await expect(rowsOf('select cast(a as numeric(9, 2)) as m from public.t')).rejects.toThrow(
    'column m has type numeric; cast it',
  );
});

it('cancels what runs when its signal aborts, and begins nothing more', async () => {
  const stop = new AbortController();
  const stoppable = await account.open({ signal: stop.signal });
  await warehouse.run(`insert into public.t values ${Array.from({ length: 400 }, (_, k) => `(${k})`).join()}`);
  const long =
    'select count(*) as n from public.t a, public.t b, public.t c, public.t d where mod(a.a + b.a + c.a * d.a, 7) = 9';

  const running = Promise.allSettled([
    rowsOf(long, stoppable),
    stoppable.transaction([{ sql: 'update public.t set a = a + 1' }, { sql: long }]),
  ]);
  await expect.poll(() => timesRun(long), { timeout: 20_000 }).toBe(2);
  stop.abort();
  const ended = await running;

  expect(ended.map((it) => it.status === 'rejected' && it.reason.code)).toEqual(['CANCELLED', 'CANCELLED']);
  await expect(stoppable.run('insert into public.t values (1)')).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await rowsOf('select min(a) as least from public.t')).toEqual([0]);
});

it('does not run again what a run of the same name has run', async () => {
  const insert = 'insert into public.t values (1)';
  await (await account.open({ run: 'lod_1/1' })).transaction([{ sql: insert }]);

  const counts = await (await account.open({ run: 'lod_1/1' })).transaction([{ name: 'added', sql: insert }]);
  await (await account.open({ run: 'lod_1/2' })).transaction([{ sql: insert }]);

  expect(counts).toEqual({ added: 1 });
  expect(timesRun(insert)).toBe(2);
});

it('refuses a transaction or a statement that the service would not take, before it sends it', async () => {
  const many = Array.from({ length: 41 }, (_, k) => ({ sql: `insert into public.t values (${k})` }));

  await expect(warehouse.transaction(many)).rejects.toThrow("41 statements, and Redshift's Data API takes 40");
  await expect(warehouse.run(`select '${'x'.repeat(100_000)}'`)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
