import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  type Home,
  openControlStore,
  openDiskObjectStore,
  openDuckDb,
  openHome,
  openQueryRunner,
} from '@tandem/adapters-local';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { createLoad, createUpload, lastSnapshot, provisioningSteps, revertLoad } from '@tandem/control-plane';
import { retailSales } from '@tandem/data-model';
import type { Load, Project } from '@tandem/data-model/contract';
import { createStar, recogniseFile, starTables, storedFile, tableRows } from '@tandem/etl-engine';
import type { ControlStore, JobWork, ObjectStore, OpenWork, Warehouse } from '@tandem/ports';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JobDeps } from './deps.ts';
import { load } from './load.ts';

let postgres: TestPostgres;
let root: string;
let home: Home;
let control: ControlStore;
let objects: ObjectStore;
let warehouse: Warehouse;
let project: Project;
const sent: OpenWork[] = [];
/** What holds the warehouse now, and what did when it was used. */
const held: string[] = [];
const seen: string[] = [];
const queue = { send: async (work: OpenWork) => void sent.push(work) };

beforeAll(async () => {
  postgres = await startTestPostgres();
  control = await openControlStore(await postgres.createDatabase());
  root = mkdtempSync(path.join(tmpdir(), 'tandem-load-job-'));
  home = openHome(root);
  objects = openDiskObjectStore(home.objects);
  warehouse = await openDuckDb({ file: ':memory:', objectsRoot: home.objects, threads: 1 });
  await createStar(retailSales, warehouse);
  const domain = await control.domains.create({ name: 'D', region: 'eu-west-1', portalUrl: 'http://localhost' });
  const profile = await control.projectProfiles.create(domain.id, { name: 'P', blueprints: [] });
  const steps = provisioningSteps({ blueprints: [{ blueprint: 'RedshiftServerless', parameters: {} }] });
  const ids = { domainId: domain.id, profileId: profile.id };
  const made = await control.projects.create({ ...ids, name: 'S', catalogName: 's', steps });
  project = (await control.projects.update(made.id, { state: 'active' }))!;
}, 60_000);
afterAll(async () => {
  await warehouse.close();
  await control.close();
  await postgres.stop();
  for (const folder of [root, home.sockets]) rmSync(folder, { recursive: true, force: true });
});

const upload = (name: string, ...lines: string[]) =>
  createUpload(
    {
      control,
      objects,
      recognise: async (name, key) =>
        (await recogniseFile(retailSales, await storedFile(objects, name, key))).source ?? null,
    },
    project.id,
    name,
    Readable.from([Buffer.from(`${lines.join('\n')}\n`)]),
  );

/** Carries the work that was sent last to its end, as the worker does. */
async function work(): Promise<Load> {
  const next = sent.at(-1) as JobWork;
  const deps = {
    control: control.under(await control.jobs.claim(next)),
    say: () => undefined,
    objects,
    warehouse: async () => {
      seen.push(...held);
      return warehouse;
    },
    holdWarehouse: async (_: string, what: string) => {
      held.push(what);
      return () => void held.splice(held.indexOf(what), 1);
    },
    now: () => new Date().toISOString(),
    log: pino({ enabled: false }),
  };
  const attempt = { number: 1, isLast: true, signal: new AbortController().signal };
  await load(next, attempt, deps as unknown as JobDeps);
  return (await control.loads.get(project.id, next.id))!;
}

const header = 'store_id,store_name,store_address,city,state,country,sales_date,total_sales';
const amounts = async () => (await tableRows(retailSales, warehouse, 'store_sales', 0, 10)).rows.map((it) => it[2]);

it('plans, loads and reverts, and records what went in and what came out', async () => {
  const calendar = await upload(
    'calendar.csv',
    'date_key,date_time,week,month,quarter,year,weekday',
    '1,2026-01-01,1,1,1,2026,3',
  );
  const old = await upload('old.csv', header, '1,Kiel,Main St 1,Kiel,SH,Germany,2026-01-01,10');
  const fresh = await upload('new.csv', header, '1,Kiel,Main St 1,Kiel,SH,Germany,2026-01-01,12');
  const ask = (uploadIds: string[], plan = false) =>
    createLoad({ control, queue }, project, { uploadIds, maxRejectShare: 0, plan });

  await ask([calendar.id, old.id], true);
  const plan = await work();
  expect(plan).toMatchObject({ kind: 'plan', state: 'succeeded', report: { counts: { loaded: 2 } } });
  expect(await amounts()).toEqual([]);

  await ask([calendar.id, old.id]);
  const first = await work();
  expect(first.report?.files[1]).toMatchObject({ name: 'old.csv', uploadId: old.id, sha256: old.sha256, read: 1 });
  expect(first.report?.tables.find((it) => it.name === 'store_sales')).toMatchObject({
    added: 1,
    snapshotKey: `projects/${project.id}/snapshots/${first.id}/store_sales.parquet`,
  });
  expect(first.report?.checks.find((it) => it.name === 'freshness')).toMatchObject({ passed: false });

  await ask([fresh.id]);
  expect((await work()).state).toBe('succeeded');
  expect(await amounts()).toEqual([12]);

  await revertLoad({ control, queue }, project, first.id);
  const revert = await work();
  expect(revert).toMatchObject({ kind: 'revert', revertsTo: first.id, state: 'succeeded' });
  expect(await amounts()).toEqual([10]);
  expect(seen).toEqual([`the plan ${plan.id}`, `the load ${first.id}`, expect.any(String), `the revert ${revert.id}`]);
  expect(held).toEqual([]);
  await expect(revertLoad({ control, queue }, project, plan.id)).rejects.toThrow(/is a plan: it wrote nothing/);
});

