import {
  cancelJob,
  cancelWorkflowRun,
  createEndpoint,
  restartWorkflowRun,
  sendWaitingRuns,
} from '@tandem/control-plane';
import type { ControlStore } from '@tandem/ports';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { deaths, eachOnce, Killed, mostChanges, scores, WorkflowScene } from '../../test/workflow-scene.ts';

let scene: WorkflowScene;
beforeAll(async () => {
  scene = await WorkflowScene.open();
}, 60_000);
afterAll(() => scene.close());
beforeEach(() => scene.newProject());

it('makes load, training run, model, endpoint and forecast once each, and holds no place while it waits', async () => {
  await scene.start();
  await scene.attempt();

  const waiting = await scene.run();
  expect(waiting.state).toBe('running');
  expect(waiting.steps.map((it) => it.state)).toEqual(['running', 'queued', 'queued', 'queued', 'queued']);
  expect(scene.sent.map((it) => it.kind)).toEqual(['workflow', 'load']);

  const run = await scene.toItsEnd();

  expect(run.steps.map((it) => [it.step, it.state, it.made.map((made) => made.kind)])).toEqual([
    ['load', 'succeeded', ['load']],
    ['train', 'succeeded', ['training-run', 'model']],
    ['gate', 'succeeded', []],
    ['deploy', 'succeeded', ['endpoint']],
    ['batch-forecast', 'succeeded', ['batch-forecast']],
  ]);
  expect(run.state).toBe('succeeded');
  expect(await scene.counts()).toEqual(eachOnce);
});

it.each(deaths)(
  'makes each of them once where each second attempt is killed $when change $at, and sends each',
  async (death) => {
    await scene.start();
    for (let k = 0; k < 12 && (await scene.run()).state !== 'succeeded'; k++) {
      await scene.attempt(death);
      expect(await scene.attempt()).toBeLessThanOrEqual(mostChanges);
      await scene.endChildren();
    }

    expect((await scene.run()).state).toBe('succeeded');
    expect(await scene.counts()).toEqual(eachOnce);
    expect(new Set(scene.sent.map((it) => it.kind))).toEqual(
      new Set(['workflow', 'load', 'train', 'deploy', 'batch-forecast']),
    );
  },
);

it('goes on where a child has ended, by the work that waits for it', async () => {
  await scene.start();
  await scene.attempt();
  const load = scene.sent.find((it) => it.kind === 'load')!;
  scene.sent = [];

  await sendWaitingRuns(scene, load);
  await sendWaitingRuns(scene, { ...load, id: `lod_${'0'.repeat(32)}` });

  expect(scene.sent).toEqual([{ kind: 'workflow', projectId: scene.projectId, id: scene.runId }]);
});

it('ends with the error of a child that failed, and is restarted from that step with another child', async () => {
  await scene.start();
  await scene.attempt();
  await scene.endChildren();
  await scene.attempt();
  const error = { code: 'NOTHING_TO_FORECAST', detail: 'No item is left.', mend: 'Load more.' };
  const [training] = await scene.control.trainingRuns.list(scene.projectId);
  await scene.control.trainingRuns.update(training!.id, { state: 'failed', error });
  await scene.attempt();

  const failed = await scene.run();
  expect(failed).toMatchObject({ state: 'failed', error });
  expect(failed.steps.map((it) => it.state)).toEqual(['succeeded', 'failed', 'queued', 'queued', 'queued']);

  await restartWorkflowRun(scene, scene.projectId, scene.runId);
  const run = await scene.toItsEnd();

  expect(run).toMatchObject({ state: 'succeeded', restarts: 1, error: null });
  expect(await scene.counts()).toEqual({ ...eachOnce, trainingRuns: 2 });
  await expect(restartWorkflowRun(scene, scene.projectId, scene.runId)).rejects.toThrow('The run is "succeeded".');
});

it('cancels what it waits for with it, and makes nothing more', async () => {
  await scene.start();
  await scene.attempt();

  await cancelWorkflowRun(scene, scene.projectId, scene.runId);
  await scene.attempt();

  const run = await scene.run();
  expect(run.state).toBe('cancelled');
  expect(run.steps.map((it) => it.state)).toEqual(['cancelled', 'queued', 'queued', 'queued', 'queued']);
  expect((await scene.control.loads.list(scene.projectId)).map((it) => it.state)).toEqual(['cancelled']);
  expect(await scene.counts()).toEqual({ ...eachOnce, trainingRuns: 0, models: 0, endpoints: 0, batchForecasts: 0 });
});

it('cancels neither the run nor what it waits for where a process dies between the two', async () => {
  await scene.start();
  await scene.attempt();
  const broken: ControlStore = {
    ...scene.control,
    jobs: {
      ...scene.control.jobs,
      cancel: (job, error, also) =>
        scene.control.jobs.cancel(job, error, also && ((inside) => also({ ...inside, jobs: dying(inside.jobs) }))),
    },
  };

  await expect(cancelJob({ control: broken }, scene.projectId, scene.runId)).rejects.toThrow(Killed);

  expect((await scene.run()).state).toBe('running');
  await cancelJob(scene, scene.projectId, scene.runId);
  expect((await scene.control.loads.list(scene.projectId)).map((it) => it.state)).toEqual(['cancelled']);
});
const dying = (jobs: ControlStore['jobs']): ControlStore['jobs'] => ({
  ...jobs,
  cancel: async () => {
    throw new Killed();
  },
});

