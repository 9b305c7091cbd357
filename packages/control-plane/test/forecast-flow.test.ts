import { Conflict, InvalidInput, NotFound, Unavailable } from '@tandem/data-model';
import { TrainingJob } from '@tandem/data-model/contract';
import { describe, expect, it } from 'vitest';
import * as plane from '../src/index.ts';
import {
  activeProject,
  administrator,
  clock,
  control,
  deps,
  job,
  passSeconds,
  project,
  queued,
  report,
  run,
  scores,
  sent,
  upload,
  useControlPlane,
} from './use-control-plane.ts';

useControlPlane();

describe('a training run', () => {
  it('needs a load that has succeeded', async () => {
    await expect(plane.createTrainingRun(deps, project, { name: 'r', job })).rejects.toThrow(
      /none of its 0 loads has succeeded/,
    );
    const { id } = await control.loads.create({
      projectId: project.id,
      kind: 'load',
      revertsTo: null,
      uploadIds: [],
      maxRejectShare: 0,
      ...queued,
      report: null,
    });
    await control.loads.update(id, { state: 'succeeded' });

    const made = await plane.createTrainingRun(deps, project, { name: 'r', job });

    expect(sent.at(-1)).toEqual({ kind: 'train', projectId: project.id, id: made.id });
  });

  it.each([
    [
      'a frequency that the star does not have',
      { forecastFrequency: 'W' },
      /trained with D as forecastFrequency, not W/,
    ],
    [
      'another target',
      { timeSeriesConfig: { ...job.timeSeriesConfig, targetAttributeName: 'promo' } },
      /total_sales as timeSeriesConfig.targetAttributeName, not promo/,
    ],
    [
      'grouping columns',
      { timeSeriesConfig: { ...job.timeSeriesConfig, groupingAttributeNames: ['country'] } },
      /trained with nothing as timeSeriesConfig.groupingAttributeNames, not country/,
    ],
    [
      'a filling of a column that the star does not forecast with',
      { transformations: { filling: { price: { middlefill: 'zero' } }, aggregation: {} } },
      /filling.price must be one of total_sales, promo, school_holiday/,
    ],
    ['a text as a number', { featureDataTypes: { city: 'numeric' } }, /featureDataTypes.city must be categorical/],
  ] as [string, Partial<TrainingJob>, RegExp][])('refuses %s', async (_, change, message) => {
    const call = plane.createTrainingRun(deps, project, { name: 'r', job: { ...job, ...change } });

    await expect(call).rejects.toThrow(InvalidInput);
    await expect(call).rejects.toThrow(message);
  });

  it('takes an imported model among the uploads of its project, and nothing else', async () => {
    const ofFiles = { kind: 'load' as const, revertsTo: null, uploadIds: [], maxRejectShare: 0 };
    const load = { projectId: project.id, ...ofFiles, ...queued, report: null };
    await control.loads.update((await control.loads.create(load)).id, { state: 'succeeded' });
    const model = await upload('onnx', null);
    const table = await upload('store_id');
    const asked = (uploadId: string, of = project) =>
      plane.createTrainingRun(deps, of, { name: 'r', job: { ...job, importedModel: { uploadId } } });

    expect((await asked(model.id)).job.importedModel).toEqual({ uploadId: model.id });
    await expect(asked(table.id)).rejects.toThrow(/a\.csv is a table of the star/);
    await expect(asked(model.id, await activeProject())).rejects.toThrow(/no upload .* in this project/);
  });

  it('is cancelled once, by exactly one of many callers, and not after its end', async () => {
    const { id } = await run('running');

    const all = await Promise.allSettled(
      Array.from({ length: 5 }, () => plane.cancelTrainingRun(deps, project.id, id)),
    );

    expect(all.filter((it) => it.status === 'fulfilled')).toHaveLength(1);
    expect(await plane.getTrainingRun(deps, project.id, id)).toMatchObject({
      state: 'cancelled',
      endedAt: clock().toISOString(),
    });
    const done = await run('succeeded');
    await expect(plane.cancelTrainingRun(deps, project.id, done.id)).rejects.toThrow(
      /has ended already: it is "succeeded"/,
    );
  });

  it('is not cancelled as a job of another kind, nor another as it', async () => {
    const { id } = await run('running');
    const ofFiles = { kind: 'load' as const, revertsTo: null, uploadIds: [], maxRejectShare: 0 };
    const load = await control.loads.create({ projectId: project.id, ...ofFiles, ...queued, report: null });

    await expect(plane.cancelTrainingRun(deps, project.id, load.id)).rejects.toThrow(NotFound);
    await expect(plane.cancelWorkflowRun(deps, project.id, id)).rejects.toThrow(NotFound);

    expect(await control.loads.get(project.id, load.id)).toMatchObject({ state: 'queued' });
    expect(await plane.getTrainingRun(deps, project.id, id)).toMatchObject({ state: 'running' });
  });
});

