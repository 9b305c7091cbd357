import { openControlStore } from '@tandem/adapters-local';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import {
  cancelJob,
  cancelWorkflowRun,
  createEndpoint,
  createWorkflow,
  getWorkflowRun,
  provisioningSteps,
  restartWorkflowRun,
  sendWaitingRuns,
  startWorkflowRun,
} from '@tandem/control-plane';
import {
  type Metrics,
  type Model,
  TrainingJob,
  type TrainingReport,
  WorkflowDefinition,
  type WorkflowRun,
} from '@tandem/data-model/contract';
import type { Attempt, ControlStore, OpenWork } from '@tandem/ports';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { runJob, type WorkerDeps } from './run-job.ts';
import { workflow } from './workflow.ts';

let postgres: TestPostgres;
let control: ControlStore;
let projectId: string;
/** What was sent and not taken up. */
let sent: OpenWork[];
const queue = { send: async (work: OpenWork) => void sent.push(work) };

beforeAll(async () => {
  postgres = await startTestPostgres();
  control = await openControlStore(await postgres.createDatabase());
}, 60_000);
afterAll(async () => {
  await control.close();
  await postgres.stop();
});

let projects = 0;
beforeEach(async () => {
  sent = [];
  const domain = await control.domains.create({ name: `d${++projects}`, region: 'us-east-1', portalUrl: 'http://x' });
  const blueprints = [{ blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } }] as const;
  const profile = await control.projectProfiles.create(domain.id, { name: 'p', blueprints: [...blueprints] });
  const steps = provisioningSteps(profile);
  const its = { domainId: domain.id, profileId: profile.id, name: 'P', catalogName: `c-${projects}`, steps };
  projectId = (await control.projects.create(its)).id;
  await control.projects.update(projectId, { state: 'active' });
  await upload('sales.csv');
});

const whole = {
  load: {},
  train: { job: { preset: 'fast' } },
  gate: { mostWorse: { WQL: 0.1 } },
  deploy: { endpoint: 'sales' },
  batchForecast: {},
};

const upload = (name: string) =>
  control.uploads.create({
    ...{ id: control.uploads.newId(), projectId, name, bytes: 1, sha256: '0'.repeat(64) },
    source: 'store_sales',
  });

async function started(steps: object = whole): Promise<WorkflowRun> {
  const project = (await control.projects.get(projectId))!;
  const said = { name: 'nightly', ...WorkflowDefinition.parse({ steps }) };
  const deps = { control, clock: () => new Date(), wake: async () => undefined };
  const { id } = await createWorkflow(deps, project, said);
  return startWorkflowRun({ control, queue }, projectId, id);
}

const now = () => getWorkflowRun({ control }, projectId, id);
let id: string;

/** Dies as the `n`th change of an attempt is about to be made, or was just made; never, where it is not said. */
interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
}
class Killed extends Error {}

/** One attempt by a process that may die at a transaction of it, or at a send, and does nothing more then; how many it made. */
async function attempt(death?: Death, store = control): Promise<number> {
  let acts = 0;
  let isDead = false;
  const die = () => {
    isDead = true;
    throw new Killed();
  };
  const mortal =
    <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (isDead) throw new Killed();
      const isTheOne = ++acts === death?.at;
      if (isTheOne && death?.when === 'before') die();
      const result = await act(...args);
      if (isTheOne) die();
      return result;
    };
  const mortalStore: ControlStore = {
    ...store,
    under: (lease) => {
      const leased = store.under(lease);
      const { workflowRuns } = leased;
      const once = mortal(leased.once) as typeof leased.once;
      return { ...leased, once, workflowRuns: { ...workflowRuns, update: mortal(workflowRuns.update) } };
    },
  };
  const deps = {
    control: mortalStore,
    queue: { send: mortal(queue.send) },
    now: () => new Date().toISOString(),
    log: pino({ enabled: false }),
  } as unknown as WorkerDeps;
  const first: Attempt = { number: 1, isLast: false, signal: new AbortController().signal };
  await runJob(workflow, { kind: 'workflow', projectId, id }, first, deps).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
  return acts;
}

const scores: Metrics = { SQL: 1, MASE: 1, WQL: 1, WAPE: 1, sMAPE: 1, RMSE: 1, coverage: { p10: 0.1, p90: 0.9 } };
const report = (test: Metrics) =>
  ({ ensemble: { validation: test, test }, baseline: { improvement: 0.1 } }) as unknown as TrainingReport;

