import { Conflict, NotFound, QuotaExceeded } from '@tandem/data-model';
import { mostWorkflows, NewWorkflow, type Project, Workflow, WorkflowRun } from '@tandem/data-model/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ControlStore, Unsaved } from '../control-store.ts';
import type { OpenControlStore } from './control-store.ts';

const at = '2026-11-26T12:00:00.000Z';
const later = '2026-11-26T13:00:00.000Z';

/** What every control store keeps of workflows and their runs. */
export function workflowsContract(name: string, newPlace: () => Promise<string>, open: OpenControlStore): void {
  describe(`${name} as a keeper of workflows`, () => {
    let store: ControlStore;
    let project: Project;
    let made = 0;

    beforeAll(async () => {
      store = await open(await newPlace(), () => new Date(at));
    });
    afterAll(() => store.close());
    beforeEach(async () => {
      project = await newProject();
    });

    const newProject = async () => {
      const label = `Of workflows ${++made}`;
      const { id: domainId } = await store.domains.create({ name: label, region: 'eu-west-1', portalUrl: 'http://x' });
      const { id: profileId } = await store.projectProfiles.create(domainId, { name: label, blueprints: [] });
      const its = { domainId, profileId, name: label, catalogName: `w-${made}`, steps: [] };
      const { id } = await store.projects.create(its);
      return (await store.projects.update(id, { state: 'active' }))!;
    };
    const workflow = (change: Partial<Unsaved<Workflow>> = {}) => {
      const said = NewWorkflow.parse({ name: `w-${++made}`, steps: { load: {}, deploy: { endpoint: 'live' } } });
      return store.workflows.create({ projectId: project.id, ...said, nextAt: at, updatedAt: at, ...change });
    };
    const runOf = (it: Workflow): Unsaved<WorkflowRun> => ({
      ...{
        projectId: it.projectId,
        workflowId: it.id,
        name: it.name,
        cause: 'schedule',
        model: it.model,
        modelId: null,
      },
      ...{ definition: it.steps, restarts: 0, state: 'queued', priority: 'scheduled', progress: null, error: null },
      ...{ startedAt: null, endedAt: null },
      steps: [{ step: 'load', state: 'queued', made: [], note: null, error: null, startedAt: null, endedAt: null }],
    });
    const upload = () =>
      store.uploads.create({
        ...{ id: store.uploads.newId(), projectId: project.id, name: 'a.csv', bytes: 1, sha256: '0'.repeat(64) },
        source: null,
      });
    const end = (id: string) => store.workflowRuns.update(id, { state: 'succeeded' });

    it('gives a workflow and a run back as their schemas have them', async () => {
      const schedule = { cron: '0 3 * * *', timeZone: 'Asia/Seoul' };
      const created = await workflow({ schedule, dataArrival: true });
      const run = (await store.workflowRuns.start(runOf(created)))!;

      expect(Workflow.parse(created)).toEqual(created);
      expect(created).toMatchObject({ schedule, steps: { load: { maxRejectShare: 0.05 } }, nextAt: at });
      expect(await store.workflows.get(project.id, created.id)).toEqual(created);
      expect(WorkflowRun.parse(run)).toEqual(run);
      expect(await store.workflowRuns.get(project.id, run.id)).toEqual(run);
    });

    it('refuses a second workflow of one name in a project', async () => {
      const { name: taken } = await workflow();

      await expect(workflow({ name: taken })).rejects.toThrow('The project has a workflow of that name.');
    });

    it("keeps one project's workflows and runs from another", async () => {
      const of = await workflow();
      const run = (await store.workflowRuns.start(runOf(of)))!;
      const { id: other } = await newProject();

      expect(await store.workflows.get(other, of.id)).toBeUndefined();
      expect(await store.workflowRuns.get(other, run.id)).toBeUndefined();
      expect(await store.workflowRuns.ofWorkflow(other, of.id, { limit: 9 })).toEqual([]);
      expect(await store.workflows.delete(other, of.id)).toBe(false);
      expect(await store.workflows.get(project.id, of.id)).toBeDefined();
    });

    it('lets a workflow have one open run, of many that are started at once', async () => {
      const of = await workflow();

      const started = await Promise.all([1, 2, 3, 4].map(() => store.workflowRuns.start(runOf(of))));

      const [run, ...others] = started.filter((it) => it !== undefined);
      expect(others).toEqual([]);
      expect(await store.workflowRuns.open(project.id)).toEqual([run]);
      await end(run!.id);
      expect(await store.workflowRuns.open(project.id)).toEqual([]);
      const second = (await store.workflowRuns.start(runOf(of)))!;
      await expect(store.workflowRuns.update(run!.id, { state: 'queued' })).rejects.toThrow(Conflict);
      expect((await store.workflowRuns.ofWorkflow(project.id, of.id, { limit: 1 })).map((it) => it.id)).toEqual([
        second.id,
      ]);
      const older = await store.workflowRuns.ofWorkflow(project.id, of.id, { before: second.id, limit: 9 });
      expect(older.map((it) => it.id)).toEqual([run!.id]);
    });

    it('deletes a workflow that has no open run, and keeps its runs', async () => {
      const of = await workflow();
      const run = (await store.workflowRuns.start(runOf(of)))!;

      await expect(store.workflows.delete(project.id, of.id)).rejects.toThrow(Conflict);
      await end(run.id);

      expect(await store.workflows.delete(project.id, of.id)).toBe(true);
      expect(await store.workflows.delete(project.id, of.id)).toBe(false);
      expect(await store.workflowRuns.get(project.id, run.id)).toMatchObject({ name: of.name });
      await expect(store.workflowRuns.start(runOf(of))).rejects.toThrow(NotFound);
    });

    it('knows what is due, when the next one is, and what waits for data, of projects that are ready', async () => {
      const mine = (all: readonly Workflow[]) => all.filter((it) => it.projectId === project.id).map((it) => it.id);
      const due = await workflow();
      await workflow({ nextAt: later });
      await workflow({ nextAt: null });
      await workflow({ enabled: false });
      const arrival = await workflow({ nextAt: null, dataArrival: true });
      await workflow({ nextAt: null, dataArrival: true, enabled: false });

      expect(mine(await store.workflows.due(new Date(at)))).toEqual([due.id]);
      expect(await store.workflows.nextAt(new Date(Date.parse(at) - 1))).toBe(at);
      expect(await store.workflows.nextAt(new Date(at))).toBe(later);
      expect(mine(await store.workflows.awaitingData())).toEqual([]);
      await upload();
      expect(mine(await store.workflows.awaitingData())).toEqual([arrival.id]);
      expect(mine(await store.workflows.awaitingData(project.id))).toEqual([arrival.id]);

      await store.projects.update(project.id, { state: 'failed' });
      expect(mine(await store.workflows.due(new Date(at)))).toEqual([]);
      expect(mine(await store.workflows.awaitingData())).toEqual([]);
    });

    it('keeps what has arrived for each workflow until it starts a run, whatever the clocks say', async () => {
      const [first, second] = [await workflow({ dataArrival: true }), await workflow({ dataArrival: true })];
      const other = await workflow();
      const [a, b] = [await upload(), await upload()];

      expect(await store.workflows.arrivals(first.id)).toEqual([a.id, b.id].sort());
      expect(await store.workflows.arrivals(other.id)).toEqual([]);
      await store.workflows.forgetArrivals(first.id, [a.id]);
      expect(await store.workflows.arrivals(first.id)).toEqual([b.id]);
      await end((await store.workflowRuns.start(runOf(first)))!.id);
      expect(await store.workflows.arrivals(first.id)).toEqual([]);
      expect(await store.workflows.arrivals(second.id)).toHaveLength(2);
      const late = await upload();
      expect(await store.workflows.arrivals(first.id)).toEqual([late.id]);
      expect(await store.workflows.delete(project.id, first.id)).toBe(true);
    });

    it('lets a project have as many workflows as are said, of many that are made at once', async () => {
      for (let n = 2; n < mostWorkflows; n++) await workflow();

      const made = await Promise.allSettled([1, 2, 3, 4].map(() => workflow()));

      expect(made.map((it) => it.status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
      await expect(workflow()).rejects.toMatchObject({
        code: 'CONFLICT',
        message: 'The project has 50 workflows, which is as many as it may have.',
        mend: 'Delete one that is not needed any more, or change it instead of creating another.',
      });
      const [one] = await store.workflows.list(project.id);
      await store.workflows.delete(project.id, one!.id);
      await workflow();
    });

    it('restarts a run that has failed once, of many that do so at once', async () => {
      const of = await workflow();
      const run = (await store.workflowRuns.start(runOf(of)))!;
      const restart = () => store.workflowRuns.restart(run.id, 0, { restarts: 1, state: 'queued' });
      expect(await restart()).toBeUndefined();
      await store.workflowRuns.update(run.id, { state: 'failed' });

      const restarted = await Promise.all([restart(), restart()]);
      await store.workflowRuns.update(run.id, { state: 'failed' });

      expect(restarted.filter((it) => it !== undefined)).toMatchObject([{ restarts: 1, state: 'queued' }]);
      expect(await restart()).toBeUndefined();
    });

    it('moves a workflow on and starts its run once, of many that do so at once', async () => {
      const of = await workflow();

      const fired = await Promise.all([1, 2, 3].map(() => store.workflows.fire(of, later, runOf(of))));

      expect(fired.filter((it) => it !== undefined)).toHaveLength(1);
      expect(await store.workflows.get(project.id, of.id)).toMatchObject({ nextAt: later });
      expect(await store.workflows.fire({ ...of, nextAt: later }, at, runOf(of))).toBeUndefined();
      expect(await store.workflows.get(project.id, of.id)).toMatchObject({ nextAt: at });
      await store.workflows.update(of.id, { enabled: false });
      expect(await store.workflows.fire(of, later, undefined)).toBeUndefined();
      expect(await store.workflows.get(project.id, of.id)).toMatchObject({ nextAt: at });
    });

    it('counts runs as jobs of a day and not as open ones, lists them among jobs, and names open ones as work', async () => {
      const of = await workflow();
      const run = (await store.workflowRuns.start(runOf(of)))!;
      await store.quotas.set(project.domainId, project.id, [{ quota: 'jobs-per-day', most: 1, warnShare: 0.8 }]);

      expect(await store.quotas.used(['open-jobs', 'jobs-per-day'], project.domainId, project.id)).toEqual(
        new Map([
          ['open-jobs', 0],
          ['jobs-per-day', 1],
        ]),
      );
      await expect(workflow().then((it) => store.workflowRuns.start(runOf(it)))).rejects.toThrow(QuotaExceeded);
      expect((await store.jobs.list(project.id, { offset: 0, limit: 9, kind: 'workflow' })).jobs).toMatchObject([
        { id: run.id, kind: 'workflow', name: of.name, state: 'queued' },
      ]);
      const work = { kind: 'workflow', projectId: project.id, id: run.id, priority: 'scheduled' };
      expect(await store.openWork()).toContainEqual(work);
      expect(await store.jobs.cancel({ ...run, kind: 'workflow' }, { code: 'C', detail: 'd', mend: 'm' })).toBe(true);
      expect(await store.workflowRuns.get(project.id, run.id)).toMatchObject({ state: 'cancelled' });
    });

    it('takes uploads and starts runs at the same moment, though both are counted', async () => {
      const counted = ['uploaded-bytes', 'open-jobs', 'jobs-per-day'] as const;
      const most = counted.map((quota) => ({ quota, most: 1_000, warnShare: 0.8 }));
      await store.quotas.set(project.domainId, project.id, most);
      const of = await Promise.all(Array.from({ length: 8 }, () => workflow({ dataArrival: true })));

      const made = await Promise.allSettled(
        of.flatMap((it) => [upload(), store.workflowRuns.start(runOf(it)), upload()]),
      );

      expect(made.filter((it) => it.status === 'rejected')).toEqual([]);
    });

    it('takes an upload at the moment at which a workflow goes that awaits it', async () => {
      const of = await Promise.all(Array.from({ length: 8 }, () => workflow({ dataArrival: true })));

      const made = await Promise.allSettled(of.flatMap((it) => [store.workflows.delete(project.id, it.id), upload()]));

      expect(made.filter((it) => it.status === 'rejected')).toEqual([]);
    });

    it('forgets what has arrived for a workflow that awaits nothing any more', async () => {
      const of = await workflow({ dataArrival: true });
      await upload();
      await store.workflows.update(of.id, { name: 'renamed' });
      expect(await store.workflows.arrivals(of.id)).toHaveLength(1);

      await store.workflows.update(of.id, { dataArrival: false });
      await store.workflows.update(of.id, { dataArrival: true });

      expect(await store.workflows.arrivals(of.id)).toEqual([]);
    });

    it('lets both go with their project, and a project that is deleted have no more of them', async () => {
      const of = await workflow({ dataArrival: true });
      await end((await store.workflowRuns.start(runOf(of)))!.id);
      await upload();
      await store.teardowns.begin({ projectId: project.id, steps: [], found: [] });
      await expect(store.workflowRuns.start(runOf(of))).rejects.toThrow('The project is being deleted.');
      await expect(workflow()).rejects.toThrow('The project is being deleted.');

      expect(await store.projects.rows(project.id)).toEqual(
        expect.arrayContaining([
          { table: 'workflows', rows: 1 },
          { table: 'workflow_runs', rows: 1 },
          { table: 'workflow_arrivals', rows: 1 },
        ]),
      );
      await store.projects.deleteRows(project.id);
      expect(await store.workflows.get(project.id, of.id)).toBeUndefined();
      expect(await store.workflowRuns.ofWorkflow(project.id, of.id, { limit: 9 })).toEqual([]);
    });
  });
}
