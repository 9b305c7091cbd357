import { openControlStore } from '@tandem/adapters-local';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { NewWorkflow as Form, type Load, type NewWorkflow, type WorkflowRun } from '@tandem/data-model/contract';
import type { ControlStore, OpenWork } from '@tandem/ports';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type BackOff, newBackOff } from './back-off.ts';
import { settleMs, startDueRuns, wakeForUpload } from './start-due-runs.ts';
import { changeWorkflow, createWorkflow } from './workflows.ts';

let postgres: TestPostgres;
let control: ControlStore;
let projectId: string;
let now: Date;
let sent: OpenWork[];
let failures: unknown[];
let backOff: BackOff;
const clock = () => now;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());
beforeEach(async () => {
  now = new Date('2026-11-26T00:00:30.000Z');
  sent = [];
  failures = [];
  backOff = newBackOff();
  control = await openControlStore(await postgres.createDatabase(), clock);
  const domain = await control.domains.create({ name: 'd', region: 'us-east-1', portalUrl: 'http://x' });
  const profile = await control.projectProfiles.create(domain.id, { name: 'p', blueprints: [] });
  const its = { domainId: domain.id, profileId: profile.id, name: 'P', catalogName: 'c', steps: [] };
  projectId = (await control.projects.create(its)).id;
  await control.projects.update(projectId, { state: 'active' });
});
afterEach(() => control.close());

const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};
const look = (store = control) =>
  startDueRuns({
    ...{ control: store, clock, backOff, queue: { send: async (work) => void sent.push(work) } },
    failed: (error) => failures.push(error),
  });
const woken: Date[] = [];
const deps = () => ({ control, clock, wake: async () => void woken.push(now) });
const created = async (said: Partial<NewWorkflow>) =>
  createWorkflow(
    deps(),
    (await control.projects.get(projectId))!,
    Form.parse({ name: 'w', steps: { load: {} }, ...said }),
  );
const upload = (name = 'sales.csv') =>
  control.uploads.create({
    ...{ id: control.uploads.newId(), projectId, name, bytes: 1, sha256: '0'.repeat(64), source: 'store_sales' },
  });
const runs = (): Promise<WorkflowRun[]> => control.workflowRuns.list(projectId);
const end = async ({ id }: WorkflowRun, state: 'succeeded' | 'failed' = 'succeeded') => {
  await control.workflowRuns.update(id, { state, endedAt: now.toISOString() });
};

const loadOf = (uploadIds: string[]): Omit<Load, 'id' | 'createdAt'> => ({
  ...{ projectId, kind: 'load', revertsTo: null, maxRejectShare: 0, report: null, progress: null, error: null },
  ...{ startedAt: null, endedAt: null, state: 'succeeded', uploadIds },
});

const hourly = { schedule: { cron: '0 * * * *', timeZone: 'UTC' } };

it('starts a run when its schedule comes, says when the next is, and sends it behind what people wait for', async () => {
  const { nextAt } = await created(hourly);
  expect(nextAt).toBe('2026-11-26T01:00:00.000Z');
  expect(woken.at(-1)).toBe(now);

  expect((await look())?.toISOString()).toBe(nextAt);
  expect(await runs()).toEqual([]);
  pass(3_600);
  expect((await look())?.toISOString()).toBe('2026-11-26T02:00:00.000Z');

  const [run, ...others] = await runs();
  expect(others).toEqual([]);
  expect(run).toMatchObject({ cause: 'schedule', state: 'queued', priority: 'scheduled', name: 'w' });
  expect(sent).toEqual([{ kind: 'workflow', projectId, id: run!.id, priority: 'scheduled' }]);
  const [event] = await control.audit.list({ subject: run!.id }, { limit: 1 });
  expect(event).toMatchObject({ operation: 'start-workflow', actor: { kind: 'worker' } });
});

