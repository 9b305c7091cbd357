import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { type RedshiftDouble, type S3Double, startRedshiftDouble, startS3Double } from '@tandem/doubles';
import type { Warehouse } from '@tandem/ports';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readAwsSettings } from './env.ts';
import { type Aws, openAws } from './open-aws.ts';

let postgres: TestPostgres;
let s3: S3Double;
let redshift: RedshiftDouble;
let aws: Aws;
beforeAll(async () => {
  postgres = await startTestPostgres();
  s3 = await startS3Double({ buckets: ['tandem-data'] });
  redshift = await startRedshiftDouble({ url: await postgres.createDatabase(), s3 });
  const environment = {
    TANDEM_WAREHOUSE: 'redshift',
    TANDEM_REDSHIFT_WORKGROUP: 'tandem',
    TANDEM_REDSHIFT_DATABASE: 'dev',
    TANDEM_S3_BUCKET: 'tandem-data',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'double',
    AWS_SECRET_ACCESS_KEY: 'double',
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_REDSHIFT_DATA: redshift.endpoint,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  aws = openAws(readAwsSettings(process.env)!, { limits: { pollMs: 5, firstPauseMs: 5 } });
});
afterAll(async () => {
  await aws.warehouses.close();
  vi.unstubAllEnvs();
  await redshift.stop();
  await s3.stop();
  await postgres.stop();
});

const rowsOf = async (warehouse: Warehouse) => {
  const rows: unknown[] = [];
  for await (const { columns } of warehouse.rows('select a from public.t')) rows.push(...columns[0]!.values);
  return rows;
};

it('keeps the tables of two projects apart that have the same names, whoever opens them', async () => {
  const other = openAws(readAwsSettings(process.env)!);
  const [one, same, two] = await Promise.all([
    aws.warehouses.get('prj_1'),
    other.warehouses.get('prj_1'),
    aws.warehouses.get('prj_2'),
  ]);

  for (const it of [one, two]) await it.run('create table public.t (a integer)');
  await one.run('insert into public.t values (1)');

  expect([await rowsOf(same), await rowsOf(two)]).toEqual([[1], []]);
  expect(await aws.warehouses.get('prj_1')).toBe(one);
  await other.warehouses.close();
});

it('finds bucket, address and credentials where the SDK looks for them', async () => {
  await aws.objects.put('a/b', Buffer.from('x'));

  expect([...s3.bucket('tandem-data').keys()]).toEqual(['a/b']);
});

it('says what runs for a project, that it cannot be stopped, and what bounds it', async () => {
  const warehouse = await aws.warehouses.get('prj_3');
  await warehouse.run('create table public.t (a integer)');
  await warehouse.run(`insert into public.t values ${Array.from({ length: 130 }, (_, k) => `(${k})`).join()}`);
  const long = 'select count(*) as a from public.t a, public.t b, public.t c where mod(a.a * b.a + c.a, 7) = 9';
  const running = warehouse.run(long);
  await expect.poll(() => redshift.ran.includes(long), { interval: 1 }).toBe(true);

  const [atWork, idle] = [await aws.compute.state('prj_3'), await aws.compute.state('prj_4')];

  expect(atWork).toMatchObject({ state: 'running', memoryBytes: null, calls: 1 });
  expect([idle.calls, idle.note]).toEqual([0, expect.stringContaining('usage limits of the workgroup tandem')]);
  await expect(aws.compute.stop('prj_3')).rejects.toMatchObject({
    code: 'CONFLICT',
    mend: expect.stringContaining('usage limits of the workgroup tandem'),
  });
  await running;
  expect(await aws.compute.start('prj_4')).toEqual(idle);
});

it('drops the database of a project that is deleted, and no other', async () => {
  await Promise.all(['prj_5', 'prj_6'].map((it) => aws.warehouses.get(it)));
  const counts = () => Promise.all(['prj_5', 'prj_6'].map(async (it) => (await aws.databasePlace.look(it))[0]!.count));
  expect(await counts()).toEqual([1, 1]);

  await aws.databasePlace.empty('prj_5');
  await aws.databasePlace.empty('prj_5');

  expect(await counts()).toEqual([0, 1]);
});