it('moves an endpoint that another call creates at the same time', async () => {
  const { modelId } = await scene.registerModel();
  await scene.start({ deploy: { endpoint: 'other' } });
  let isFirst = true;
  const racing: ControlStore = {
    ...scene.control,
    under: (lease) => {
      const leased = scene.control.under(lease);
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
                  if (isFirst) await createEndpoint(scene, of, { name, modelId });
                  isFirst = false;
                  return found;
                },
              },
            }),
          ),
      };
    },
  };

  await scene.attempt(undefined, racing);

  expect((await scene.run()).steps[0]).toMatchObject({ state: 'running', error: null, made: [{ kind: 'endpoint' }] });
  expect((await scene.control.endpoints.list(scene.projectId)).map((it) => it.name)).toEqual(['other']);
});

it('stops where it was told of an effect that was had before, and does not look again and again', async () => {
  await scene.start({ load: {} });
  await scene.attempt();
  await scene.endChildren();
  const stale = await scene.run();
  await scene.attempt();
  await scene.control.workflowRuns.update(scene.runId, { steps: stale.steps, state: 'running' });

  expect(await scene.attempt()).toBeLessThanOrEqual(2);
  expect((await scene.run()).state).toBe('running');
});

it('waits for room where other jobs of its project take all of it, and goes on when one has ended', async () => {
  const { domainId } = (await scene.control.projects.get(scene.projectId))!;
  await scene.control.quotas.set(domainId, scene.projectId, [{ quota: 'open-jobs', most: 1, warnShare: 0.8 }]);
  const other = await scene.control.loads.create({
    ...{ projectId: scene.projectId, kind: 'load', revertsTo: null, maxRejectShare: 0, report: null, progress: null },
    ...{ error: null, state: 'running', startedAt: null, endedAt: null, uploadIds: [] },
  });
  await scene.start();
  await scene.attempt();
  await scene.attempt();

  const [first] = (await scene.run()).steps;
  expect(first).toMatchObject({ state: 'queued', error: null, made: [] });
  expect(first?.note).toMatch(/^It waits for room\. The quota open-jobs .* at most 1 /);
  expect((await scene.run()).state).toBe('running');

  await scene.control.loads.update(other.id, { state: 'succeeded' });
  scene.sent = [];
  await sendWaitingRuns(scene, { kind: 'workflow', projectId: scene.projectId, id: scene.runId });
  expect(scene.sent).toEqual([]);
  await sendWaitingRuns(scene, { kind: 'load', projectId: scene.projectId, id: other.id });
  expect(scene.sent.map((it) => it.id)).toEqual([scene.runId]);
  const run = await scene.toItsEnd();

  expect(run).toMatchObject({ state: 'succeeded', error: null });
  expect(run.steps.map((it) => it.note)).not.toContain(first?.note);
});

it('fails where its project may have no job at all', async () => {
  const { domainId } = (await scene.control.projects.get(scene.projectId))!;
  await scene.control.quotas.set(domainId, scene.projectId, [{ quota: 'open-jobs', most: 0, warnShare: 0.8 }]);
  await scene.start();
  await scene.attempt();

  expect(await scene.run()).toMatchObject({ state: 'failed', error: { code: 'QUOTA_EXCEEDED' } });
});

it('fails where somebody cancels what it waits for', async () => {
  await scene.start();
  await scene.attempt();
  await cancelJob(scene, scene.projectId, scene.sent.find((it) => it.kind === 'load')!.id);
  await scene.attempt();

  expect(await scene.run()).toMatchObject({ state: 'failed', error: { code: 'CANCELLED' } });
});

it('lets nothing be deployed that is worse than the champion, and leaves the model', async () => {
  await scene.start();
  await scene.toItsEnd();
  const [served] = await scene.control.endpoints.list(scene.projectId);
  await scene.upload('more.csv');
  await scene.startRun();
  await scene.attempt();
  await scene.endChildren();
  await scene.attempt();
  await scene.endChildren({ ...scores, WQL: 1.2 });
  await scene.attempt();

  const run = await scene.run();
  expect(run).toMatchObject({ state: 'failed', error: { code: 'GATE_REFUSED' } });
  expect(run.error?.detail).toBe('The gate refuses the model: WQL is 1.2, above 1.1 for a champion with 1.');
  expect(run.steps[2]).toMatchObject({
    state: 'failed',
    checks: [{ rule: 'WQL', got: 1.2, champion: 1, most: 1.1, passed: false }],
  });
  expect((await scene.control.endpoints.list(scene.projectId))[0]?.modelId).toBe(served?.modelId);
  expect((await scene.control.models.list(scene.projectId)).map((it) => it.version)).toEqual([2, 1]);
});

it('skips a load where no upload is new, and fails a step that cannot begin', async () => {
  await scene.control.loads.create({
    ...{
      projectId: scene.projectId,
      kind: 'load',
      revertsTo: null,
      maxRejectShare: 0,
      report: null,
      progress: null,
      error: null,
    },
    ...{ state: 'failed', startedAt: null, endedAt: null },
    uploadIds: (await scene.control.uploads.list(scene.projectId)).map((it) => it.id),
  });
  await scene.start({ load: {}, train: {} });
  await scene.attempt();

  const run = await scene.run();
  expect(run.steps[0]).toMatchObject({ state: 'skipped', note: 'No upload is new since the last load.' });
  expect(run.steps[1]).toMatchObject({ state: 'failed', error: { code: 'CONFLICT' } });
  expect(run.state).toBe('failed');
});

it('serves the newest version where it trains none, and the same version in every step', async () => {
  const { modelId, trainingRunId } = await scene.registerModel();
  await scene.start({ deploy: { endpoint: 'sales' }, batchForecast: { horizon: 7 } });
  await scene.attempt();
  await scene.registerModel(trainingRunId);
  const run = await scene.toItsEnd();

  expect(run).toMatchObject({ state: 'succeeded', modelId });
  expect((await scene.control.batchForecasts.list(scene.projectId))[0]).toMatchObject({ modelId, horizon: 7 });
});
