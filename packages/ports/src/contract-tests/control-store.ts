import { Conflict, retailSales } from '@tandem/data-model';
import type { Metrics, Project, Reject, TrainingReport } from '@tandem/data-model/contract';
import * as contract from '@tandem/data-model/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlStore } from '../control-store.ts';

/** Opens an empty store whose instants come from `now`. Opening again with the same `place` finds the same records. */
export type OpenControlStore = (place: string, now: () => Date) => Promise<ControlStore>;

/** What every control store does, whatever it is built on. `newPlace` gives an address where nothing is kept yet. */
export function controlStoreContract(name: string, newPlace: () => Promise<string>, open: OpenControlStore): void {
  describe(`${name} as a control store`, () => {
    let place: string;
    let at: Date;
    let store: ControlStore;
    const now = () => at;

    beforeEach(async () => {
      place = await newPlace();
      at = new Date('2026-11-23T12:00:00.000Z');
      store = await open(place, now);
    });
    afterEach(() => store.close());

    const project = async (label = 'Sales'): Promise<Project> => {
      const [
        domain = await store.domains.create({ name: 'Retail', region: 'eu-west-1', portalUrl: 'http://localhost' }),
      ] = await store.domains.list();
      const profile = await store.projectProfiles.create(domain.id, { name: `Profile of ${label}`, blueprints: [] });
      return store.projects.create({
        domainId: domain.id,
        profileId: profile.id,
        name: label,
        catalogName: label.toLowerCase(),
        steps: [
          { name: 'warehouse', state: 'queued', detail: '', tries: 0, startedAt: null, endedAt: null, error: null },
        ],
      });
    };
    const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;
    const load = (projectId: string) =>
      store.loads.create({
        projectId,
        kind: 'load',
        revertsTo: null,
        uploadIds: ['upl_1', 'upl_2'],
        maxRejectShare: 0.05,
        ...queued,
        report: null,
      });
    const trainingRun = (projectId: string) =>
      store.trainingRuns.create({ projectId, name: 'r', job: contract.TrainingJob.parse({}), ...queued, report: null });
    const model = async (projectId: string, label = 'sales') => {
      const { id } = await trainingRun(projectId);
      return store.models.create({ projectId, name: label, trainingRunId: id, test: metrics, improvement: 0.1 });
    };
    const endpoint = async (projectId: string, label = 'sales') => {
      const { id: modelId } = await model(projectId);
      const fresh = { error: null, requests: 0, lastRequestAt: null } as const;
      return store.endpoints.create({ projectId, name: label, modelId, state: 'creating', ...fresh });
    };

    it('gives a domain, a profile and a project back as their schemas have them', async () => {
      const made = await project();

      expect(contract.Domain.array().parse(await store.domains.list())).toHaveLength(1);
      expect(contract.ProjectProfile.parse(await store.projectProfiles.get(made.profileId))).toMatchObject({
        domainId: made.domainId,
      });
      expect(await store.projectProfiles.list(made.domainId)).toHaveLength(1);
      expect(contract.Project.parse(made)).toEqual(await store.projects.get(made.id));
      expect(made).toMatchObject({ state: 'provisioning', error: null, createdAt: '2026-11-23T12:00:00.000Z' });
      expect(await store.projects.list()).toEqual([made]);
    });

    it('keeps the star of a project as it was given, the last one for each', async () => {
      const { id } = await project();
      const other = await project('Other');
      await store.stars.set(id, retailSales);
      await store.stars.set(id, { ...retailSales, name: 'shops' });
      await store.close();
      store = await open(place, now);

      const kept = await store.stars.get(id);

      expect(JSON.stringify(kept)).toBe(JSON.stringify({ ...retailSales, name: 'shops' }));
      expect(await store.stars.get(other.id)).toBeUndefined();
    });

    it('gives nothing for ids that do not exist', async () => {
      const { id } = await project();

      expect(await store.projects.get('prj_none')).toBeUndefined();
      expect(await store.projectProfiles.get('prf_none')).toBeUndefined();
      expect(await store.loads.get(id, 'lod_none')).toBeUndefined();
      expect(await store.loads.update('lod_none', { state: 'failed' })).toBeUndefined();
      expect(await store.endpoints.byName(id, 'none')).toBeUndefined();
    });

    it('refuses a second domain, project, catalog or endpoint of one name', async () => {
      const { id, domainId, profileId } = await project();
      await endpoint(id);

      const domain = { name: 'Retail', region: 'us-east-1', portalUrl: 'http://localhost' } as const;
      await expect(store.domains.create(domain)).rejects.toThrow(Conflict);
      const twin = { domainId, profileId, name: 'Sales', catalogName: 'other', steps: [] };
      await expect(store.projects.create(twin)).rejects.toThrow(Conflict);
      const sameCatalog = { domainId, profileId, name: 'Other', catalogName: 'sales', steps: [] };
      await expect(store.projects.create(sameCatalog)).rejects.toThrow(Conflict);
      await expect(endpoint(id)).rejects.toThrow(Conflict);
    });

    it("keeps one project's records from another", async () => {
      const mine = await project('Mine');
      const theirs = await project('Theirs');
      const { id } = await load(theirs.id);

      expect(await store.loads.get(theirs.id, id)).toBeDefined();
      expect(await store.loads.get(mine.id, id)).toBeUndefined();
      expect(await store.loads.list(mine.id)).toEqual([]);
    });

    it('lists the newest first, also of records made in one instant', async () => {
      const { id } = await project();

      const made = [await load(id), await load(id), await load(id)];

      expect((await store.loads.list(id)).map((it) => it.id)).toEqual(made.map((it) => it.id).reverse());
    });

    it('lists loads a page at a time, with the counts of their reports', async () => {
      const { id } = await project();
      const { id: other } = await project('Other');
      const counts = { read: 3, loaded: 2, unchanged: 1, rejected: 0 };
      const report = { counts, files: [], tables: [], checks: [], rejects: [], seconds: 1.25 };
      const [first, second, third] = [await load(id), await load(id), await load(id)];
      await load(other);
      await store.loads.update(second.id, { state: 'succeeded', report });

      const page = await store.loads.summaries(id, { limit: 2 });
      const rest = await store.loads.summaries(id, { before: page.at(-1)!.id, limit: 2 });

      expect(page.map((it) => it.id)).toEqual([third.id, second.id]);
      expect(rest.map((it) => it.id)).toEqual([first.id]);
      const { report: _, ...kept } = (await store.loads.get(id, second.id))!;
      expect(page[1]).toEqual({ ...kept, counts, seconds: 1.25 });
      expect(rest[0]).toMatchObject({ counts: null, seconds: null });
    });

    it('changes a record only while it is in one of the given states', async () => {
      const { id } = await project();
      const made = await load(id);

      const ended = { state: 'succeeded', endedAt: at.toISOString() } as const;
      expect(await store.loads.update(made.id, ended, ['running'])).toBeUndefined();
      expect(await store.loads.update(made.id, ended, ['queued', 'running'])).toEqual({ ...made, ...ended });
      expect(await store.loads.update(made.id, { state: 'failed' }, ['queued', 'running'])).toBeUndefined();
      expect(await store.loads.get(id, made.id)).toMatchObject({ state: 'succeeded' });
      expect(await store.projects.update(id, { state: 'active' }, ['failed'])).toBeUndefined();
      expect(await store.projects.update(id, { state: 'active' }, ['provisioning'])).toMatchObject({ state: 'active' });
    });

    it('lets exactly one of many callers take a record over', async () => {
      const { id } = await project();
      const made = await load(id);

      const taken = await Promise.all(
        Array.from({ length: 20 }, () => store.loads.update(made.id, { state: 'running' }, ['queued'])),
      );

      expect(taken.filter((it) => it !== undefined)).toHaveLength(1);
    });

    it('keeps nested values, null, fractions and large counts as they are', async () => {
      const { id } = await project();
      const upload = await store.uploads.create({
        id: store.uploads.newId(),
        projectId: id,
        name: 'store_sales.csv',
        bytes: 10_737_418_240,
        sha256: 'ab'.repeat(32),
        source: null,
      });
      const { id: runId } = await trainingRun(id);
      await store.trainingRuns.update(runId, {
        report,
        progress: { step: 'fit', detail: '', share: 1 / 3, etaSeconds: null },
      });

      expect(contract.Upload.parse(await store.uploads.get(id, upload.id))).toMatchObject({
        bytes: 10_737_418_240,
        source: null,
      });
      expect(contract.TrainingRun.parse(await store.trainingRuns.get(id, runId))).toMatchObject({
        report,
        progress: { share: 1 / 3, etaSeconds: null },
        job: { timeSeriesConfig: { itemIdentifierAttributeName: 'store_id' }, forecastQuantiles: expect.any(Array) },
      });
    });

    it('keeps text that files may hold: quotes, emoji, NUL and halves of surrogate pairs', async () => {
      const { id } = await project();
      const name = `it's "Ä" 🏪 \\u0000 \\ ${'\0'} ${'\uD800'}`;

      const upload = await store.uploads.create({
        id: store.uploads.newId(),
        projectId: id,
        name,
        bytes: 1,
        sha256: '',
        source: null,
      });
      const run = await trainingRun(id);
      await store.trainingRuns.update(run.id, { error: { code: 'X', detail: name, mend: '' } });

      const kept = `it's "Ä" 🏪 \\u0000 \\ \uFFFD \uFFFD`;
      expect(upload.name).toBe(kept);
      expect((await store.trainingRuns.get(id, run.id))?.error?.detail).toBe(kept);
    });

    it('gives rejects in order of file and line, by pages, and replaces them whole', async () => {
      const { id } = await project();
      const made = await load(id);
      const reject = (file: string, line: number): Reject => ({
        file,
        line,
        column: 'c',
        value: 'v',
        reason: 'r',
        mend: 'm',
      });
      await store.loads.saveRejects(made.id, [reject('gone.csv', 1)]);

      const many = Array.from({ length: 4_500 }, (_, k) => reject(k % 2 === 0 ? 'b.csv' : 'a.csv', 4_500 - k));
      await store.loads.saveRejects(made.id, many);

      expect(await store.loads.rejects(made.id, 0, 2)).toEqual({
        rejects: [reject('a.csv', 1), reject('a.csv', 3)],
        total: 4_500,
      });
      expect((await store.loads.rejects(made.id, 2_249, 2)).rejects).toEqual([
        reject('a.csv', 4_499),
        reject('b.csv', 2),
      ]);
      expect(await store.loads.rejects(made.id, 4_500, 10)).toEqual({ rejects: [], total: 4_500 });
    });

    it('numbers the versions of a model by name, also under concurrent calls', async () => {
      const { id } = await project();

      const versions = (await Promise.all(Array.from({ length: 8 }, () => model(id)))).map((it) => it.version);
      const other = await model(id, 'other');

      expect(versions.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(contract.Model.parse(other)).toMatchObject({ version: 1, improvement: 0.1, test: metrics });
    });

    it('ends a deployment only of the model that the endpoint still waits for', async () => {
      const { id } = await project();
      const made = await endpoint(id);
      const { id: next } = await model(id);
      const good = { state: 'in-service', error: null } as const;

      await store.endpoints.update(made.id, { modelId: next });

      expect(await store.endpoints.endDeployment(made.id, made.modelId, good)).toBeUndefined();
      expect(await store.endpoints.byName(id, 'sales')).toMatchObject({ state: 'creating', modelId: next });
      expect(await store.endpoints.endDeployment(made.id, next, good)).toMatchObject(good);
      expect(await store.endpoints.endDeployment(made.id, next, { state: 'failed', error: null })).toBeUndefined();
    });

    it('counts what an endpoint answered', async () => {
      const { id } = await project();
      const made = await endpoint(id);

      await Promise.all([store.endpoints.countRequests(made.id, 3), store.endpoints.countRequests(made.id, 4)]);

      expect(contract.Endpoint.parse(await store.endpoints.byName(id, 'sales'))).toMatchObject({
        requests: 7,
        lastRequestAt: '2026-11-23T12:00:00.000Z',
      });
      await store.endpoints.delete(made.id, { by: 'ann', reason: null });
      expect(await store.endpoints.list(id)).toEqual([]);
    });

    it('names all work that was accepted and has not ended, oldest first', async () => {
      const { id } = await project();
      at = new Date(at.getTime() + 1);
      const loading = await load(id);
      const done = await load(id);
      await store.loads.update(done.id, { state: 'succeeded' });
      at = new Date(at.getTime() + 1);
      const serving = await endpoint(id);
      const training = (await store.trainingRuns.list(id))[0]!;
      await store.trainingRuns.update(training.id, { state: 'running' });
      at = new Date(at.getTime() + 1);
      const modelId = serving.modelId;
      const counts = { items: null, rows: null, cutoff: null };
      const batch = await store.batchForecasts.create({ projectId: id, modelId, horizon: 28, ...queued, ...counts });

      const open = await store.openWork();

      expect(open).toHaveLength(5);
      expect(open.slice(0, 2)).toEqual([
        { kind: 'provision', projectId: id, id },
        { kind: 'load', projectId: id, id: loading.id },
      ]);
      expect(open).toContainEqual({ kind: 'train', projectId: id, id: training.id });
      expect(open).toContainEqual({ kind: 'deploy', projectId: id, id: serving.id });
      expect(open[4]).toEqual({ kind: 'batch-forecast', projectId: id, id: batch.id });
    });

    it('finds everything again when it is opened anew', async () => {
      const made = await project();

      await store.close();
      store = await open(place, now);

      expect(await store.projects.get(made.id)).toEqual(made);
    });
  });
}

const metrics: Metrics = {
  SQL: 0.5,
  MASE: 0.9,
  WQL: null,
  WAPE: 0.1,
  sMAPE: 12,
  RMSE: 3,
  coverage: { p10: 0.1, p90: null },
};

const report: TrainingReport = {
  items: 2,
  rows: 100,
  seasons: [7],
  windows: [{ cutoff: '2026-01-01', use: 'test' }],
  candidates: [],
  ensemble: { validation: metrics, test: metrics },
  baseline: { name: 'seasonal-naive', test: metrics, improvement: 0.25, betterItems: 2, comparedItems: 2 },
  importance: null,
  setAside: [{ item: 'snake_case_key "x"', rows: 3, reason: 'too short', treatment: 'pooled' }],
  notes: [],
  seconds: 1.5,
};