/** Ends whatever the run waits for, as its worker would. */
async function endChildren(test = scores): Promise<void> {
  const ended = { state: 'succeeded', startedAt: new Date().toISOString(), endedAt: new Date().toISOString() } as const;
  const open = ['queued', 'running'];
  for (const it of await control.loads.list(projectId)) await control.loads.update(it.id, ended, open);
  for (const it of await control.trainingRuns.list(projectId))
    await control.trainingRuns.update(it.id, { ...ended, report: report(test) }, open);
  for (const it of await control.endpoints.list(projectId))
    await control.endpoints.endDeployment(it.id, it.modelId, { state: 'in-service', error: null });
  for (const it of await control.batchForecasts.list(projectId))
    await control.batchForecasts.update(it.id, ended, open);
}

const counts = async () => ({
  loads: (await control.loads.list(projectId)).length,
  trainingRuns: (await control.trainingRuns.list(projectId)).length,
  models: (await control.models.list(projectId)).length,
  endpoints: (await control.endpoints.list(projectId)).length,
  batchForecasts: (await control.batchForecasts.list(projectId)).length,
});
const eachOnce = { loads: 1, trainingRuns: 1, models: 1, endpoints: 1, batchForecasts: 1 };

/** Attempts until the run has ended, its children ended between them. */
async function toItsEnd(): Promise<WorkflowRun> {
  for (let k = 0; k < 12; k++) {
    const run = await now();
    if (run.state !== 'queued' && run.state !== 'running') return run;
    await attempt();
    await endChildren();
  }
  return now();
}

it('makes load, training run, model, endpoint and forecast once each, and holds no place while it waits', async () => {
  ({ id } = await started());
  await attempt();

  const waiting = await now();
  expect(waiting.state).toBe('running');
  expect(waiting.steps.map((it) => it.state)).toEqual(['running', 'queued', 'queued', 'queued', 'queued']);
  expect(sent.map((it) => it.kind)).toEqual(['workflow', 'load']);

  const run = await toItsEnd();

  expect(run.steps.map((it) => [it.step, it.state, it.made.map((made) => made.kind)])).toEqual([
    ['load', 'succeeded', ['load']],
    ['train', 'succeeded', ['training-run', 'model']],
    ['gate', 'succeeded', []],
    ['deploy', 'succeeded', ['endpoint']],
    ['batch-forecast', 'succeeded', ['batch-forecast']],
  ]);
  expect(run.state).toBe('succeeded');
  expect(await counts()).toEqual(eachOnce);
});

const deaths = [1, 2, 3, 4].flatMap((at) => [{ at, when: 'before' } as const, { at, when: 'after' } as const]);

it.each(deaths)(
  'makes each of them once where each second attempt is killed $when change $at, and sends each',
  async (death) => {
    ({ id } = await started());
    for (let k = 0; k < 12 && (await now()).state !== 'succeeded'; k++) {
      await attempt(death);
      expect(await attempt()).toBeLessThanOrEqual(deaths.length / 2);
      await endChildren();
    }

    expect((await now()).state).toBe('succeeded');
    expect(await counts()).toEqual(eachOnce);
    expect(new Set(sent.map((it) => it.kind))).toEqual(
      new Set(['workflow', 'load', 'train', 'deploy', 'batch-forecast']),
    );
  },
);

it('goes on where a child has ended, by the work that waits for it', async () => {
  ({ id } = await started());
  await attempt();
  const load = sent.find((it) => it.kind === 'load')!;
  sent = [];

  await sendWaitingRuns({ control, queue }, load);
  await sendWaitingRuns({ control, queue }, { kind: 'load', projectId, id: `lod_${'0'.repeat(32)}` });

  expect(sent).toEqual([{ kind: 'workflow', projectId, id }]);
});

it('ends with the error of a child that failed, and is restarted from that step with another child', async () => {
  ({ id } = await started());
  await attempt();
  await endChildren();
  await attempt();
  const error = { code: 'NOTHING_TO_FORECAST', detail: 'No item is left.', mend: 'Load more.' };
  const [training] = await control.trainingRuns.list(projectId);
  await control.trainingRuns.update(training!.id, { state: 'failed', error });
  await attempt();

  const failed = await now();
  expect(failed).toMatchObject({ state: 'failed', error });
  expect(failed.steps.map((it) => it.state)).toEqual(['succeeded', 'failed', 'queued', 'queued', 'queued']);

  await restartWorkflowRun({ control, queue }, projectId, id);
  const run = await toItsEnd();

  expect(run).toMatchObject({ state: 'succeeded', restarts: 1, error: null });
  expect(await counts()).toEqual({ ...eachOnce, trainingRuns: 2 });
  await expect(restartWorkflowRun({ control, queue }, projectId, id)).rejects.toThrow('The run is "succeeded".');
});

