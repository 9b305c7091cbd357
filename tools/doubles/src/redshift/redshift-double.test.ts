import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  ListStatementsCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type S3Double, startS3Double } from '../s3/s3-double.ts';
import { type RedshiftDouble, startRedshiftDouble } from './redshift-double.ts';

let postgres: TestPostgres;
let s3: S3Double;
let double: RedshiftDouble;
let client: RedshiftDataClient;
beforeAll(async () => {
  postgres = await startTestPostgres();
  s3 = await startS3Double({ buckets: ['b'] });
  double = await startRedshiftDouble({ url: await postgres.createDatabase(), s3, pageRows: 2, paceMs: 20 });
  const credentials = { accessKeyId: 'double', secretAccessKey: 'double' };
  client = new RedshiftDataClient({ endpoint: double.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await double.stop();
  await s3.stop();
  await postgres.stop();
});

const target = { WorkgroupName: 'w', Database: 'dev' };
const end = (Id: string) => client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
const execute = async (Sql: string, ClientToken?: string) =>
  (await client.send(new ExecuteStatementCommand({ ...target, Sql, ClientToken }))).Id!;
const batch = async (...Sqls: string[]) => {
  const { Id } = await client.send(new BatchExecuteStatementCommand({ ...target, Sqls }));
  return end(Id!);
};

describe('a statement', () => {
  it('has not ended when it is submitted, and ends later', async () => {
    const Id = await execute('select 1 as a');

    const before = await client.send(new DescribeStatementCommand({ Id }));
    const after = await end(Id);

    expect(before.Status).toMatch(/SUBMITTED|PICKED|STARTED/);
    expect(after).toMatchObject({ Status: 'FINISHED', HasResultSet: true, ResultRows: 1 });
  });

  it('runs once for a token, and not for a token of another statement', async () => {
    const id = await execute('create table once (a integer)', 'token');

    expect(await execute('create table once (a integer)', 'token')).toBe(id);
    await expect(execute('select 1 as a', 'token')).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await end(id)).toMatchObject({ Status: 'FINISHED' });
  });

  it('gives its result in pages, by a token that fits no other result', async () => {
    const [id, other] = await Promise.all(
      ['select 1 as a union all select 2 union all select 3 order by 1', 'select 4 as a'].map((it) => execute(it)),
    );
    await Promise.all([end(id!), end(other!)]);

    const { NextToken, Records, TotalNumRows } = await client.send(new GetStatementResultCommand({ Id: id }));
    const last = await client.send(new GetStatementResultCommand({ Id: id, NextToken }));

    expect([Records, TotalNumRows]).toEqual([[[{ longValue: 1 }], [{ longValue: 2 }]], 3]);
    expect([last.Records, last.NextToken]).toEqual([[[{ longValue: 3 }]], undefined]);
    await expect(client.send(new GetStatementResultCommand({ Id: other, NextToken }))).rejects.toThrow('NextToken');
  });

  it('cannot be cancelled when it has ended, and has no result when it failed', async () => {
    const Id = await execute('select a from nowhere');

    expect(await end(Id)).toMatchObject({ Status: 'FAILED', Error: 'ERROR: relation "nowhere" does not exist' });
    await expect(client.send(new CancelStatementCommand({ Id }))).rejects.toThrow('already in FAILED state');
    await expect(client.send(new GetStatementResultCommand({ Id }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a batch', () => {
  it('is one transaction, and says which statement failed', async () => {
    await end(await execute('create table kept (a integer)'));

    const failed = await batch(
      'insert into kept values (1)',
      'insert into kept values (cast(1 / 0 as integer))',
      'select 1 as a',
    );

    expect(failed.SubStatements?.map((it) => it.Status)).toEqual(['FINISHED', 'FAILED', 'ABORTED']);
    const id = await execute('select count(*) as n from kept');
    await end(id);
    expect((await client.send(new GetStatementResultCommand({ Id: id }))).Records).toEqual([[{ longValue: 0 }]]);
  });

  it('has a session of its own: what it made for a while is gone', async () => {
    expect(await batch('create temp table brief (a integer)', 'insert into brief values (1)')).toMatchObject({
      Status: 'FINISHED',
    });

    expect(await batch('select a from brief')).toMatchObject({ Status: 'FAILED' });
  });

  it('fails a cast as Redshift does, with the text among the details', async () => {
    const failed = await batch("select cast(case when 1 = 1 then 'no number' else '1' end as integer) as a");

    expect(failed.Error).toMatch(/^ERROR: Invalid digit, Value 'n', Pos 0, Type: Integer[\s\S]*context: {3}no number/);
  });
});

it('loses the cents of a bare decimal, as Redshift does', async () => {
  await batch('create table money (m decimal)', 'insert into money values (1.49)');
  const id = await execute('select cast(m as double precision) as m from money');
  await end(id);

  expect((await client.send(new GetStatementResultCommand({ Id: id }))).Records).toEqual([[{ doubleValue: 1 }]]);
});

it('lets a key be repeated, as Redshift does, and a text be longer than its bytes not', async () => {
  const made = await batch(
    'create table free (a integer primary key, t varchar(3))',
    "insert into free values (1, 'abc'), (1, 'abc')",
  );
  const long = await batch("insert into free values (2, '한국')");

  expect([made.Status, long.Status]).toEqual(['FINISHED', 'FAILED']);
});

it('keeps databases apart, and makes one outside of a batch alone', async () => {
  const inOther = async (Sql: string) =>
    end((await client.send(new ExecuteStatementCommand({ ...target, Database: 'other', Sql }))).Id!);
  const missing = await inOther('select 1 as a');
  const inBatch = await batch('create database other');

  const made = await end(await execute('create database other'));
  await inOther('create table apart (a integer)');

  expect([missing.Status, missing.Error]).toEqual(['FAILED', 'ERROR: database "other" does not exist']);
  expect(inBatch.Error).toContain('cannot run inside a transaction block');
  expect(made.Status).toBe('FINISHED');
  expect((await end(await execute('create database other'))).Error).toContain('already exists');
  expect(
    await end(await execute("select 1 as a from svv_redshift_databases where database_name = 'other'")),
  ).toMatchObject({ ResultRows: 1 });
  expect((await inOther('select a from apart')).Status).toBe('FINISHED');
  expect((await end(await execute('select a from apart'))).Status).toBe('FAILED');
});

it('lists statements by what their names begin with and by how they stand', async () => {
  const named = async (StatementName: string, Sql: string) =>
    end((await client.send(new ExecuteStatementCommand({ ...target, StatementName, Sql }))).Id!);
  await named('list/a', 'select 1 as a');
  await named('list/b', 'select a from nowhere');
  await named('unlisted', 'select 1 as a');
  const list = async (Status?: 'FAILED') => {
    const { Statements = [] } = await client.send(new ListStatementsCommand({ StatementName: 'list/', Status }));
    return Statements.map((it) => [it.StatementName, it.Status]);
  };

  expect(await list()).toEqual([
    ['list/b', 'FAILED'],
    ['list/a', 'FINISHED'],
  ]);
  expect(await list('FAILED')).toEqual([['list/b', 'FAILED']]);
});

it('copies Parquet into a table of just its types, and into no other', async () => {
  const unload =
    "unload ('select cast(1 as integer) as a, cast(1.50 as numeric(9, 2)) as m') to 's3://b/parquet/' iam_role default";
  const copy = "copy parquet_rows from 's3://b/parquet/' iam_role default format as parquet";
  await batch(`${unload} format as parquet parallel off`);
  const into = async (columns: string) => {
    const made = await batch(`create temp table parquet_rows (${columns})`, copy);
    return made.Error ?? made.SubStatements![1]!.ResultRows;
  };

  expect(await into('a integer, m numeric(9, 2)')).toBe(1);
  expect(await into('a bigint, m numeric(9, 2)')).toContain('incompatible Parquet schema');
  expect(await into('a integer, m numeric(10, 2)')).toContain('incompatible Parquet schema');
  expect(await into('a integer')).toContain('Unmatched number of columns');
});

it('refuses calls that are not signed, not known, or say more than it knows', async () => {
  const call = (operation: string, headers: Record<string, string> = {}) =>
    fetch(double.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `RedshiftData.${operation}`,
        ...headers,
      },
      body: '{}',
    }).then((it) => it.json());
  const more = new ExecuteStatementCommand({ ...target, Sql: 'select 1 as a', SessionKeepAliveSeconds: 9 });

  expect(await call('ExecuteStatement')).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  expect(await call('ListDatabases', { authorization: 'AWS4-HMAC-SHA256 x' })).toMatchObject({
    __type: 'UnknownOperationException',
  });
  await expect(client.send(more)).rejects.toThrow('does not know SessionKeepAliveSeconds');
  await expect(batch(...Array.from({ length: 41 }, () => 'select 1 as a'))).rejects.toThrow('1 to 40');
});
