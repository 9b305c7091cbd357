import { spawn } from 'node:child_process';
import events from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  findWarehouseHost,
  openControlStore,
  openDiskObjectStore,
  openHome,
  openQueryRunner,
  openQueue,
  openQueuePlace,
  openWarehouseCompute,
  openWarehouses,
  queryPlace,
  scratchPlace,
  warehousePlace,
} from '@tandem/adapters-local';
import { startTestPostgres } from '@tandem/adapters-local/test-postgres';
import {
  createDomain,
  createProject,
  createProjectProfile,
  createToken,
  createUpload,
  deleteProject,
  getTeardown,
  objectKeys,
  planTeardown,
  projectPlaces,
  type TeardownDeps,
  warehouseSettings,
} from '@tandem/control-plane';
import { type BlueprintUse, type Principal, type Project, rights, TrainingJob } from '@tandem/data-model/contract';
import type { ForecastBackend, OpenWork } from '@tandem/ports';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { provision } from './provision.ts';
import { runJob, type WorkerDeps } from './run-job.ts';
import { teardown } from './teardown.ts';

const once = { number: 1, isLast: true, signal: new AbortController().signal };
const clock = () => new Date();
const blueprints: BlueprintUse[] = [
  { blueprint: 'Tooling', parameters: {} },
  { blueprint: 'RedshiftServerless', parameters: { warehouseThreads: 1, warehouseMemoryMegabytes: 128 } },
  { blueprint: 'MLExperiments', parameters: {} },
];
const administrator: Principal = {
  ...{ kind: 'session', name: 'administrator', userId: null, service: null, isAdministrator: true, projectId: null },
  ...{ scopes: [...rights], domainIds: [], grants: [], hasPassword: false, expiresAt: '2099-01-01T00:00:00.000Z' },
};
const names = { name: 'Sales', catalogName: 'sales' };

