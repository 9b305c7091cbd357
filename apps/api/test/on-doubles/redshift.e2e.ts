import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { type RedshiftDouble, type S3Double, startRedshiftDouble, startS3Double } from '@tandem/doubles';
import { writeSample } from '@tandem/sample-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, journey } from './journey.ts';
import { type Processes, refusedStart, startProcesses } from './processes.ts';

// Everything here runs on doubles of Redshift and S3; it has not run in an account.
let postgres: TestPostgres;
let s3: S3Double;
let redshift: RedshiftDouble;
let root: string;
let account: Record<string, string>;
let local: Processes;
let onDoubles: Processes;
const started: Processes[] = [];
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'tandem-journey-on-doubles-'));
  await writeSample({ stores: 8, days: 120, seed: 3, faults: true }, root);
  postgres = await startTestPostgres();
  s3 = await startS3Double({ buckets: ['tandem-data'] });
  redshift = await startRedshiftDouble({ url: await postgres.createDatabase(), s3 });
  account = {
    TANDEM_WAREHOUSE: 'redshift',
    TANDEM_REDSHIFT_WORKGROUP: 'tandem',
    TANDEM_REDSHIFT_DATABASE: 'dev',
    TANDEM_REDSHIFT_COPY_ROLE_ARN: 'arn:aws:iam::123456789012:role/copy',
    TANDEM_S3_BUCKET: 'tandem-data',
    TANDEM_S3_PREFIX: 'deployments/a',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'double',
    AWS_SECRET_ACCESS_KEY: 'double',
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_REDSHIFT_DATA: redshift.endpoint,
  };
  local = await startProcesses(await postgres.createDatabase(), {});
  started.push(local);
  onDoubles = await startProcesses(await postgres.createDatabase(), account);
  started.push(onDoubles);
});
afterAll(async () => {
  await Promise.all(started.map((it) => it.stop()));
  await redshift.stop();
  await s3.stop();
  await postgres.stop();
  rmSync(root, { recursive: true });
});

describe('API and worker on doubles of Redshift and S3', () => {
  it('carry a sample with faults from files to a trained model as they do on DuckDB', async () => {
    const changed = mkdtempSync(path.join(root, 'changed-'));

    const expected = await journey(local.client, root, changed);
    const found = await journey(onDoubles.client, root, changed);

    const [plan, first, again, , reverted] = found.same.reports;
    expect(first!.counts.rejected).toBeGreaterThan(0);
    expect(plan!.counts).toEqual(first!.counts);
    const { loaded, unchanged } = first!.counts;
    expect(again!.counts).toEqual({ ...first!.counts, loaded: 0, unchanged: loaded + unchanged });
    expect(reverted!.tables.map((it) => it.changed)).toContain(1);
    expect(found.same.rows.afterRevert).toEqual(found.same.rows.afterFirst);
    expect(found.same).toEqual(expected.same);

    const frame = (it: typeof found) => `projects/${it.projectId}/training-runs/${it.runId}/frame.bin`;
    const inBucket = s3.bucket('tandem-data').get(`deployments/a/${frame(found)}`)!;
    expect(inBucket.equals(await readFile(path.join(local.home, 'objects', frame(expected))))).toBe(true);
  });

  it('keep each project in a database of its own, objects below the prefix, and no rows on this machine', () => {
    const created = redshift.ran.filter((it) => it.startsWith('create database'));
    const keys = [...s3.bucket('tandem-data').keys()];

    expect(created).toEqual([expect.stringMatching(/^create database "tandem_prj_[0-9a-f]{32}"$/)]);
    expect(keys.filter((it) => !it.startsWith('deployments/a/projects/prj_'))).toEqual([]);
    expect(redshift.ran.filter((it) => /^(copy|unload)/.test(it) && !it.includes('role/copy'))).toEqual([]);
  });

  it('run a load again whose outcome the service does not tell, and end it right', async () => {
    const { projects } = await onDoubles.client.listProjects();
    const params = { projectId: projects[0]!.id };
    const { uploads } = await onDoubles.client.listUploads({ params });
    const change = uploads.filter((it) => it.name === 'store_sales.csv').sort((a, b) => a.bytes - b.bytes)[0]!;
    redshift.faults.loseAnswer('BatchExecuteStatement');
    redshift.faults.refuse('BatchExecuteStatement', 'ExpiredTokenException');
    redshift.faults.refuse('ListStatements', 'ExpiredTokenException');

    const { id } = await onDoubles.client.createLoad({ params, body: { uploadIds: [change.id] } });
    const load = await ended(() => onDoubles.client.getLoad({ params: { ...params, loadId: id } }));

    expect(redshift.faults.ofCall('ListStatements')).toBeUndefined();
    expect(load.report!.counts).toMatchObject({ read: 1, rejected: 0 });
    const sql = 'select count(*) from retail_sales.store_sales where total_sales = 4321.05';
    expect((await onDoubles.client.createQuery({ params, body: { sql } })).rows).toEqual([[1]]);
  });

  it('say of the warehouse what can be done with it', async () => {
    const { projects } = await onDoubles.client.listProjects();
    const params = { projectId: projects[0]!.id };

    const { warehouse } = await onDoubles.client.getCompute({ params });
    const started = await onDoubles.client.startWarehouse({ params });

    expect(warehouse).toMatchObject({ state: 'running', memoryBytes: null, calls: 0 });
    expect(warehouse.note).toMatch(
      /rests by itself; to bound it, set the base and maximum capacity .* workgroup tandem/,
    );
    expect(started).toEqual(warehouse);
    await expect(onDoubles.client.stopWarehouse({ params })).rejects.toMatchObject({
      problem: { code: 'CONFLICT', mend: expect.stringContaining('usage limits') },
    });
  });
});

const python = process.env.TANDEM_SQLGLOT_PYTHON ?? 'python3';
const hasSqlglot = spawnSync(python, ['-c', 'import sqlglot']).status === 0;

it.skipIf(!hasSqlglot)(
  `send only what sqlglot reads as Redshift's (${hasSqlglot ? 'found' : 'not found'} by ${python})`,
  () => {
    const sent = [...new Set(redshift.ran)];
    const read = (sqls: readonly string[]) => {
      const script = path.join(import.meta.dirname, 'read-by-sqlglot.py');
      const { stdout, stderr, status } = spawnSync(python, [script], { input: JSON.stringify(sqls), encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as string[];
    };

    expect(sent.length).toBeGreaterThan(100);
    expect(read(sent)).toEqual([]);
    expect(read(['select from where', 'upsert into t values (1)'])).toHaveLength(2);
  },
);

it.each(['api', 'worker'] as const)('the %s does not start on half of an account', async (entry) => {
  const environment = { TANDEM_HOME: root, DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' };

  expect(await refusedStart(entry, { ...environment, ...account, TANDEM_S3_BUCKET: '' })).toBe(
    '2: TANDEM_WAREHOUSE is redshift, but TANDEM_S3_BUCKET is not set. Give TANDEM_S3_BUCKET the name of a bucket. ' +
      'They stand in the environment of this process.',
  );
  expect(await refusedStart(entry, { ...environment, TANDEM_S3_BUCKET: 'tandem-data' })).toMatch(
    /^2: TANDEM_S3_BUCKET is set, but TANDEM_WAREHOUSE is not redshift/,
  );
});