describe('a model', () => {
  it('comes from a run that has succeeded, with its scores, and counts up', async () => {
    const { id: trainingRunId } = await run('succeeded');

    await plane.createModel(deps, project.id, { name: 'sales', trainingRunId });
    const second = await plane.createModel(deps, project.id, { name: 'sales', trainingRunId });

    expect(second).toMatchObject({ version: 2, test: scores, improvement: 0.2 });
    const failed = await run('failed');
    await expect(plane.createModel(deps, project.id, { name: 'sales', trainingRunId: failed.id })).rejects.toThrow(
      Conflict,
    );
  });
});

describe('an endpoint', () => {
  const model = async () =>
    plane.createModel(deps, project.id, { name: 'sales', trainingRunId: (await run('succeeded')).id });

  it('of a name in use moves to the new model, and is one endpoint however many callers there are', async () => {
    const [first, second] = [await model(), await model()];

    const made = await Promise.all(
      Array.from({ length: 8 }, () => plane.createEndpoint(deps, project.id, { name: 'live', modelId: first.id })),
    );
    await control.endpoints.update(made[0]!.id, { state: 'in-service' });
    const moved = await plane.createEndpoint(deps, project.id, { name: 'live', modelId: second.id });

    expect(new Set(made.map((it) => it.id)).size).toBe(1);
    expect(moved).toMatchObject({ id: made[0]!.id, modelId: second.id, state: 'creating' });
    expect(sent.at(-1)).toEqual({ kind: 'deploy', projectId: project.id, id: moved.id });
  });

  it('refuses to serve what could not be served, and says why', async () => {
    const made = await plane.createEndpoint(deps, project.id, { name: 'live', modelId: (await model()).id });
    const error = { code: 'UNAVAILABLE', detail: 'The disk is full.', mend: 'Free space.' };
    await control.endpoints.update(made.id, { state: 'failed', error });

    const asked = plane.servedModel(deps, project.id, 'live');

    await expect(asked).rejects.toThrow('The endpoint live is not in service: The disk is full.');
    await expect(asked).rejects.toMatchObject({ code: 'CONFLICT', mend: 'Free space.' });
  });

  it('serves by keys from its creation on, and is gone when deleted even where no server runs', async () => {
    const made = await plane.createEndpoint(deps, project.id, { name: 'live', modelId: (await model()).id });

    const { served } = await plane.servedModel(deps, project.id, 'live');

    expect(served).toEqual({
      endpointId: made.id,
      modelKey: expect.stringMatching(/^projects\/prj_.*\/training-runs\/run_.*\/model\.bin$/),
      frameKey: expect.stringMatching(/\/frame\.bin$/),
    });
    const undeploy = () => Promise.reject(new Unavailable('No server.', 'Start it.'));
    await plane.deleteEndpoint({ control, forecasts: { undeploy } }, project.id, 'live', administrator);
    await expect(plane.servedModel(deps, project.id, 'live')).rejects.toThrow(NotFound);
  });
});

describe('a batch forecast', () => {
  it('goes as far ahead as its model was trained for, unless told', async () => {
    const job = TrainingJob.parse({ forecastHorizon: 40 });
    const { id } = await control.trainingRuns.create({
      projectId: project.id,
      name: 'r',
      job,
      ...queued,
      report: null,
    });
    await control.trainingRuns.update(id, { state: 'succeeded', report });
    const { id: modelId } = await plane.createModel(deps, project.id, { name: 'sales', trainingRunId: id });

    expect((await plane.createBatchForecast(deps, project.id, { modelId })).horizon).toBe(40);
    expect((await plane.createBatchForecast(deps, project.id, { modelId, horizon: 7 })).horizon).toBe(7);
  });
});

it('open work is sent again, oldest first', async () => {
  const { id } = await run('running');
  const { id: modelId } = await plane.createModel(deps, project.id, {
    name: 'sales',
    trainingRunId: (await run('succeeded')).id,
  });
  passSeconds(1);
  const batch = await plane.createBatchForecast(deps, project.id, { modelId, horizon: 3 });
  sent.length = 0;

  await plane.resumeOpenWork({
    control,
    queue: { ...deps.queue, missing: async (works) => works.filter((it) => it.kind !== 'deploy') },
  });

  expect(sent.filter((it) => it.projectId === project.id)).toEqual([
    { kind: 'train', projectId: project.id, id },
    { kind: 'batch-forecast', projectId: project.id, id: batch.id },
  ]);
});
