import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { openControlStore, openDiskObjectStore } from '@tandem/adapters-local';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { Conflict, InvalidInput, NotFound, Unauthenticated, Unavailable, UnrecognisedFile } from '@tandem/data-model';
import {
  type JobState,
  type Metrics,
  type Project,
  TrainingJob,
  type TrainingReport,
} from '@tandem/data-model/contract';
import type { ControlStore, ObjectStore, OpenWork } from '@tandem/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as plane from '../src/index.ts';

let postgres: TestPostgres;
let control: ControlStore;
let root: string;
let objects: ObjectStore;
let sent: OpenWork[];
let deps: plane.Deps;
let project: Project;
let now: Date;

const clock = () => now;
const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;
const job = TrainingJob.parse({});
const test: Metrics = { SQL: 0.8, MASE: 1, WQL: 1, WAPE: 1, sMAPE: 1, RMSE: 1, coverage: {} };
const report = { ensemble: { test }, baseline: { improvement: 0.2 } } as TrainingReport;

beforeAll(async () => {
  postgres = await startTestPostgres();
  control = await openControlStore(await postgres.createDatabase(), clock);
  root = mkdtempSync(path.join(tmpdir(), 'tandem-control-plane-test-'));
  objects = openDiskObjectStore(root);
}, 60_000);
afterAll(async () => {
  await control.close();
  await postgres.stop();
  rmSync(root, { recursive: true });
});
beforeEach(async () => {
  now = new Date('2026-11-23T12:00:00.000Z');
  sent = [];
  deps = { control, queue: { send: async (work) => void sent.push(work) } };
  project = await activeProject();
});

let names = 0;
const activeProject = async () => {
  const name = `Project ${++names}`;
  const domain = await plane.createDomain(deps, 'http://localhost', { name, region: 'eu-west-1' });
  const blueprints = [
    { blueprint: 'MLExperiments', parameters: {} },
    { blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } },
  ] as const;
  const profile = await plane.createProjectProfile(deps, domain.id, { name, blueprints: [...blueprints] });
  const made = await plane.createProject(deps, {
    domainId: domain.id,
    profileId: profile.id,
    name,
    catalogName: 'sales',
  });
  return (await control.projects.update(made.id, { state: 'active' }))!;
};
const run = async (state: JobState) => {
  const { id } = await control.trainingRuns.create({ projectId: project.id, name: 'r', job, ...queued, report: null });
  return (await control.trainingRuns.update(id, { state, report: state === 'succeeded' ? report : null }))!;
};
const upload = (text: string, source: string | null = 'store_sales') =>
  plane.createUpload(
    { control, objects, recognise: () => source },
    project.id,
    'a.csv',
    Readable.from([Buffer.from(text)]),
  );

describe('a project', () => {
  it('is provisioned by the blueprints of its profile, warehouse before experiments', async () => {
    expect(project.steps.map((it) => [it.name, it.state])).toEqual([
      ['RedshiftServerless', 'queued'],
      ['MLExperiments', 'queued'],
    ]);
    expect(sent).toEqual([{ kind: 'provision', projectId: project.id, id: project.id }]);
  });

  it('needs a profile of its own domain', async () => {
    const other = await activeProject();
    const mixed = { domainId: project.domainId, profileId: other.profileId, name: 'Mixed', catalogName: 'mixed' };

    await expect(plane.createProject(deps, mixed)).rejects.toThrow(NotFound);
    expect(sent).toHaveLength(2);
  });

  it('is provisioned again from the step that failed, and only after a failure', async () => {
    const [made, broken] = project.steps;
    const error = { code: 'UNAVAILABLE', detail: 'The disk is full.', mend: 'Make room.' };
    await expect(plane.retryProvisioning(deps, project)).rejects.toThrow(/has not failed/);
    const failed = await control.projects.update(project.id, {
      state: 'failed',
      steps: [
        { ...made!, state: 'succeeded', endedAt: '2026-11-23T11:00:00.000Z' },
        { ...broken!, state: 'failed', endedAt: '2026-11-23T11:00:00.000Z' },
      ],
      error,
    });

    const calls = await Promise.allSettled([
      plane.retryProvisioning(deps, failed!),
      plane.retryProvisioning(deps, failed!),
    ]);

    expect(calls.map((it) => it.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await control.projects.get(project.id)).toMatchObject({ state: 'provisioning', error: null });
    expect((await control.projects.get(project.id))?.steps.map((it) => it.state)).toEqual(['succeeded', 'queued']);
    expect(sent.slice(1)).toEqual([{ kind: 'provision', projectId: project.id, id: project.id }]);
  });

  it('takes no load without a warehouse', async () => {
    const { id } = await upload('x');
    const steps = project.steps.filter((it) => it.name !== 'RedshiftServerless');

    const call = plane.createLoad(deps, { ...project, steps }, { uploadIds: [id], maxRejectShare: 0 });

    await expect(call).rejects.toThrow(/has no warehouse: its profile lacks the blueprint RedshiftServerless/);
  });

  it('takes no load before it is ready', async () => {
    const { id } = await upload('x');
    await control.projects.update(project.id, { state: 'provisioning' });
    const waiting = await plane.getProject(deps, project.id);

    const call = plane.createLoad(deps, waiting, { uploadIds: [id], maxRejectShare: 0 });

    await expect(call).rejects.toThrow(/is not ready: its state is "provisioning"/);
  });
});

describe('an upload', () => {
  it('is recognised by its first bytes and kept whole', async () => {
    const body = randomBytes(300_000);
    let head: Uint8Array | undefined;
    const recognise = (it: Uint8Array) => {
      head = it;
      return 'store_sales';
    };

    const made = await plane.createUpload(
      { control, objects, recognise },
      project.id,
      'a.csv',
      Readable.from([body.subarray(0, 10), body.subarray(10)]),
    );

    expect(Buffer.from(head!)).toEqual(body.subarray(0, 65_536));
    expect(Buffer.from(await objects.get(plane.objectKeys.upload(project.id, made.id)))).toEqual(body);
    expect(made).toMatchObject({ bytes: 300_000, source: 'store_sales' });
  });

  it('that breaks off or is empty leaves nothing', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('store_id,');
        throw new Error('the line went dead');
      })(),
    );
    const call = plane.createUpload({ control, objects, recognise: () => null }, project.id, 'half.csv', broken);

    await expect(call).rejects.toThrow('the line went dead');
    await expect(upload('')).rejects.toThrow(InvalidInput);
    expect(await objects.list(`projects/${project.id}/uploads/`)).toEqual([]);
    expect(await control.uploads.list(project.id)).toEqual([]);
  });
});