it('starts one for many times that were missed, and none while a run is open', async () => {
  await created(hourly);
  pass(7 * 3_600);
  await look();
  await look();
  expect(await runs()).toHaveLength(1);

  pass(3_600);
  await look();
  expect(await runs()).toHaveLength(1);
  await end((await runs())[0]!);
  await look();
  expect(await runs()).toHaveLength(1);
  pass(3_600);
  await look();
  expect(await runs()).toHaveLength(2);
  expect(failures).toEqual([]);
});

it('starts one however many look at once', async () => {
  await created(hourly);
  pass(3_600);

  await Promise.all([look(), look(), look(), look()]);

  expect(await runs()).toHaveLength(1);
});

it('leaves a workflow alone that is not enabled, or whose project is not ready', async () => {
  const { id } = await created(hourly);
  const project = (await control.projects.get(projectId))!;
  await changeWorkflow(deps(), project, id, Form.parse({ name: 'w', steps: { load: {} }, ...hourly, enabled: false }));
  pass(3_600);
  expect(await look()).toBeUndefined();

  await changeWorkflow(deps(), project, id, Form.parse({ name: 'w', steps: { load: {} }, ...hourly }));
  await control.projects.update(projectId, { state: 'failed' });
  pass(3_600);
  expect(await look()).toBeUndefined();
  expect(await runs()).toEqual([]);
});

it('starts what is due though the workflow was changed meanwhile, and not where its schedule was', async () => {
  const { id } = await created(hourly);
  const project = (await control.projects.get(projectId))!;
  const changed = (change: object) =>
    changeWorkflow(deps(), project, id, Form.parse({ name: 'w', steps: { load: {} }, ...hourly, ...change }));
  pass(3_600);
  await changed({ steps: { load: { maxRejectShare: 0.5 } } });
  await look();
  expect(await runs()).toHaveLength(1);

  await end((await runs())[0]!);
  pass(3_600);
  await changed({ schedule: { cron: '30 * * * *', timeZone: 'UTC' } });
  await look();
  expect(await runs()).toHaveLength(1);
});

it('starts the others where one may have no further job, and leaves that time out', async () => {
  await created(hourly);
  const { domainId } = (await control.projects.get(projectId))!;
  await control.quotas.set(domainId, projectId, [{ quota: 'jobs-per-day', most: 1, warnShare: 0.8 }]);
  await created({ ...hourly, name: 'other' });
  pass(3_600);
  await look();

  expect(await runs()).toHaveLength(1);
  expect(failures).toMatchObject([{ code: 'QUOTA_EXCEEDED' }]);
  await look();
  expect(failures).toHaveLength(1);
});

it('waits until no further upload comes, and starts one run for all of them', async () => {
  await upload('before.csv');
  pass(1);
  await created({ dataArrival: true });
  pass(1);
  expect(await look()).toBeUndefined();

  await upload('stores.csv');
  pass(5);
  await upload('sales.csv');
  expect((await look())?.getTime()).toBe(now.getTime() + settleMs);
  expect(await runs()).toEqual([]);
  pass(settleMs / 1000);
  await look();

  expect(await runs()).toMatchObject([{ cause: 'data-arrival', state: 'queued' }]);
});

it('starts another run after one that was open for what came since and no load took, and for nothing else', async () => {
  await created({ dataArrival: true });
  pass(1);
  const first = await upload('a.csv');
  pass(60);
  await look();
  pass(1);
  const late = await upload('b.csv');
  pass(60);
  await control.loads.create(loadOf([first.id]));
  await look();
  expect(await runs()).toHaveLength(1);

  await end((await runs())[0]!);
  await look();
  expect(await runs()).toHaveLength(2);
  await control.loads.create(loadOf([late.id]));
  await end((await runs())[0]!);
  await look();
  expect(await runs()).toHaveLength(2);
});

