import { retailSales } from '@tandem/data-model';
import * as contract from '@tandem/data-model/contract';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../postgres/test-postgres.ts';
import { connect, describeAddress } from './connect.ts';
import { migrate, migrationNames } from './migrate.ts';
import { openControlStore } from './open-control-store.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

type Row = Readonly<Record<string, unknown>>;

const at = '2026-11-23T12:00:00.000Z';
const id = (prefix: string) => `${prefix}_${'1'.repeat(32)}`;
const metrics = { SQL: 1, MASE: 1, WQL: null, WAPE: null, sMAPE: null, RMSE: 2, coverage: { p10: 0.1 } };
const done = {
  state: 'succeeded',
  progress: { step: 'end', detail: 'done', share: 1, eta_seconds: null, etaSeconds: null },
  started_at: at,
  ended_at: at,
};

/** What stands in the tables of released versions; columns that a version does not have yet are left out. */
const values: Readonly<Record<string, Row>> = {
  domains: { id: id('dom'), name: 'Retail', region: 'eu-west-1', portal_url: 'http://localhost' },
  project_profiles: {
    id: id('prf'),
    name: 'P',
    blueprints: [{ blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } }],
  },
  projects: {
    id: id('prj'),
    name: 'Sales',
    catalog_name: 'sales',
    state: 'active',
    steps: [{ name: 'Tooling', state: 'succeeded', detail: 'd', endedAt: at, tries: 1, startedAt: null, error: null }],
  },
  stars: { definition: retailSales },
  uploads: { id: id('upl'), name: 'a.csv', bytes: 5_000_000_000, sha256: 'ab', source: 'store_sales' },
  loads: { id: id('lod'), ...done, upload_ids: [id('upl')], max_reject_share: 0.05, kind: 'load' },
  rejects: { position: 0, file: 'a.csv', line: 7, column: 'promo', value: 'x', reason: 'no flag', mend: 'give 0 or 1' },
  training_runs: { id: id('run'), ...done, name: 'r', job: contract.TrainingJob.parse({}) },
  training_run_log: { at, text: 'began' },
  models: { id: id('mdl'), name: 'sales', version: 3, test: metrics, improvement: 0.25 },
  endpoints: { id: id('ept'), name: 'sales', state: 'in-service', requests: 12, last_request_at: at },
  batch_forecasts: { id: id('bfc'), ...done, horizon: 28, items: 2, rows: 56, cutoff: '2026-11-22' },
  sign_in_links: { secret_hash: 'h1', expires_at: at },
  sessions: { hash: 'h2', name: 'administrator', expires_at: at },
  tokens: { hash: 'h3', name: 'start-up', expires_at: at },
};

/** A migration may end these: whoever had one signs in again. */
const passing = ['sign_in_links', 'sessions'];
/** Where rows of a table are found that a migration took apart. */
const moved: Readonly<Record<string, string>> = { training_run_log: 'job_log' };

it.each(migrationNames)('brings a database at %s up to date, with every row of it', async (version) => {
  const url = await postgres.createDatabase();
  await migrated(url, version);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const filled = await fill(client);
    const lacking = Object.keys(values).filter((it) => it in filled.tables && !filled.done.includes(it));
    expect(lacking).toEqual([]);

    const store = await openControlStore(url);

    for (const table of filled.done.filter((it) => !passing.includes(it))) {
      const { rows } = await client.query(`select * from tandem.${quoted(moved[table] ?? table)}`);
      const given = values[table] ?? {};
      const kept = Object.entries(given).filter(([name]) => ['id', 'name', 'hash', 'text', 'file'].includes(name));
      expect.soft(rows, `rows of ${table}`).toContainEqual(expect.objectContaining(Object.fromEntries(kept)));
    }
    await expectReadable(store);
    await store.close();
  } finally {
    await client.end();
  }
});

it('learns of the audit log who made the tokens of services', async () => {
  const url = await postgres.createDatabase();
  await migrated(url, '0012-told-groups');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await fill(client);
  const { rows } = await client.query('select id from tandem.users where is_administrator limit 1');
  const later = '2099-01-01T00:00:00.000Z';
  const made = `insert into tandem.tokens (id, hash, name, project_id, role, scopes, created_at, expires_at)
    values ($1, $1, 'nightly', $2, 'viewer', '["read"]', $3, $4)`;
  const actor = { actor: { kind: 'session', id: rows[0].id, name: 'administrator' }, operation: 'createServiceToken' };
  await client.query("select set_config('tandem.actor', $1, false)", [JSON.stringify(actor)]);
  await client.query(made, ['known', id('prj'), at, later]);
  await client.query("select set_config('tandem.actor', '', false)");
  await client.query(made, ['unknown', id('prj'), at, later]);
  await client.end();

  const store = await openControlStore(url, () => new Date(at));

  expect((await store.identity.principal('known'))?.service).toMatchObject({ tokenId: 'known', makerId: rows[0].id });
  expect((await store.identity.principal('unknown'))?.service).toMatchObject({ makerId: null, makerName: null });
  await store.close();
});

async function migrated(url: string, version: string): Promise<void> {
  const db = connect(url);
  await migrate(db, describeAddress(url), version);
  await db.destroy();
}

