import { LeaseLost, NotFound } from '@tandem/data-model';
import * as contract from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStore, JobWork } from '../control-store.ts';
import type { OpenControlStore } from './control-store.ts';

/** What every control store does for attempts at jobs. */
export function jobsContract(name: string, newPlace: () => Promise<string>, open: OpenControlStore): void {
  describe(`${name} as a store of jobs`, () => {
    let at = new Date('2026-11-23T12:00:00.000Z');
    let store: ControlStore;
    let projectId: string;
    let otherId: string;

    beforeAll(async () => {
      store = await open(await newPlace(), () => at);
      const domain = await store.domains.create({ name: 'D', region: 'eu-west-1', portalUrl: 'http://localhost' });
      const profile = await store.projectProfiles.create(domain.id, { name: 'P', blueprints: [] });
      const ids = { domainId: domain.id, profileId: profile.id, steps: [] };
      projectId = (await store.projects.create({ ...ids, name: 'One', catalogName: 'one' })).id;
      otherId = (await store.projects.create({ ...ids, name: 'Two', catalogName: 'two' })).id;
    });
    afterAll(() => store.close());

    const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;
    const load = async (project = projectId): Promise<JobWork> => {
      const ofFiles = { kind: 'load' as const, revertsTo: null, uploadIds: [], maxRejectShare: 0 };
      const { id } = await store.loads.create({ projectId: project, ...ofFiles, ...queued, report: null });
      return { kind: 'load', projectId: project, id };
    };
    const job = ({ id }: JobWork) => store.jobs.get(projectId, id);
    const error = { code: 'UNAVAILABLE', detail: 'It is away.', mend: 'Start it.' };

    it('gives each attempt at a job a greater token, also to attempts that begin at once', async () => {
      const work = await load();

      const leases = await Promise.all(Array.from({ length: 8 }, () => store.jobs.claim(work)));

      const gone = store.jobs.claim({ ...work, projectId: 'prj_gone' });

      await expect(gone).rejects.toThrow(NotFound);
      expect(leases.map((it) => it.token).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(leases.map((it) => it.attempt).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    it('refuses every change of an attempt after which another one has begun', async () => {
      const work = await load();
      const old = await store.jobs.claim(work);
      const zombie = store.under(old);
      await zombie.loads.update(work.id, { state: 'running' }, ['queued']);
      const later = await store.jobs.claim(work);

      const reject = { file: 'a', line: 1, column: 'b', value: '', reason: '', mend: '' };
      await expect(zombie.loads.update(work.id, { state: 'succeeded' })).rejects.toThrow(LeaseLost);
      await expect(zombie.loads.saveRejects(work.id, [reject])).rejects.toThrow(LeaseLost);
      await expect(zombie.jobs.appendLog(work, 'still here')).rejects.toThrow(LeaseLost);
      await expect(zombie.once('end', async () => undefined)).rejects.toThrow(LeaseLost);
      await expect(store.jobs.bury(old, work, error)).rejects.toThrow(LeaseLost);

      expect([await store.jobs.holds(old), await store.jobs.holds(later)]).toEqual([false, true]);
      expect(await job(work)).toMatchObject({ state: 'running', error: null });
      expect((await store.loads.rejects(work.id, 0, 1)).total).toBe(0);
      expect(await store.jobs.log(work.id)).toEqual([]);
    });

    it('lets no attempt begin while a change of the one before is on its way', async () => {
      const work = await load();
      const order: string[] = [];
      const first = store.under(await store.jobs.claim(work));
      let claiming: Promise<unknown> = Promise.resolve();

      await first.once('slow', async (inside) => {
        claiming = store.jobs.claim(work).then(() => order.push('claimed'));
        await new Promise((resolve) => setTimeout(resolve, 150));
        await inside.loads.update(work.id, { state: 'running' });
        order.push('changed');
      });
      await claiming;

      expect(order).toEqual(['changed', 'claimed']);
    });

    it('does an effect once for all attempts, together with its note or not at all', async () => {
      const work = await load();
      const first = store.under(await store.jobs.claim(work));
      const failing = first.once('end', async (inside) => {
        await inside.loads.update(work.id, { maxRejectShare: 0.1 });
        throw new Error('cut off');
      });
      await expect(failing).rejects.toThrow('cut off');
      expect((await store.loads.get(projectId, work.id))?.maxRejectShare).toBe(0);

      const second = store.under(await store.jobs.claim(work));
      const effects: string[] = [];
      const act = async (inside: ControlStore) => {
        effects.push('done');
        return inside.loads.update(work.id, { maxRejectShare: 0.2 });
      };
      expect(await second.once('end', act)).toMatchObject({ maxRejectShare: 0.2 });
      const third = store.under(await store.jobs.claim(work));
      expect(await third.once('end', act)).toBeUndefined();

      expect(effects).toEqual(['done']);
    });

    it('counts anew after a job came to its end, not the attempt that was handed back, and forgets no token', async () => {
      const work = await load();
      await store.jobs.claim(work);
      await store.jobs.release(await store.jobs.claim(work), 'returned');
      expect(await store.jobs.claim(work)).toMatchObject({ token: 3, attempt: 2 });

      const last = await store.jobs.claim(work);
      await store.jobs.release(last, 'done');
      await store.loads.update(work.id, { state: 'succeeded' });

      expect(await job(work)).toMatchObject({ attempts: 3 });
      expect(await store.jobs.claim(work)).toMatchObject({ token: 5, attempt: 1 });
    });

    it('says when what keeps no progress began and ended, until it is begun again', async () => {
      const { domainId, profileId } = (await store.projects.get(otherId))!;
      const other = { domainId, profileId, steps: [], name: 'Three', catalogName: 'three' };
      const made = await store.projects.create(other);
      const work: JobWork = { kind: 'provision', projectId: made.id, id: made.id };
      const shown = () => store.jobs.get(made.id, made.id);
      const began = at.toISOString();
      await store.jobs.claim(work);
      const lease = await store.jobs.claim(work);
      at = new Date(at.getTime() + 60_000);
      await store.projects.update(made.id, { state: 'failed' });
      await store.jobs.release(lease, 'done');

      expect(await shown()).toMatchObject({
        state: 'failed',
        attempts: 2,
        startedAt: began,
        endedAt: at.toISOString(),
      });
      await store.projects.update(made.id, { state: 'provisioning' });
      expect(await shown()).toMatchObject({ state: 'queued', attempts: 0, startedAt: null, endedAt: null });
      const again = await store.jobs.claim(work);
      expect(again.attempt).toBe(1);
      expect(await shown()).toMatchObject({ state: 'running', attempts: 1, endedAt: null });
      const cancelled = { code: 'CANCELLED', detail: 'It was stopped.', mend: 'Start it again.' };
      await store.jobs.cancel(work, cancelled);
      expect(await shown()).toMatchObject({ state: 'cancelled', attempts: 1, endedAt: at.toISOString() });
    });

    it('cancels a job of each kind once, and takes it from its worker', async () => {
      const run = contract.TrainingJob.parse({});
      const training = await store.trainingRuns.create({ projectId, name: 'r', job: run, ...queued, report: null });
      const test = { SQL: 1, MASE: 1, WQL: 1, WAPE: 1, sMAPE: 1, RMSE: 1, coverage: {} };
      const model = { projectId, name: 'm', trainingRunId: training.id, test, improvement: null };
      const { id: modelId } = await store.models.create(model);
      const counts = { items: null, rows: null, cutoff: null, horizon: 7 };
      const batch = await store.batchForecasts.create({ projectId, modelId, ...queued, ...counts });
      const fresh = { state: 'creating', error: null, requests: 0, lastRequestAt: null } as const;
      const endpoint = await store.endpoints.create({ projectId, modelId, name: 'e', ...fresh });
      const all: JobWork[] = [
        await load(),
        { kind: 'train', projectId, id: training.id },
        { kind: 'batch-forecast', projectId, id: batch.id },
        { kind: 'deploy', projectId, id: endpoint.id },
        { kind: 'provision', projectId: otherId, id: otherId },
      ];
      const cancelled = { code: 'CANCELLED', detail: 'It was stopped.', mend: 'Start it again.' };

      for (const work of all) {
        const lease = await store.jobs.claim(work);
        expect(await store.jobs.cancel(work, cancelled)).toBe(true);
        expect(await store.jobs.cancel(work, cancelled)).toBe(false);
        expect(await store.jobs.holds(lease)).toBe(false);
        const left = contract.Job.parse(await store.jobs.get(work.projectId, work.id));
        expect(left).toMatchObject({ kind: work.kind, state: 'cancelled' });
      }
    });

    it('lists jobs of a project alone, newest first, by kind, state and page', async () => {
      at = new Date(at.getTime() + 1_000);
      const work = await load();
      at = new Date(at.getTime() + 1_000);
      const newest = await load();
      await load(otherId);

      const page = await store.jobs.list(projectId, { offset: 0, limit: 2 });
      const rest = await store.jobs.list(projectId, { offset: 1, limit: 1 });
      const none = await store.jobs.list(projectId, { kind: 'deploy', state: 'queued', offset: 0, limit: 9 });
      const loads = await store.jobs.list(projectId, { kind: 'load', state: 'queued', offset: 0, limit: 1 });

      expect(contract.Job.array().parse(page.jobs)).toEqual(page.jobs);
      expect(page.jobs.map((it) => it.id)).toEqual([newest.id, work.id]);
      expect(rest.jobs.map((it) => it.id)).toEqual([work.id]);
      expect(none).toEqual({ jobs: [], total: 0 });
      expect(loads.jobs.map((it) => it.id)).toEqual([newest.id]);
      expect(await store.jobs.get(otherId, work.id)).toBeUndefined();
    });

    it('keeps a job that was given up until it is requeued, with its attempts anew, or discarded', async () => {
      const work = await load();
      for (let k = 0; k < 4; k++) await store.jobs.claim(work);

      await store.jobs.bury(await store.jobs.claim(work), work, error);

      expect(await job(work)).toMatchObject({ state: 'failed', error });
      expect(contract.DeadJob.array().parse(await store.jobs.dead())).toMatchObject([
        { id: work.id, kind: 'load', attempts: 5, error },
      ]);
      expect(await store.jobs.revive(work.id)).toEqual(work);
      expect(await store.jobs.revive(work.id)).toBeUndefined();
      expect(await job(work)).toMatchObject({ state: 'queued', error: null, endedAt: null, attempts: 0 });
      expect(await store.jobs.claim(work)).toMatchObject({ token: 6, attempt: 1 });

      await store.jobs.bury(await store.jobs.claim(work), work, error);
      expect([await store.jobs.discard(work.id), await store.jobs.discard(work.id)]).toEqual([true, false]);
      expect(await store.jobs.dead()).toEqual([]);
      expect(await job(work)).toMatchObject({ state: 'failed' });
    });

    it('gives log lines in the order in which they came', async () => {
      const work = await load();
      const first = at.toISOString();

      await store.jobs.appendLog(work, 'first');
      at = new Date(at.getTime() + 1_500);
      await store.jobs.appendLog(work, 'second');

      expect(await store.jobs.log(work.id)).toEqual([
        { at: first, text: 'first' },
        { at: at.toISOString(), text: 'second' },
      ]);
    });
  });
}
