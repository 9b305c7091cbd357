import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { InvalidInput, NotFound, UnreadableFile, UnrecognisedFile } from '@tandem/data-model';
import { describe, expect, it } from 'vitest';
import * as plane from '../src/index.ts';
import {
  activeProject,
  administrator,
  control,
  deps,
  job,
  objects,
  project,
  sent,
  upload,
  useControlPlane,
} from './use-control-plane.ts';

useControlPlane();

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

    await expect(plane.createProject(deps, mixed, administrator)).rejects.toThrow(NotFound);
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
  it('is kept whole and recognised by what was stored', async () => {
    const body = randomBytes(300_000);
    let seen: Uint8Array | undefined;
    const recognise = async (_: string, key: string) => {
      seen = await objects.get(key);
      return 'store_sales';
    };

    const made = await plane.createUpload(
      { control, objects, recognise },
      project.id,
      'a.csv',
      // Copies: whatever stores chunks gives their memory back.
      Readable.from([Buffer.from(body.subarray(0, 10)), Buffer.from(body.subarray(10))]),
    );

    expect(Buffer.from(seen!)).toEqual(body);
    expect(Buffer.from(await objects.get(plane.objectKeys.upload(project.id, made.id)))).toEqual(body);
    expect(made).toMatchObject({ bytes: 300_000, source: 'store_sales' });
  });

  it('that cannot be read leaves nothing, and says why', async () => {
    const recognise = async (name: string) => {
      throw new UnreadableFile(`${name} is damaged`, 'Pack it again.');
    };
    const call = plane.createUpload(
      { control, objects, recognise },
      project.id,
      'a.gz',
      Readable.from([Buffer.from('x')]),
    );

    await expect(call).rejects.toThrow('a.gz is damaged');
    expect(await objects.list(`projects/${project.id}/uploads/`)).toEqual([]);
    expect(await control.uploads.list(project.id)).toEqual([]);
  });

  it('that breaks off or is empty leaves nothing', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('store_id,');
        throw new Error('the line went dead');
      })(),
    );
    const call = plane.createUpload({ control, objects, recognise: async () => null }, project.id, 'half.csv', broken);

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

  it('stands in a list that goes on where a page says, and ends where nothing is older', async () => {
    const { id } = await upload('x');
    const made: string[] = [];
    for (let i = 0; i < 3; i++) {
      made.unshift((await plane.createLoad(deps, project, { uploadIds: [id], maxRejectShare: 0 })).id);
    }

    const page = await plane.listLoads(deps, project.id, { limit: 2 });
    const rest = await plane.listLoads(deps, project.id, { before: page.next!, limit: 1 });

    expect([page, rest].map((it) => [it.loads.map(({ id }) => id), it.next])).toEqual([
      [made.slice(0, 2), made[1]],
      [made.slice(2), null],
    ]);
  });

  it('may be a plan, which is no data to train on', async () => {
    const { id } = await upload('x');

    const plan = await plane.createLoad(deps, project, { uploadIds: [id], maxRejectShare: 0, plan: true });
    await control.loads.update(plan.id, { state: 'succeeded' });

    expect(plan.kind).toBe('plan');
    expect(sent.at(-1)).toEqual({ kind: 'load', projectId: project.id, id: plan.id });
    const run = plane.createTrainingRun(deps, project, { name: 'r', job });
    await expect(run).rejects.toThrow(/none of its 0 loads has succeeded/);
    expect((await plane.getOverview(deps, project)).steps.find((it) => it.step === 'load')?.state).toBe('next');
  });

  it('takes no upload that was recognised as of a source which the star of the project lacks', async () => {
    const known = await upload('x');
    const { id, name } = await upload('x', 'meters');

    const call = plane.createLoad(deps, project, { uploadIds: [known.id, id], maxRejectShare: 0 });

    await expect(call).rejects.toThrow(UnrecognisedFile);
    await expect(call).rejects.toThrow(`${name}: the header is that of no source of the star retail_sales.`);
    expect(await control.loads.list(project.id)).toEqual([]);
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