/** Everything that a store reads is as the contract has it. */
async function expectReadable(store: Awaited<ReturnType<typeof openControlStore>>): Promise<void> {
  const projectId = id('prj');
  const [domain] = await store.domains.list();
  expect(contract.Domain.parse(domain)).toMatchObject({ name: 'Retail', region: 'eu-west-1' });
  expect(contract.ProjectProfile.parse(await store.projectProfiles.get(id('prf'))).blueprints).toHaveLength(1);
  expect(contract.Project.parse(await store.projects.get(projectId))).toMatchObject({ state: 'active', createdAt: at });
  expect(contract.Upload.parse((await store.uploads.list(projectId))[0]).bytes).toBe(5_000_000_000);
  const load = contract.Load.parse(await store.loads.get(projectId, id('lod')));
  expect(load).toMatchObject({ kind: 'load', revertsTo: null, uploadIds: [id('upl')], endedAt: at });
  const run = contract.TrainingRun.parse(await store.trainingRuns.get(projectId, id('run')));
  expect(run.job.forecastHorizon).toBe(28);
  expect(contract.Model.parse((await store.models.list(projectId))[0])).toMatchObject({
    version: 3,
    improvement: 0.25,
  });
  expect(contract.Endpoint.parse(await store.endpoints.byName(projectId, 'sales')).requests).toBe(12);
  const forecast = contract.BatchForecast.parse(await store.batchForecasts.get(projectId, id('bfc')));
  expect(forecast).toMatchObject({ rows: 56, cutoff: '2026-11-22' });
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isNeeded: boolean;
  /** The table whose id it holds. */
  readonly of: string | null;
  readonly target: string | null;
}

/**
 * One row for each table of the schema as it is, those first that others refer to. Tables without values above get
 * plain ones by type, where their rules allow these.
 */
async function fill(client: pg.Client): Promise<{ tables: Record<string, Column[]>; done: string[] }> {
  const tables = await tablesOf(client);
  const done: string[] = [];
  const row: Record<string, Row> = {};
  let waiting = Object.keys(tables);
  while (waiting.length > 0) {
    const ready = waiting.filter((it) => tables[it]!.every(({ of }) => !of || of === it || !waiting.includes(of)));
    if (ready.length === 0) break;
    for (const table of ready) {
      const columns = tables[table]!;
      const record = Object.fromEntries(columns.flatMap((it) => valueFor(table, it, row)));
      const names = Object.keys(record).map(quoted).join(', ');
      const marks = Object.keys(record).map((_, n) => `$${n + 1}`);
      const sql = `insert into tandem.${quoted(table)} (${names}) values (${marks}) returning *`;
      try {
        row[table] = (await client.query(sql, Object.values(record))).rows[0];
        done.push(table);
      } catch (error) {
        if (table in values) throw error;
      }
    }
    waiting = waiting.filter((it) => !ready.includes(it));
  }
  return { tables, done };
}

function valueFor(table: string, column: Column, rows: Readonly<Record<string, Row>>): [string, unknown][] {
  const { name, type, isNeeded, of, target } = column;
  const given = values[table]?.[name];
  if (given !== undefined) return [[name, /^json/.test(type) ? JSON.stringify(given) : given]];
  if (of && target && of !== table && (isNeeded || table in values)) return [[name, rows[of]?.[target] ?? null]];
  return isNeeded ? [[name, plain(type, `${table}_${name}`)]] : [];
}

function plain(type: string, text: string): unknown {
  if (/^timestamp|^date/.test(type)) return at;
  if (/int|numeric|double|real/.test(type)) return 1;
  if (type === 'boolean') return false;
  if (type === 'ARRAY') return '{}';
  return /^json/.test(type) ? '{}' : type === 'uuid' ? '00000000-0000-4000-8000-000000000001' : text;
}

async function tablesOf(client: pg.Client): Promise<Record<string, Column[]>> {
  const { rows } = await client.query<Column & { table: string }>(`
    select c.table_name as table, c.column_name as name, c.data_type as type,
      c.is_nullable = 'NO' and c.column_default is null and c.is_identity = 'NO' and c.is_generated = 'NEVER' as "isNeeded",
      f.relname as of, fa.attname as target
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    join pg_class r on r.relname = c.table_name and r.relnamespace = 'tandem'::regnamespace
    join pg_attribute a on a.attrelid = r.oid and a.attname = c.column_name
    left join lateral (
      select k.confrelid, k.confkey[array_position(k.conkey, a.attnum)] as key from pg_constraint k
      where k.contype = 'f' and k.conrelid = r.oid and a.attnum = any (k.conkey) limit 1
    ) k on true
    left join pg_class f on f.oid = k.confrelid
    left join pg_attribute fa on fa.attrelid = k.confrelid and fa.attnum = k.key
    where c.table_schema = 'tandem' and t.table_type = 'BASE TABLE' and c.table_name not like 'migration%'
    order by c.table_name, c.ordinal_position`);
  const tables: Record<string, Column[]> = {};
  for (const { table, ...column } of rows) tables[table] = [...(tables[table] ?? []), column];
  return tables;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