it('does not start again and again for uploads on which a run failed before it loaded them', async () => {
  await created({ dataArrival: true });
  pass(1);
  await upload();
  pass(60);
  await look();
  await end((await runs())[0]!, 'failed');
  pass(60);
  await look();

  expect(await runs()).toHaveLength(1);
});

it('leaves a schedule that cannot be started alone for longer each time, and starts others', async () => {
  const { id } = await created(hourly);
  await created({ ...hourly, name: 'other' });
  pass(3_600);
  const broken: ControlStore = {
    ...control,
    workflows: {
      ...control.workflows,
      fire: async (due, next, run) => {
        if (due.id === id) throw new Error('no such column');
        return control.workflows.fire(due, next, run);
      },
    },
  };

  const waits: number[] = [];
  for (const _ of [1, 2, 3]) {
    const again = (await look(broken))!.getTime();
    expect((await look(broken))!.getTime()).toBe(again);
    waits.push(again - now.getTime());
    pass((again - now.getTime()) / 1000);
  }

  expect(waits).toEqual([2_000, 4_000, 8_000]);
  expect(failures).toHaveLength(3);
  expect((await runs()).map((it) => it.name)).toEqual(['other']);
  await look();
  expect(await runs()).toHaveLength(2);
  expect((await look())?.toISOString()).toBe('2026-11-26T02:00:00.000Z');
});

it('looks once at the uploads and loads of a project, however many of its workflows wait for them', async () => {
  for (const name of ['a', 'b', 'c']) await created({ name, dataArrival: true });
  await upload();
  pass(60);
  let looks = 0;
  const counting: ControlStore = {
    ...control,
    loads: {
      ...control.loads,
      summaries: async (...asked) => {
        looks++;
        return control.loads.summaries(...asked);
      },
    },
  };

  await look(counting);

  expect(looks).toBe(1);
  expect(await runs()).toHaveLength(3);
  await look(counting);
  expect(looks).toBe(1);
});

it('starts a run for an upload whose machine has a clock behind that of the worker', async () => {
  await created({ dataArrival: true });
  await upload('a.csv');
  pass(60);
  await look();
  await end((await runs())[0]!);
  pass(-30);
  await upload('late.csv');
  pass(60);
  await look();

  expect(await runs()).toHaveLength(2);
});

it('forgets what a load has taken, and not what came since it looked', async () => {
  const { id } = await created({ dataArrival: true });
  const [taken, fresh] = [await upload('a.csv'), await upload('b.csv')];
  const came: string[] = [];
  const { loads } = control;
  const slow: ControlStore = {
    ...control,
    loads: {
      ...loads,
      summaries: async (...asked) => {
        came.push((await upload('c.csv')).id);
        return loads.summaries(...asked);
      },
    },
  };
  await control.loads.create(loadOf([taken.id]));

  expect((await look(slow))?.getTime()).toBe(now.getTime() + settleMs);

  expect(await control.workflows.arrivals(id)).toEqual([fresh.id, ...came].sort());
});

it('wakes a worker for an upload only where a workflow of the project waits for it', async () => {
  const wakesOf = async () => {
    const before = woken.length;
    await wakeForUpload(deps(), projectId, (error) => failures.push(error));
    return woken.length - before;
  };
  await created({ name: 'a', ...hourly });
  await upload();
  const without = await wakesOf();
  await created({ name: 'b', dataArrival: true });
  await upload();

  expect([without, await wakesOf()]).toEqual([0, 1]);
  expect(failures).toEqual([]);
});

it('wakes a worker for an upload where nobody can tell what it starts, and says why', async () => {
  const lost = new Error('the store does not answer');
  const workflows = { ...control.workflows, awaitingData: () => Promise.reject(lost) };
  const before = woken.length;

  await wakeForUpload({ ...deps(), control: { ...control, workflows } }, projectId, (error) => failures.push(error));

  expect(woken.length - before).toBe(1);
  expect(failures).toEqual([lost]);
});
