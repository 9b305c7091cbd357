import { QuotaExceeded } from '@tandem/data-model';
import { type Project, type QuotaLimit, TrainingJob } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStore } from '../control-store.ts';
import type { OpenControlStore } from './control-store.ts';

/** What every control store refuses beyond a limit, by whatever way it comes. */
export function quotasContract(name: string, newPlace: () => Promise<string>, open: OpenControlStore): void {
  describe(`${name} as a keeper of quotas`, () => {
    let store: ControlStore;
    let at = new Date('2026-11-30T23:00:00.000Z');
    let made = 0;

    beforeAll(async () => {
      store = await open(await newPlace(), () => at);
    });
    afterAll(() => store.close());

    const domain = () =>
      store.domains.create({ name: `Domain ${++made}`, region: 'eu-west-1', portalUrl: 'http://localhost' });
    const project = async (domainId: string): Promise<Project> => {
      const label = `Project ${++made}`;
      const { id: profileId } = await store.projectProfiles.create(domainId, { name: label, blueprints: [] });
      return store.projects.create({ domainId, profileId, name: label, catalogName: `c-${made}`, steps: [] });
    };
    const alone = async () => project((await domain()).id);
    const queued = {
      state: 'queued',
      progress: null,
      error: null,
      startedAt: null,
      endedAt: null,
      report: null,
    } as const;
    const load = ({ id: projectId }: Project) =>
      store.loads.create({ projectId, kind: 'load', revertsTo: null, uploadIds: [], maxRejectShare: 0, ...queued });
    const train = ({ id: projectId }: Project, startedAt: string | null = null) =>
      store.trainingRuns.create({ projectId, name: 'r', job: TrainingJob.parse({}), ...queued, startedAt });
    const upload = ({ id: projectId }: Project, bytes: number) =>
      store.uploads.create({ id: store.uploads.newId(), projectId, name: 'a.csv', bytes, sha256: 'ab', source: null });
    const limit = (quota: QuotaLimit['quota'], most: number): QuotaLimit => ({ quota, most, warnShare: 0.8 });

    it('names the quota, what is used, the limit, and who can raise it', async () => {
      const it = await alone();
      await store.quotas.set(it.domainId, null, [limit('uploaded-bytes', 1_000)]);
      await upload(it, 900);

      const refused = await upload(it, 101).catch((error: unknown) => error);

      expect(refused).toBeInstanceOf(QuotaExceeded);
      expect(refused).toMatchObject({
        message: `The quota uploaded-bytes of the project ${it.name} is reached: it may have at most 1,000 bytes of uploaded files. It has 900, and this would add 101.`,
        mend: expect.stringMatching(/ask an owner of the domain Domain \d+ to raise the quota/),
      });
      expect(await upload(it, 100)).toMatchObject({ bytes: 100 });
      expect(await store.uploads.list(it.id)).toHaveLength(2);
    });

    it('lets exactly as many through as there may be, of many at once', async () => {
      const it = await alone();
      await store.quotas.set(it.domainId, null, [limit('open-jobs', 3)]);

      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => load(it)));

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      const [first] = await store.loads.list(it.id);
      await store.loads.update(first!.id, { state: 'succeeded' });
      await expect(train(it)).resolves.toMatchObject({ state: 'queued' });
      await expect(load(it)).rejects.toThrow('The quota open-jobs');
    });

    it("lets a project's own limit go before its domain's, higher or lower", async () => {
      const { id } = await domain();
      const [more, less, other] = [await project(id), await project(id), await project(id)];
      await store.quotas.set(id, null, [limit('jobs-per-day', 1)]);
      await store.quotas.set(id, more.id, [limit('jobs-per-day', 2)]);
      await store.quotas.set(id, less.id, [limit('jobs-per-day', 0)]);

      await load(more);
      await load(more);
      await load(other);

      await expect(load(less)).rejects.toThrow('It has 0');
      for (const it of [more, other]) await expect(load(it)).rejects.toThrow(QuotaExceeded);
      at = new Date(at.getTime() + 86_400_000);
      await expect(load(other)).resolves.toBeDefined();
      expect(await store.quotas.limits(id, more.id)).toHaveLength(2);
      await store.quotas.set(id, more.id, []);
      expect(await store.quotas.limits(id, more.id)).toEqual([{ projectId: null, ...limit('jobs-per-day', 1) }]);
    });

    it('keeps one of the limits that many set at once, of a domain and of a project', async () => {
      const { domainId, id } = await alone();

      for (const of of [null, id]) {
        await store.quotas.set(domainId, of, [limit('open-jobs', 100)]);
        await Promise.all(Array.from({ length: 6 }, (_, k) => store.quotas.set(domainId, of, [limit('open-jobs', k)])));

        const kept = (await store.quotas.limits(domainId, id)).filter((it) => it.projectId === of);
        expect(kept).toHaveLength(1);
        expect(kept[0]!.most).toBeLessThan(6);
      }
    });

    const limited = (seconds: number | null) =>
      TrainingJob.parse({ completionCriteria: { maxAutoMLJobRuntimeInSeconds: seconds } });
    const trainFor = ({ id: projectId }: Project, seconds: number | null) =>
      store.trainingRuns.create({ projectId, name: 'r', job: limited(seconds), ...queued });
    const begin = ({ id }: { id: string }) =>
      store.trainingRuns.update(id, { state: 'running', startedAt: at.toISOString(), endedAt: null });
    const end = ({ id }: { id: string }) =>
      store.trainingRuns.update(id, { state: 'succeeded', endedAt: at.toISOString() });
    const minutes = async ({ domainId, id }: Project) =>
      (await store.quotas.used(['training-minutes-per-month'], domainId, id)).get('training-minutes-per-month');
    const pass = (count: number) => {
      at = new Date(at.getTime() + count * 60_000);
    };

    it('counts minutes of training in the present month, those that go on too', async () => {
      const it = await alone();
      at = new Date('2026-12-01T00:30:00.000Z');
      const ended = await train(it, '2026-11-30T23:50:00.000Z');
      await store.trainingRuns.update(ended.id, { state: 'succeeded', endedAt: '2026-12-01T00:10:00.000Z' });
      const goesOn = await train(it, '2026-12-01T00:15:00.000Z');
      await store.trainingRuns.update(goesOn.id, { state: 'running' });
      await store.quotas.set(it.domainId, it.id, [limit('training-minutes-per-month', 25)]);
      // Ten minutes of the first are of this month; the other runs since fifteen.
      expect(await minutes(it)).toBe(25);

      await expect(train(it)).rejects.toThrow(
        'at most 25 minutes of training in a calendar month, UTC, with what open runs may still take. It has 25',
      );

      at = new Date('2027-01-01T00:00:00.000Z');
      expect(await minutes(it)).toBe(0);
    });

    it('lets no more runs begin at once than may all take their time within the minutes', async () => {
      const it = await alone();
      await store.quotas.set(it.domainId, it.id, [limit('training-minutes-per-month', 10)]);

      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => trainFor(it, 180)));

      const runs = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(runs).toHaveLength(3);
      expect(await minutes(it)).toBe(9);
      await expect(trainFor(it, 120)).rejects.toThrow('It has 9, and this would add 2.');
      for (const run of runs) await begin(run);
      pass(2);
      expect(await minutes(it)).toBe(9);
      for (const run of runs) await end(run);
      expect(await minutes(it)).toBe(6);
      await expect(trainFor(it, 240)).resolves.toBeDefined();
    });

    it('gives a run that has no limit what is left, and one that begins again what is left by then', async () => {
      const it = await alone();
      await store.quotas.set(it.domainId, it.id, [limit('training-minutes-per-month', 10)]);
      await begin(await trainFor(it, 240));

      const unlimited = await train(it);

      // What was asked for stays: whoever asks for the same again has the same job.
      expect(unlimited).toMatchObject({ job: limited(null), limitSeconds: 360, limitedBy: 'quota' });
      await expect(trainFor(it, 10)).rejects.toThrow('It has 10');
      await begin(unlimited);
      pass(3);
      expect(await begin(unlimited)).toMatchObject({ job: limited(null), limitSeconds: 180, limitedBy: 'quota' });
      expect(await minutes(it)).toBe(10);
      pass(1);
      await expect(begin(unlimited)).rejects.toThrow('It has 8, and a training needs at least 3.');
    });

    it('accepts no run for the scraps of its minutes, but one that asks for no more than these', async () => {
      const it = await alone();
      await store.quotas.set(it.domainId, it.id, [limit('training-minutes-per-month', 10)]);
      await trainFor(it, 320);

      const refused = await train(it).catch((error: unknown) => error);

      expect(refused).toBeInstanceOf(QuotaExceeded);
      expect(refused).toMatchObject({
        message: expect.stringContaining('It has 6, and a training needs at least 5.'),
        mend: expect.stringContaining('Give the run a shorter limit of its time'),
      });
      await expect(trainFor(it, 60)).resolves.toMatchObject({ job: limited(60), limitSeconds: null, limitedBy: null });
    });

    it('shortens the limit that a profile gives where less is left, and reserves no more than it', async () => {
      const it = await alone();
      await store.quotas.set(it.domainId, it.id, [limit('training-minutes-per-month', 20)]);
      const byProfile = (limitSeconds: number) =>
        store.trainingRuns.create({
          ...{ projectId: it.id, name: 'r', job: limited(null), limitSeconds, limitedBy: 'profile' },
          ...queued,
        });

      expect(await byProfile(600)).toMatchObject({ limitSeconds: 600, limitedBy: 'profile' });
      expect(await minutes(it)).toBe(10);
      expect(await byProfile(900)).toMatchObject({ limitSeconds: 600, limitedBy: 'quota' });
      expect(await minutes(it)).toBe(20);
    });

    it('begins no run beyond its minutes, though it was accepted before there was a limit', async () => {
      const it = await alone();
      const [first, second, third] = await Promise.all([train(it), train(it), train(it)]);
      await begin(first);
      pass(1);
      await store.quotas.set(it.domainId, it.id, [limit('training-minutes-per-month', 1)]);

      await expect(begin(second)).rejects.toThrow(QuotaExceeded);
      await end(first);
      await expect(begin(third)).rejects.toThrow(QuotaExceeded);
      await store.quotas.set(it.domainId, it.id, [limit('training-minutes-per-month', 6)]);
      await expect(begin(third)).resolves.toMatchObject({ state: 'running', limitSeconds: 300, limitedBy: 'quota' });
    });

    it('adds up the minutes of all attempts, without the waits between them', async () => {
      const it = await alone();
      const { id } = await train(it);
      await begin({ id });
      pass(60);
      await store.trainingRuns.update(id, { endedAt: at.toISOString() });
      pass(5);
      await begin({ id });
      pass(30);
      // Its worker was killed.
      await begin({ id });
      pass(30);
      await store.jobs.bury(
        await store.jobs.claim({ kind: 'train', projectId: it.id, id }),
        { kind: 'train', projectId: it.id, id },
        { code: 'X', detail: 'X', mend: 'X' },
      );
      expect(await minutes(it)).toBe(120);
      await store.jobs.revive(id);
      expect(await minutes(it)).toBe(120);
      pass(7);
      await begin({ id });
      pass(3);

      expect(await minutes(it)).toBe(123);
    });

    it('limits the projects of a domain', async () => {
      const { id } = await domain();
      await store.quotas.set(id, null, [limit('projects', 1)]);
      const first = await project(id);

      await expect(project(id)).rejects.toThrow('The quota projects of the domain');
      await store.projects.deleteRows(first.id);
      await expect(project(id)).resolves.toBeDefined();
    });
  });
}