it('fails where a file was recognised as of a source that the star no longer has', async () => {
  const file = await upload('old.csv', header, '1,Kiel,Main St 1,Kiel,SH,Germany,2026-01-01,10');
  await createLoad({ control, queue }, project, { uploadIds: [file.id], maxRejectShare: 0 });
  await control.uploads.update(file.id, { source: 'meters' });

  const ended = await work();

  expect(ended).toMatchObject({ state: 'failed', error: { code: 'UNRECOGNISED_FILE' } });
  expect(ended.error?.detail).toContain('old.csv matches no source of the star retail_sales.');
});

it('shows those who read meanwhile the tables as one load or the next left them, never between', async () => {
  const queries = await openQueryRunner(home, { bwrap: null, warm: 0, most: 1, memoryLimit: '64MB' });
  await warehouse.run('delete from retail_sales.store_sales; delete from retail_sales.store_dim');
  await warehouse.run('delete from retail_sales.date_dim');
  const days = Array.from({ length: 28 }, (_, k) => `2026-02-${String(k + 1).padStart(2, '0')}`);
  const calendar = ['date_key,date_time,week,month,quarter,year,weekday'].concat(
    days.map((day, k) => `${k + 1},${day},${5 + Math.ceil(k / 7)},2,1,2026,${(k + 6) % 7}`),
  );
  // The load numbered k has k stores, and each of them sells k on every day.
  const sales = (k: number) =>
    Array.from({ length: k }, (_, s) => days.map((day) => `${s + 1},S,A,C,ST,DE,${day},${k}`)).flat();
  const files = await Promise.all([
    upload('readers-calendar.csv', ...calendar),
    ...[1, 2, 3, 4].map((k) => upload(`readers-${k}.csv`, header, ...sales(k))),
  ]);
  const loadNumber = async (k: number) => {
    const uploadIds = k === 1 ? [files[0]!.id, files[1]!.id] : [files[k]!.id];
    await createLoad({ control, queue }, project, { uploadIds, maxRejectShare: 0 });
    const { id, state } = await work();
    expect(state).toBe('succeeded');
    return id;
  };
  const whole = (k: number) => [k, 28 * k, 28 * k * k].join();
  const ids = [await loadNumber(1)];
  const ofTables: string[] = [];
  const ofJoins: string[] = [];
  const ofSql: string[] = [];
  const sum = `select count(distinct s.store_id) as a, count(*) as b, cast(sum(total_sales) as double) as c
    from retail_sales.store_sales s join retail_sales.store_dim d on d.store_id = s.store_id`;
  let isDone = false;
  const readers = [
    async () => {
      const rows = new Map((await starTables(retailSales, warehouse)).map((it) => [it.name, it.rows]));
      ofTables.push([rows.get('store_dim'), rows.get('store_sales')].join());
    },
    async () => {
      for await (const { columns } of warehouse.rows(sum)) ofJoins.push(columns.map((it) => it.values[0]).join());
    },
    async () => {
      const snapshot = await lastSnapshot({ control, objects }, project, retailSales);
      const { rowsJson } = await queries.run({
        projectId: project.id,
        user: 'ann',
        sql: sum,
        readable: async () => ({ snapshot }),
      });
      const [row] = JSON.parse(Buffer.from(rowsJson).toString()) as unknown[][];
      ofSql.push(`${snapshot.loadId} ${row!.join()}`);
    },
  ];
  const readOnce = () => Promise.all(readers.map((read) => read()));
  await readOnce();

  const reading = readers.map(async (read) => {
    while (!isDone) await read();
  });
  for (const k of [2, 3, 4]) ids.push(await loadNumber(k));
  isDone = true;
  await Promise.all(reading);
  await readOnce();
  await queries.close();

  expect([1, 2, 3, 4].map((k) => `${k},${28 * k}`)).toEqual(expect.arrayContaining([...new Set(ofTables)]));
  expect([1, 2, 3, 4].map(whole)).toEqual(expect.arrayContaining([...new Set(ofJoins)]));
  expect(ids.map((id, k) => `${id} ${whole(k + 1)}`)).toEqual(expect.arrayContaining([...new Set(ofSql)]));
  for (const seen of [ofTables, ofJoins, ofSql]) expect(new Set(seen).size).toBeGreaterThan(1);
});