describe('a load', () => {
  it('takes each upload once and is sent to a worker', async () => {
    const { id } = await upload('x');

    const load = await plane.createLoad(deps, project, { uploadIds: [id, id], maxRejectShare: 0.1 });

    expect(load).toMatchObject({ uploadIds: [id], maxRejectShare: 0.1, state: 'queued' });
    expect(sent.at(-1)).toEqual({ kind: 'load', projectId: project.id, id: load.id });
  });

  it('takes no upload of another project, and none that is no source', async () => {
    const { id } = await upload('x');
    const strange = await upload('x', null);
    const other = await activeProject();

    await expect(plane.createLoad(deps, other, { uploadIds: [id], maxRejectShare: 0 })).rejects.toThrow(NotFound);
    const call = plane.createLoad(deps, project, { uploadIds: [id, strange.id], maxRejectShare: 0 });
    await expect(call).rejects.toThrow(UnrecognisedFile);
    expect(await control.loads.list(project.id)).toEqual([]);
  });
});

describe('a training run', () => {
  it('needs a load that has succeeded', async () => {
    await expect(plane.createTrainingRun(deps, project, { name: 'r', job })).rejects.toThrow(
      /none of its 0 loads has succeeded/,
    );
    const { id } = await control.loads.create({
      projectId: project.id,
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
    const load = { projectId: project.id, uploadIds: [], maxRejectShare: 0, ...queued, report: null };
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
      Array.from({ length: 5 }, () => plane.cancelTrainingRun(deps, clock, project.id, id)),
    );

    expect(all.filter((it) => it.status === 'fulfilled')).toHaveLength(1);
    expect(await plane.getTrainingRun(deps, project.id, id)).toMatchObject({
      state: 'cancelled',
      endedAt: now.toISOString(),
    });
    const done = await run('succeeded');
    await expect(plane.cancelTrainingRun(deps, clock, project.id, done.id)).rejects.toThrow(
      /has ended already: it is "succeeded"/,
    );
  });
});

describe('a model', () => {
  it('comes from a run that has succeeded, with its scores, and counts up', async () => {
    const { id: trainingRunId } = await run('succeeded');

    await plane.createModel(deps, project.id, { name: 'sales', trainingRunId });
    const second = await plane.createModel(deps, project.id, { name: 'sales', trainingRunId });

    expect(second).toMatchObject({ version: 2, test, improvement: 0.2 });
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
    await plane.deleteEndpoint({ control, forecasts: { undeploy } }, project.id, 'live');
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
  now = new Date(now.getTime() + 1_000);
  const batch = await plane.createBatchForecast(deps, project.id, { modelId, horizon: 3 });
  sent = [];

  await plane.resumeOpenWork(deps);

  expect(sent.filter((it) => it.projectId === project.id)).toEqual([
    { kind: 'train', projectId: project.id, id },
    { kind: 'batch-forecast', projectId: project.id, id: batch.id },
  ]);
});

describe('signing in', () => {
  it('turns a link into a session once, and neither secret is kept', async () => {
    const link = await plane.createSignInLink(control, clock);

    const { principal, secret } = await plane.signIn(control, clock, link);

    expect(await plane.principalOf(control, 'session', secret)).toEqual(principal);
    expect(principal.expiresAt).toBe('2026-11-24T00:00:00.000Z');
    await expect(plane.signIn(control, clock, link)).rejects.toThrow(Unauthenticated);
    for (const text of [link, secret]) expect(await control.identity.principal(text)).toBeUndefined();
    await plane.signOut(control, secret);
    await expect(plane.principalOf(control, 'session', secret)).rejects.toThrow(Unauthenticated);
  });

  it('a token is not taken for a session, nor a session for a token', async () => {
    const token = await plane.createToken(control, clock, 'start-up', project.id);
    const { secret } = await plane.signIn(control, clock, await plane.createSignInLink(control, clock));

    expect(token).toMatch(/^tnd_[\w-]{43}$/);
    expect(await plane.principalOf(control, 'token', token)).toMatchObject({ kind: 'token', projectId: project.id });
    await expect(plane.principalOf(control, 'session', token)).rejects.toThrow(Unauthenticated);
    await expect(plane.principalOf(control, 'token', secret)).rejects.toThrow(Unauthenticated);
  });
});