/** One installation of its own: the adapters that a worker and an API have, on a PostgreSQL and a home. */
async function open() {
  const postgres = await startTestPostgres();
  const url = await postgres.createDatabase();
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-teardown-'));
  const home = openHome(root);
  const control = await openControlStore(url);
  const queue = await openQueue(url, () => undefined);
  const queuePlace = openQueuePlace(url);
  const objects = openDiskObjectStore(home.objects);
  const queries = await openQueryRunner(home, { bwrap: null, warm: 0, most: 2, memoryLimit: '64MB' });
  const warehouses = openWarehouses(home, (projectId) => warehouseSettings({ control }, projectId));
  const undeployed: string[] = [];
  const forecasts = { undeploy: async (id: string) => void undeployed.push(id) } as unknown as ForecastBackend;
  const places = projectPlaces({
    control,
    objects,
    forecasts,
    queue: queuePlace,
    storage: [queryPlace(home), warehousePlace(home)],
    scratch: [scratchPlace(home, objectKeys.project)],
    clock,
  });
  const jobDeps: WorkerDeps = {
    control,
    queue,
    objects,
    forecasts,
    warehouse: warehouses.get,
    holdWarehouse: async () => () => undefined,
    now: () => clock().toISOString(),
    log: pino({ enabled: false }),
    places,
  };
  const deps: TeardownDeps = { control, queue, queries, places };
  return {
    url,
    home,
    control,
    queue,
    objects,
    queries,
    undeployed,
    jobDeps,
    deps,
    close: async () => {
      await queries.close();
      await queue.stop(0);
      await queuePlace.close();
      await warehouses.close();
      await control.close();
      await postgres.stop();
      for (const folder of [root, home.sockets]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the cases share. */
let site: Awaited<ReturnType<typeof open>>;
let profile: { domainId: string; profileId: string };
beforeAll(async () => {
  site = await open();
  const { deps } = site;
  const domain = await createDomain(deps, 'http://localhost', { name: 'D', region: 'eu-west-1' }, administrator);
  const { id } = await createProjectProfile(deps, domain.id, { name: 'P', blueprints });
  profile = { domainId: domain.id, profileId: id };
}, 60_000);
afterAll(() => site.close());

const provisioned = async (): Promise<Project> => {
  const { id } = await createProject(site.deps, { ...profile, ...names }, administrator);
  await runJob(provision, { kind: 'provision', projectId: id, id }, once, site.jobDeps);
  return (await site.control.projects.get(id))!;
};
const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;

const query = (projectId: string, loadId: string) => {
  const tables = [{ name: 't', key: `${objectKeys.snapshot(projectId, loadId)}t.parquet` }];
  return {
    projectId,
    user: 'u',
    sql: 'select a from t',
    readable: async () => ({ snapshot: { loadId, schema: 's', tables } }),
  };
};

/** A project with something of every kind, in every place. */
async function filled(): Promise<Project> {
  const { control, objects, home, queries, jobDeps } = site;
  const project = await provisioned();
  const { id } = project;
  const upload = await createUpload(
    { control, objects, recognise: async () => null },
    id,
    'a.csv',
    Readable.from([Buffer.from('x')]),
  );
  const load = { projectId: id, revertsTo: null, uploadIds: [upload.id], maxRejectShare: 0, ...queued, report: null };
  const { id: loadId } = await control.loads.create({ ...load, kind: 'load' });
  const reject = { file: 'a.csv', line: 1, column: 'c', value: 'v', reason: 'r', mend: 'm' };
  await control.loads.saveRejects(loadId, [reject]);
  const run = { projectId: id, name: 'r', job: TrainingJob.parse({}), ...queued, report: null };
  const { id: trainingRunId } = await control.trainingRuns.create(run);
  await control.jobs.appendLog({ projectId: id, id: trainingRunId }, 'begins');
  const test = { SQL: 1, MASE: 1, WQL: 1, WAPE: 1, sMAPE: 1, RMSE: 1, coverage: {} };
  const { id: modelId } = await control.models.create({
    projectId: id,
    name: 'm',
    trainingRunId,
    test,
    improvement: 0,
  });
  const fresh = { error: null, requests: 0, lastRequestAt: null } as const;
  await control.endpoints.create({ projectId: id, name: 'e', modelId, state: 'in-service', ...fresh });
  const nothing = { items: null, rows: null, cutoff: null };
  await control.batchForecasts.create({ projectId: id, modelId, horizon: 2, ...queued, ...nothing });
  await createToken(control, clock, 'test', id);
  await site.queue.send({ kind: 'load', projectId: id, id: loadId });
  const snapshot = `${objectKeys.snapshot(id, loadId)}t.parquet`;
  await (await jobDeps.warehouse(id)).copyOut('select 1 as a', snapshot);
  await queries.run(query(id, loadId));
  writeFileSync(path.join(home.objects, objectKeys.project(id), 'uploads', '.partial-cut-off'), 'half a file');
  return project;
}

/** Files and folders of the home, of any kind, whose path or text names the project. */
function traces(folder: string, id: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((it) => ({ it, file: path.join(it.parentPath, it.name) }))
    .filter(({ it, file }) => file.includes(id) || (it.isFile() && readFileSync(file).includes(id)))
    .map(({ file }) => file);
}

it('shows what a deletion would remove, deletes all of it in order, and proves that nothing is left', async () => {
  const { home, deps, control, jobDeps, undeployed } = site;
  const project = await filled();
  const host = await findWarehouseHost(home, project.id);
  // What the blueprint says of the process.
  const compute = openWarehouseCompute(home, { get: jobDeps.warehouse });
  expect(await compute.state(project.id)).toMatchObject({ threads: 1, memoryLimit: '128MB', idleStopSeconds: 900 });

  const plan = await planTeardown(deps.places, project);

  const counts = Object.fromEntries(
    plan.steps.flatMap(({ place, holdings }) => holdings.map((it) => [`${place}/${it.name}`, it.count])),
  );
  expect(plan.steps.map((it) => it.place)).toEqual([
    'sharing',
    'jobs',
    'queue',
    'endpoints',
    'queries',
    'warehouse',
    'objects',
    'scratch',
    'records',
  ]);
  expect(counts).toMatchObject({
    'jobs/open loads': 1,
    'jobs/open training runs': 1,
    'jobs/open forecasts': 1,
    // The provisioning and the load: nobody takes work from this queue.
    'queue/waiting jobs': 2,
    'endpoints/endpoints': 1,
    'queries/processes': 1,
    'warehouse/process': 1,
    'warehouse/sockets': 1,
    'warehouse/logs': 1,
    'objects/uploads': 1,
    'objects/snapshots': 1,
    'scratch/unfinished files': 1,
    'records/rejects': 1,
    'records/job_log': 4,
    'records/tokens': 1,
    'records/projects': 1,
  });
  expect(counts['warehouse/database files']).toBeGreaterThan(0);
  expect(plan.bytes).toBeGreaterThan(10_000);
  expect((await control.projects.get(project.id))?.state).toBe('active');

  await expect(deleteProject(deps, project.id, 'Other')).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    faults: [{ at: 'query.confirm', expected: '"Sales"', got: '"Other"' }],
  });
  const begun = await deleteProject(deps, project.id, 'Sales');
  expect((await deleteProject(deps, project.id, 'Sales')).id).toBe(begun.id);
  await expect(site.queries.run(query(project.id, 'lod_1'))).rejects.toMatchObject({ code: 'CANCELLED' });
  const work: OpenWork = { kind: 'teardown', projectId: project.id, id: begun.id };
  expect(await control.openWork()).toContainEqual(work);
  await teardown(work, once, jobDeps);

  const ended = await getTeardown(deps, begun.id);
  expect(ended).toMatchObject({ state: 'succeeded', error: null, projectName: 'Sales' });
  expect(ended.steps.map((it) => it.state)).toEqual(ended.steps.map(() => 'succeeded'));
  expect(ended.left!.map((it) => `${it.place}/${it.name}`)).toEqual(ended.found.map((it) => `${it.place}/${it.name}`));
  expect(ended.left!.filter((it) => it.count > 0)).toEqual([]);
  expect(undeployed).toHaveLength(1);
  // Looked at by other means than the places look.
  expect(traces(home.root, project.id)).toEqual([]);
  expect(readdirSync(home.sockets)).toEqual([]);
  expect(existsSync(`/proc/${host}`)).toBe(false);
  expect(await control.projects.list()).toEqual([]);
});

it('lets the names be used again at once, by a project that works', async () => {
  const { deps, jobDeps } = site;
  const first = await provisioned();
  const { id } = await deleteProject(deps, first.id, 'Sales');
  await teardown({ kind: 'teardown', projectId: first.id, id }, once, jobDeps);

  const second = await provisioned();

  expect(second).toMatchObject({ ...names, state: 'active' });
  expect(second.steps.map((it) => [it.name, it.state, it.tries])).toEqual(
    blueprints.map((it) => [it.blueprint, 'succeeded', 1]),
  );
  await (await jobDeps.warehouse(second.id)).run('select count(*) from retail_sales.store_sales');
  const { id: last } = await deleteProject(deps, second.id, 'Sales');
  await teardown({ kind: 'teardown', projectId: second.id, id: last }, once, jobDeps);
});

it('fails with what it waits for, and goes on when it is asked again', async () => {
  const { deps, jobDeps, control } = site;
  const project = await provisioned();
  const places = deps.places.map((it) =>
    it.name === 'objects' ? { ...it, empty: () => Promise.reject(new Error('the disk is away')) } : it,
  );
  const { id } = await deleteProject(deps, project.id, 'Sales');
  const work: OpenWork = { kind: 'teardown', projectId: project.id, id };

  await teardown(work, once, { ...jobDeps, places });

  const failed = await getTeardown(deps, id);
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'INTERNAL' } });
  expect(failed.steps.find((it) => it.place === 'objects')?.state).toBe('failed');
  expect(await deleteProject(deps, project.id, 'Sales')).toMatchObject({ id, state: 'queued' });
  await teardown(work, once, jobDeps);
  expect(await control.teardowns.get(id)).toMatchObject({ state: 'succeeded' });
});

