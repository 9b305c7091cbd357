import { createHash } from 'node:crypto';
import { Conflict } from '@tandem/data-model';
import { AuditEvent, type BlueprintUse, type Project } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Acting, AuditLink } from '../audit-log.ts';
import type { ControlStore } from '../control-store.ts';
import type { OpenControlStore } from './control-store.ts';

/** What the audit log of every control store does. All tests share one store, each has a request of its own. */
export function auditLogContract(name: string, newPlace: () => Promise<string>, open: OpenControlStore): void {
  describe(`${name} as an audit log`, () => {
    let store: ControlStore;
    let requests = 0;

    beforeAll(async () => {
      store = await open(await newPlace(), () => new Date());
    });
    afterAll(() => store.close());

    const acting = (label = 'Ada', operation = 'createDomain'): Acting => ({
      actor: { kind: 'session', id: `id of ${label}`, name: label },
      operation,
      requestId: `request ${++requests}`,
    });
    const worker = (id: string): Acting => ({
      actor: { kind: 'worker', id: null, name: 'worker' },
      operation: 'load',
      requestId: id,
    });
    const eventsOf = ({ requestId: request }: Pick<Acting, 'requestId'>) =>
      store.audit.list({ request }, { limit: 200 });
    const latest = async () => (await store.audit.list({}, { limit: 1 }))[0];
    const domain = (label: string) =>
      store.domains.create({ name: label, region: 'eu-west-1', portalUrl: 'http://localhost' });
    const project = async (label: string): Promise<Project> => {
      const { id: domainId } = await domain(label);
      const { id: profileId } = await store.projectProfiles.create(domainId, { name: label, blueprints: [] });
      return store.projects.create({ domainId, profileId, name: label, catalogName: label, steps: [] });
    };
    const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;
    const load = (projectId: string) => {
      const ofFiles = { kind: 'load' as const, revertsTo: null, uploadIds: ['upl_1'], maxRejectShare: 0 };
      return store.loads.create({ projectId, ...ofFiles, ...queued, report: null });
    };
    const progress = { step: 'scan', detail: 'File 1 of 2', share: 0.5, etaSeconds: null };

    it('says who made, changed and deleted what, with the values before and after', async () => {
      const { id: projectId, domainId, name } = await project('shop');
      const ada = acting();

      const endpoint = await store.audit.as(ada, async () => {
        const run = { projectId, name: 'r', job: {} as never, ...queued, report: null };
        const { id: trainingRunId } = await store.trainingRuns.create(run);
        const fields = { trainingRunId, test: {} as never, improvement: 0.25 };
        const { id: modelId } = await store.models.create({ projectId, name: 'sales', ...fields });
        const fresh = { state: 'creating', error: null, requests: 0, lastRequestAt: null } as const;
        return store.endpoints.create({ projectId, name: 'e', modelId, ...fresh });
      });
      const grace = acting('Grace', 'deleteEndpoint');
      await store.audit.as(grace, async () => {
        await store.endpoints.update(endpoint.id, { state: 'failed' });
        await store.endpoints.delete(endpoint.id, { by: 'grace', reason: null });
      });

      const made = await eventsOf(ada);
      expect(
        AuditEvent.array()
          .parse(made)
          .map((it) => `${it.action} ${it.subject.kind}`),
      ).toEqual(['created endpoint', 'created model', 'created training-run']);
      expect(made[0]).toMatchObject({
        actor: ada.actor,
        onBehalfOf: null,
        operation: 'createDomain',
        requestId: ada.requestId,
        subject: { kind: 'endpoint', id: endpoint.id, name: 'e' },
        projectId,
        domainId,
      });
      expect(made[1]?.changes).toMatchObject({
        name: { new: 'sales' },
        version: { new: 1 },
        improvement: { new: 0.25 },
      });
      const [deleted, changed] = await eventsOf(grace);
      expect(changed).toMatchObject({ action: 'changed', changes: { state: { old: 'creating', new: 'failed' } } });
      expect(Object.keys(changed!.changes)).toEqual(['state']);
      expect(deleted).toMatchObject({ action: 'deleted', changes: { name: { old: 'e' }, state: { old: 'failed' } } });
      expect(name).toBe('shop');
    });

    it('names what has no name of its own by whom and what it is between', async () => {
      const to = await project('from');
      const { domainId, profileId } = to;
      const from = await store.projects.create({ domainId, profileId, name: 'North', catalogName: 'north', steps: [] });
      const ada = acting();
      const scope = { domainId: to.domainId, projectId: to.id };
      await store.audit.as(ada, async () => {
        const { user } = await store.identity.addUser(to.domainId, { name: 'eva', displayName: 'Eva' });
        await store.identity.setMember(scope, user.id, { role: 'steward', persona: null });
        const listing = await store.sharing.publish({
          ...{ projectId: from.id, entry: 'table:sales', kind: 'table', name: 'sales', description: '', columns: [] },
        });
        const asked = { listingId: listing.id, projectId: to.id, reason: 'To compare', days: 1 };
        await store.sharing.request(asked, { name: 'eva', userId: user.id, service: null });
        await store.quotas.set(to.domainId, to.id, [{ quota: 'open-jobs', most: 3, warnShare: 0.8 }]);
        await store.identity.removeMember(scope, user.id);
      });

      const events = await eventsOf(ada);
      const named = (kind: string) => events.filter((it) => it.subject.kind === kind).map((it) => it.subject.name);

      expect(named('grant')).toEqual([`eva · steward · ${to.name}`, `eva · steward · ${to.name}`]);
      expect(named('subscription-request')).toEqual([`table:sales · ${from.name} · ${to.name}`]);
      expect(named('quota')).toEqual([`open-jobs · ${to.name}`]);
      expect(named('domain-user')[0]).toMatch(/^eva · /);
    });

    it('writes nothing down where nobody acts, nothing changes, or the change is refused', async () => {
      const { id } = await project('quiet');
      const before = (await latest())?.seq;

      await store.projects.update(id, { state: 'active' });
      const ada = acting();
      await store.audit.as(ada, async () => {
        await store.projects.list();
        await store.projects.update('prj_none', { state: 'active' });
        await store.projects.update(id, { state: 'active' });
        await expect(domain('quiet')).rejects.toThrow(Conflict);
      });

      expect(await eventsOf(ada)).toEqual([]);
      expect((await latest())?.seq).toBe(before);
    });

    it('never takes one caller for another, though connections are shared and calls fail', async () => {
      const { id } = await project('shared');
      const callers = Array.from({ length: 40 }, (_, k) => (k % 4 === 3 ? undefined : acting(`caller ${k}`)));

      const made = await Promise.all(
        callers.map(async (caller, k) => {
          const work = async () => {
            if (k % 4 === 0) await domain('shared').catch(() => undefined);
            const { id: loadId } = await load(id);
            await store.loads.get(id, loadId);
            await store.loads.update(loadId, { state: 'running' });
            return loadId;
          };
          return caller ? store.audit.as(caller, work) : work();
        }),
      );

      for (const [k, caller] of callers.entries()) {
        const events = await store.audit.list({ subject: made[k]! }, { limit: 10 });
        expect(events.map((it) => it.actor.name)).toEqual(caller ? [`caller ${k}`, `caller ${k}`] : []);
      }
    });

    it('leaves progress and counters out, and writes the ends of jobs', async () => {
      const { id: projectId } = await project('jobs');
      const ada = acting('Ada', 'createLoad');
      const { id } = await store.audit.as(ada, () => load(projectId));

      await store.audit.as(worker(id), async () => {
        await store.loads.update(id, { state: 'running', progress });
        await store.loads.update(id, { progress: { ...progress, share: 0.9 } });
        await store.loads.update(id, { state: 'succeeded', progress: null, endedAt: '2026-11-23T12:00:00.000Z' });
      });

      const events = await store.audit.list({ subject: id }, { limit: 10 });
      expect(events.map((it) => it.changes.state?.new)).toEqual(['succeeded', 'running', 'queued']);
      expect(events[0]).toMatchObject({ actor: { kind: 'worker' }, onBehalfOf: ada.actor, operation: 'load' });
      expect(events[0]?.changes).not.toHaveProperty('progress');
    });

    it('keeps what is long as its hash, and of secrets only that there is one', async () => {
      const { id: domainId } = await domain('secrets');
      const canary = 'canary0123456789';
      const ada = acting();
      const region = 'x'.repeat(2_000);

      await store.audit.as(ada, async () => {
        const parameters = { adminPassword: canary, api_key: canary, redshiftBaseCapacity: 8 };
        // More than the schema of a blueprint lets through: what was kept before there was one.
        const blueprints = [{ blueprint: 'RedshiftServerless', parameters }] as unknown as BlueprintUse[];
        await store.projectProfiles.create(domainId, { name: 'small', blueprints });
        await store.projectProfiles.create(domainId, {
          name: 'large',
          blueprints: [{ blueprint: 'Tooling', parameters: { region } }] as unknown as BlueprintUse[],
        });
        const { id } = await project('of-token');
        const later = new Date(Date.now() + 60_000);
        const ofService = { userId: null, projectId: id, role: 'viewer', scopes: [] } as const;
        await store.identity.createToken({ hash: `${canary}a`, name: 'ci', ...ofService, expiresAt: later });
        await store.identity.createSignInLink(`${canary}b`, later);
        await store.identity.redeemSignInLink(`${canary}b`, `${canary}c`, later);
        await store.identity.deleteSession(`${canary}c`);
      });

      const events = await eventsOf(ada);
      expect(JSON.stringify(events)).not.toContain(canary);
      const of = (kind: string) => events.filter((it) => it.subject.kind === kind);
      expect(of('token')[0]).toMatchObject({ changes: { hash: { new: { withheld: true } }, name: { new: 'ci' } } });
      expect(of('session').map((it) => it.action)).toEqual(['deleted', 'created']);
      expect(new Set(of('session').map((it) => it.subject.id)).size).toBe(1);
      const [large, small] = of('project-profile').filter((it) => it.projectId === null && it.domainId === domainId);
      expect(small?.changes.blueprints?.new).toMatchObject([
        { parameters: { adminPassword: { withheld: true }, api_key: { withheld: true }, redshiftBaseCapacity: 8 } },
      ]);
      expect(large?.changes.blueprints?.new).toEqual({
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        bytes: expect.any(Number),
      });
    });

    it('takes names of every kind', async () => {
      const odd = `Zoë "the\nbest" '\\' \0 \uD800 ${'漢'.repeat(20)}`;
      const ada = acting(odd);

      await store.audit.as(ada, () => domain(`${odd} & co`));

      expect((await eventsOf(ada))[0]).toMatchObject({
        actor: { name: odd.replace(/[\0\uD800]/g, '\uFFFD') },
        subject: { kind: 'domain' },
      });
    });

    it('finds events by every field, by pages, newest first', async () => {
      const { id, domainId } = await project('found');
      const [ada, grace] = [acting('Ada of found'), acting('Grace of found', 'deleteProject')];
      for (const who of [ada, grace, ada]) await store.audit.as(who, () => load(id));
      const all = await store.audit.list({ project: id }, { limit: 10 });
      const by = async (filter: Parameters<ControlStore['audit']['list']>[0]) =>
        (await store.audit.list({ ...filter, project: id }, { limit: 10 })).map((it) => it.seq);
      const [third, second, first] = all.map((it) => it.seq) as [number, number, number];

      expect(all).toHaveLength(3);
      expect(first < second && second < third).toBe(true);
      expect(await by({ actor: 'Ada of found' })).toEqual([third, first]);
      expect(await by({ actor: 'id of Grace of found' })).toEqual([second]);
      expect(await by({ operation: 'deleteProject' })).toEqual([second]);
      expect(await by({ request: ada.requestId, text: 'UPL_1' })).toEqual([third, first]);
      expect(await by({ text: '100%_' })).toEqual([]);
      expect(await by({ subject: all[1]!.subject.id, kind: 'load' })).toEqual([second]);
      expect(await by({ domain: domainId })).toEqual([third, second, first]);
      expect(await by({ domain: 'dom_other' })).toEqual([]);
      expect(await by({ from: all[2]!.at })).toEqual([third, second, first]);
      expect(await by({ to: all[2]!.at })).toEqual([]);
      expect(await store.audit.list({ project: id }, { before: third, limit: 1 })).toEqual([all[1]]);
    });

    it('takes note of an act that changes no record', async () => {
      const { id, domainId, name: label } = await project('noted');
      const ada = acting('Ada', 'stopWarehouse');

      await store.audit.as(ada, () => store.audit.note({ kind: 'warehouse', id, name: label, projectId: id }));

      expect(AuditEvent.array().parse(await eventsOf(ada))).toEqual([
        expect.objectContaining({ action: 'done', operation: 'stopWarehouse', projectId: id, domainId, changes: {} }),
      ]);
    });

    it('chains every event to the one before, also of many writers at once', async () => {
      const { id } = await project('busy');
      const writers = Array.from({ length: 20 }, (_, k) => acting(`writer ${k}`));

      await Promise.all(
        writers.map((who) =>
          store.audit.as(who, async () => {
            for (let k = 0; k < 5; k++) await store.loads.update((await load(id)).id, { state: 'running' });
          }),
        ),
      );

      const { head, links } = await store.audit.read(async ({ head, pages }) => {
        const links: AuditLink[] = [];
        for await (const page of pages) links.push(...page);
        return { head, links };
      });
      expect(links.map((it) => it.seq)).toEqual(links.map((_, k) => k + 1));
      expect(links.map((it) => it.prevHash)).toEqual(['0'.repeat(64), ...links.slice(0, -1).map((it) => it.hash)]);
      expect(links.map((it) => sha256(`${it.prevHash}\n${it.payload}`))).toEqual(links.map((it) => it.hash));
      expect(head).toEqual({ seq: links.length, hash: links.at(-1)!.hash });
      expect(await store.audit.list({ project: id }, { limit: 300 })).toHaveLength(200);
      const instants = links.map((it) => JSON.parse(it.payload).at as string);
      expect(instants).toEqual([...instants].sort());
    });
  });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