it('cancels what it waits for with it, and makes nothing more', async () => {
  ({ id } = await started());
  await attempt();

  await cancelWorkflowRun({ control }, projectId, id);
  await attempt();

  const run = await now();
  expect(run.state).toBe('cancelled');
  expect(run.steps.map((it) => it.state)).toEqual(['cancelled', 'queued', 'queued', 'queued', 'queued']);
  expect((await control.loads.list(projectId)).map((it) => it.state)).toEqual(['cancelled']);
  expect(await counts()).toEqual({ ...eachOnce, trainingRuns: 0, models: 0, endpoints: 0, batchForecasts: 0 });
});

it('cancels neither the run nor what it waits for where a process dies between the two', async () => {
  ({ id } = await started());
  await attempt();
  const broken: ControlStore = {
    ...control,
    jobs: {
      ...control.jobs,
      cancel: (job, error, also) =>
        control.jobs.cancel(job, error, also && ((inside) => also({ ...inside, jobs: dying(inside.jobs) }))),
    },
  };

  await expect(cancelJob({ control: broken }, projectId, id)).rejects.toThrow(Killed);

  expect((await now()).state).toBe('running');
  await cancelJob({ control }, projectId, id);
  expect((await control.loads.list(projectId)).map((it) => it.state)).toEqual(['cancelled']);
});
const dying = (jobs: ControlStore['jobs']): ControlStore['jobs'] => ({
  ...jobs,
  cancel: async () => {
    throw new Killed();
  },
});

it('moves an endpoint that another call creates at the same time', async () => {
  const { modelId } = await served();
  ({ id } = await started({ deploy: { endpoint: 'other' } }));
  let isFirst = true;
  const racing: ControlStore = {
    ...control,
    under: (lease) => {
      const leased = control.under(lease);
      return {
        ...leased,
        once: (effect, act) =>
          leased.once(effect, (inside) =>
            act({
              ...inside,
              endpoints: {
                ...inside.endpoints,
                byName: async (of, name) => {
                  const found = await inside.endpoints.byName(of, name);
                  if (isFirst) await createEndpoint({ control, queue }, of, { name, modelId });
                  isFirst = false;
                  return found;
                },
              },
            }),
          ),
      };
    },
  };

  await attempt(undefined, racing);

  expect((await now()).steps[0]).toMatchObject({ state: 'running', error: null, made: [{ kind: 'endpoint' }] });
  expect((await control.endpoints.list(projectId)).map((it) => it.name)).toEqual(['other']);
});

/** A model that is registered. */
async function served(): Promise<{ modelId: string }> {
  const ended = { state: 'succeeded', progress: null, error: null, startedAt: null, endedAt: null } as const;
  const training = { projectId, name: 'sales-forecast', job: TrainingJob.parse({}), ...ended };
  const { id: trainingRunId } = await control.trainingRuns.create({ ...training, report: report(scores) });
  const its = { projectId, name: 'sales-forecast', trainingRunId, test: scores, improvement: null };
  return { modelId: (await control.models.create(its)).id };
}

const loadsOfRun = async () =>
  (await control.loads.list(projectId)).reverse().map(({ state, uploadIds }) => [state, uploadIds.length]);

it('loads more files than a load may have by several loads, the oldest first, and sends each', async () => {
  for (let n = 1; n < 45; n++) await upload(`sales-${n}.csv`);
  ({ id } = await started());
  await attempt();
  expect((await now()).steps[0]).toMatchObject({ note: 'Further loads take 25 more files.' });
  expect((await control.loads.list(projectId))[0]?.uploadIds).toEqual(
    (await control.uploads.list(projectId))
      .map((it) => it.id)
      .sort()
      .slice(0, 20),
  );
  await upload('while-it-loads.csv');

  const run = await toItsEnd();

  expect(run.state).toBe('succeeded');
  expect(run.steps[0]?.made.map((it) => it.name)).toEqual(['20 files', '20 files', '5 files']);
  expect(await loadsOfRun()).toEqual([
    ['succeeded', 20],
    ['succeeded', 20],
    ['succeeded', 5],
  ]);
  expect(new Set(sent.filter((it) => it.kind === 'load').map((it) => it.id)).size).toBe(3);
  expect(await counts()).toEqual({ ...eachOnce, loads: 3 });
});

it.each(deaths)('makes each of several loads once where an attempt is killed $when change $at', async (death) => {
  for (let n = 1; n < 25; n++) await upload(`sales-${n}.csv`);
  ({ id } = await started({ load: {} }));
  for (let k = 0; k < 8 && (await now()).state !== 'succeeded'; k++) {
    await attempt(death);
    await attempt();
    await endChildren();
  }

  expect((await now()).state).toBe('succeeded');
  expect(await loadsOfRun()).toEqual([
    ['succeeded', 20],
    ['succeeded', 5],
  ]);
});