it('waits for a job that is running, and lets none begin that waits', async () => {
  const { deps, control, queue, jobDeps } = site;
  const project = await provisioned();
  const work = (id: string): OpenWork => ({ kind: 'batch-forecast', projectId: project.id, id });
  const ran: string[] = [];
  let end: (() => void) | undefined;
  await queue.work('batch-forecast', 1, async ({ id }) => {
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    ran.push(id);
  });
  await queue.send(work('bfc_running'));
  await expect.poll(() => end, { timeout: 10_000 }).toBeDefined();
  await queue.send(work('bfc_waiting'));
  const { id } = await deleteProject(deps, project.id, 'Sales');

  const running = teardown({ kind: 'teardown', projectId: project.id, id }, once, jobDeps);
  await expect
    .poll(async () => (await getTeardown(deps, id)).steps.find((it) => it.place === 'queue')?.state)
    .toBe('running');
  expect(await control.projects.get(project.id)).toMatchObject({ state: 'deleting' });
  end?.();
  await running;

  expect(ran).toEqual(['bfc_running']);
  expect(await control.teardowns.get(id)).toMatchObject({ state: 'succeeded' });
});

it('ends with nothing left though its worker is killed again and again', async () => {
  const { deps, control, home, url } = site;
  const project = await filled();
  const { id } = await deleteProject(deps, project.id, 'Sales');
  const main = path.join(import.meta.dirname, '../../test/teardown-process.ts');
  const run = async (killAfterMs: number | undefined) => {
    const child = spawn(process.execPath, [main, home.root, url, project.id, id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = events.once(child, 'exit');
    await events.once(child.stdout, 'data');
    if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    await ended;
    return (await getTeardown(deps, id)).steps.filter((it) => it.state === 'succeeded').length;
  };

  const done: number[] = [];
  for (const killAfterMs of [10, 40, 80, undefined]) done.push(await run(killAfterMs));

  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done[0]).toBeLessThan(deps.places.length);
  expect(await control.teardowns.get(id)).toMatchObject({ state: 'succeeded' });
  expect((await getTeardown(deps, id)).left!.filter((it) => it.count > 0)).toEqual([]);
  expect(traces(home.root, project.id)).toEqual([]);
}, 120_000);