it('leaves a file that a load refused out of later loads, and tries it again by itself at a restart', async () => {
  ({ id } = await started({ load: {} }));
  await attempt();
  const [refused] = await control.loads.list(projectId);
  const error = { code: 'LOAD_REJECTED', detail: 'Too many rows.', mend: 'See the rejects.' };
  await control.loads.update(refused!.id, { state: 'failed', error });
  await attempt();
  expect((await now()).state).toBe('failed');
  const first = id;
  const fresh = await upload('stores.csv');
  const [workflowOf] = await control.workflows.list(projectId);
  ({ id } = await startWorkflowRun({ control, queue }, projectId, workflowOf!.id));
  await attempt();

  expect((await control.loads.list(projectId))[0]?.uploadIds).toEqual([fresh.id]);
  await endChildren();
  await attempt();
  id = first;
  await upload('more.csv');
  await restartWorkflowRun({ control, queue }, projectId, id);
  await attempt();

  expect((await control.loads.list(projectId))[0]?.uploadIds).toEqual(refused?.uploadIds);
  expect((await now()).steps[0]?.made).toHaveLength(2);
  const run = await toItsEnd();
  expect(run.state).toBe('succeeded');
  expect(await loadsOfRun()).toEqual([
    ['failed', 1],
    ['succeeded', 1],
    ['succeeded', 1],
    ['succeeded', 1],
  ]);
});

it('stops where it was told of an effect that was had before, and does not look again and again', async () => {
  ({ id } = await started({ load: {} }));
  await attempt();
  await endChildren();
  const stale = await now();
  await attempt();
  await control.workflowRuns.update(id, { steps: stale.steps, state: 'running' });

  expect(await attempt()).toBeLessThanOrEqual(2);
  expect((await now()).state).toBe('running');
});

it('fails where somebody cancels what it waits for', async () => {
  ({ id } = await started());
  await attempt();
  await cancelJob({ control }, projectId, sent.find((it) => it.kind === 'load')!.id);
  await attempt();

  expect(await now()).toMatchObject({ state: 'failed', error: { code: 'CANCELLED' } });
});

it('lets nothing be deployed that is worse than the champion, and leaves the model', async () => {
  ({ id } = await started());
  await toItsEnd();
  const [served] = await control.endpoints.list(projectId);
  await upload('more.csv');
  const [first] = await control.workflows.list(projectId);
  ({ id } = await startWorkflowRun({ control, queue }, projectId, first!.id));
  await attempt();
  await endChildren();
  await attempt();
  await endChildren({ ...scores, WQL: 1.2 });
  await attempt();

  const run = await now();
  expect(run).toMatchObject({ state: 'failed', error: { code: 'GATE_REFUSED' } });
  expect(run.error?.detail).toBe('The gate refuses the model: WQL is 1.2, above 1.1 for a champion with 1.');
  expect(run.steps[2]).toMatchObject({
    state: 'failed',
    checks: [{ rule: 'WQL', got: 1.2, champion: 1, most: 1.1, passed: false }],
  });
  expect((await control.endpoints.list(projectId))[0]?.modelId).toBe(served?.modelId);
  expect((await control.models.list(projectId)).map((it: Model) => it.version)).toEqual([2, 1]);
});

it('skips a load where no upload is new, and fails a step that cannot begin', async () => {
  await control.loads.create({
    ...{ projectId, kind: 'load', revertsTo: null, maxRejectShare: 0, report: null, progress: null, error: null },
    ...{ state: 'failed', startedAt: null, endedAt: null },
    uploadIds: (await control.uploads.list(projectId)).map((it) => it.id),
  });
  ({ id } = await started({ load: {}, train: {} }));
  await attempt();

  const run = await now();
  expect(run.steps[0]).toMatchObject({ state: 'skipped', note: 'No upload is new since the last load.' });
  expect(run.steps[1]).toMatchObject({ state: 'failed', error: { code: 'CONFLICT' } });
  expect(run.state).toBe('failed');
});

it('serves the newest version where it trains none, and the same version in every step', async () => {
  const job = TrainingJob.parse({});
  const training = {
    name: 'sales-forecast',
    job,
    state: 'succeeded',
    progress: null,
    error: null,
    startedAt: null,
  } as const;
  const made = await control.trainingRuns.create({ projectId, ...training, endedAt: null, report: report(scores) });
  const version = () =>
    control.models.create({
      projectId,
      name: 'sales-forecast',
      trainingRunId: made.id,
      test: scores,
      improvement: null,
    });
  const { id: modelId } = await version();
  ({ id } = await started({ deploy: { endpoint: 'sales' }, batchForecast: { horizon: 7 } }));
  await attempt();
  await version();
  const run = await toItsEnd();

  expect(run).toMatchObject({ state: 'succeeded', modelId });
  expect((await control.batchForecasts.list(projectId))[0]).toMatchObject({ modelId, horizon: 7 });
});
