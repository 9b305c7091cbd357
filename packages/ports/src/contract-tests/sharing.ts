import { Conflict } from '@tandem/data-model';
import { Listing, type Project, Subscription, SubscriptionRequest, TrainingJob } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStore } from '../control-store.ts';
import type { OpenControlStore } from './control-store.ts';

const dayMs = 86_400_000;

/** What every control store does with what projects give each other to read. */
export function sharingContract(name: string, newPlace: () => Promise<string>, open: OpenControlStore): void {
  describe(`${name} as a store of what is shared`, () => {
    let store: ControlStore;
    let at = new Date('2026-11-23T12:00:00.000Z');
    let domainId: string;
    let made = 0;

    beforeAll(async () => {
      store = await open(await newPlace(), () => at);
      domainId = (await store.domains.create({ name: 'A', region: 'eu-west-1', portalUrl: 'http://localhost' })).id;
    });
    afterAll(() => store.close());

    const project = async (of = domainId): Promise<Project> => {
      const label = `Project ${++made}`;
      const { id: profileId } = await store.projectProfiles.create(of, { name: label, blueprints: [] });
      return store.projects.create({ domainId: of, profileId, name: label, catalogName: `catalog-${made}`, steps: [] });
    };
    const publish = (projectId: string, description = '') =>
      store.sharing.publish({
        ...{ projectId, entry: 'table:sales', kind: 'table', name: 'sales', description },
        columns: [{ name: 'total', description: 'In euros' }],
      });
    const ada = { name: 'ada', userId: `usr_${'1'.repeat(32)}`, service: null };
    const request = (listingId: string, projectId: string) =>
      store.sharing.request({ listingId, projectId, reason: 'To compare', days: 30 }, ada);
    const approve = (publisherId: string, requestId: string, days: number) =>
      store.sharing.approve(publisherId, requestId, {
        ...{ by: 'bob', reason: null },
        expiresAt: new Date(at.getTime() + days * dayMs),
      });
    /** A publisher, a subscriber, and what was asked for and given. */
    const shared = async (days = 1) => {
      const [publisher, subscriber] = [await project(), await project()];
      const listing = await publish(publisher.id);
      const asked = (await request(listing.id, subscriber.id))!;
      return { publisher, subscriber, listing, asked, given: (await approve(publisher.id, asked.id, days))! };
    };

    it('lists an entry once, as it was published last, to its domain alone', async () => {
      const { id, name: projectName } = await project();
      const first = await publish(id);
      const again = await publish(id, 'Of each day');
      const other = await store.domains.create({ name: 'B', region: 'eu-west-1', portalUrl: 'http://localhost' });

      expect(Listing.parse(again)).toMatchObject({
        id: first.id,
        description: 'Of each day',
        projectName,
        subscribers: 0,
      });
      expect(await store.sharing.listings({ domainId, kind: 'table' }, { limit: 10 })).toEqual([again]);
      expect(await store.sharing.listings({ domainId, kind: 'endpoint' })).toEqual([]);
      expect(await store.sharing.listings({ domainId: other.id })).toEqual([]);
      expect(await request(first.id, (await project(other.id)).id)).toBeUndefined();
    });

    it('takes one request at a time, and decides it once', async () => {
      const [publisher, subscriber] = [await project(), await project()];
      const { id: listingId } = await publish(publisher.id);
      const asked = SubscriptionRequest.parse(await request(listingId, subscriber.id));
      const of = { side: 'publisher', projectIds: [publisher.id] } as const;

      await expect(request(listingId, subscriber.id)).rejects.toThrow('The project has asked for this already');
      expect(await store.sharing.requests({ ...of, states: ['pending'] }, { limit: 9 })).toEqual([asked]);
      expect(await approve(subscriber.id, asked.id, 1)).toBeUndefined();
      const outcomes = await Promise.all([
        approve(publisher.id, asked.id, 1),
        store.sharing.closeRequest({ side: 'publisher', projectId: publisher.id, id: asked.id }, 'rejected', {
          ...{ by: 'bob', reason: 'No' },
        }),
      ]);

      expect(outcomes.filter((it) => it !== undefined)).toHaveLength(1);
      expect(await store.sharing.countRequests({ ...of, states: ['pending'] })).toBe(0);
      expect(await request(listingId, subscriber.id)).toMatchObject({ state: 'pending' });
    });

    it('ends a subscription by its time alone, at the moment of the read', async () => {
      const { publisher, subscriber, given } = await shared(1);
      expect(Subscription.parse(given)).toMatchObject({ state: 'active', schema: publisher.catalogName });
      const reach = () => store.sharing.reachOf(publisher.id, 'table:sales');
      const { id, domainId, domainUnitId, name } = subscriber;
      const expected = { id: given.id, entry: 'table:sales', expiresAt: given.expiresAt };
      expect(await reach()).toEqual([{ ...expected, project: { id, domainId, domainUnitId, name } }]);
      expect(await store.sharing.reachOf(publisher.id, 'table:other')).toEqual([]);

      at = new Date(at.getTime() + dayMs);

      expect(await reach()).toEqual([]);
      expect(await store.sharing.activeEntries(subscriber.id, 'table')).toEqual([]);
      const of = { side: 'publisher', projectId: publisher.id, state: 'expired' } as const;
      expect(await store.sharing.subscriptions(of, { limit: 9 })).toMatchObject([{ id: given.id, endedAt: null }]);
      expect(await store.sharing.endSubscription({ ...of, id: given.id }, { by: 'bob', reason: null })).toBeUndefined();
    });

    it('renews what the project has, so that one revocation ends it all', async () => {
      const { publisher, subscriber, listing, given } = await shared(1);
      const next = (await approve(publisher.id, (await request(listing.id, subscriber.id))!.id, 5))!;
      const of = { side: 'publisher', projectId: publisher.id } as const;
      const states = async () => (await store.sharing.subscriptions(of, { limit: 9 })).map((it) => [it.id, it.state]);
      expect(await states()).toEqual([
        [next.id, 'active'],
        [given.id, 'renewed'],
      ]);

      const ended = await store.sharing.endSubscription({ ...of, id: next.id }, { by: 'bob', reason: 'Over' });

      expect(ended).toMatchObject({ state: 'revoked', endedBy: 'bob', endReason: 'Over' });
      expect(await store.sharing.reachOf(publisher.id, 'table:sales')).toEqual([]);
    });

    it('closes requests and ends subscriptions with the listing', async () => {
      const { publisher, subscriber, listing, given } = await shared();
      const other = await project();
      const asked = (await request(listing.id, other.id))!;
      const ending = { by: 'bob', reason: 'Wrong table' };

      expect(await store.sharing.unpublish(subscriber.id, listing.id, ending)).toBe(false);
      expect(await store.sharing.unpublish(publisher.id, listing.id, ending)).toBe(true);

      expect(await store.sharing.unpublish(publisher.id, listing.id, ending)).toBe(false);
      expect(await store.sharing.getRequest('subscriber', other.id, asked.id)).toMatchObject({ state: 'cancelled' });
      expect(await store.sharing.getSubscription('subscriber', subscriber.id, given.id)).toMatchObject({
        ...{ state: 'revoked', endReason: 'Wrong table' },
      });
      expect(await request(listing.id, other.id)).toBeUndefined();
    });

    it('gives nothing of an endpoint that got the name of a deleted one', async () => {
      const [publisher, subscriber] = [await project(), await project()];
      const projectId = publisher.id;
      const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;
      const job = TrainingJob.parse({});
      const { id: trainingRunId } = await store.trainingRuns.create({
        ...{ projectId, name: 'r', job, report: null },
        ...queued,
      });
      const model = { projectId, name: 'm', trainingRunId, test: {} as never, improvement: 0 };
      const { id: modelId } = await store.models.create(model);
      const fresh = { state: 'creating', error: null, requests: 0, lastRequestAt: null } as const;
      const endpoint = () => store.endpoints.create({ projectId, name: 'live', modelId, ...fresh });
      const { id } = await endpoint();
      const entry = 'endpoint:live';
      const says = { kind: 'endpoint' as const, name: 'live', description: '', columns: [] };
      const listing = await store.sharing.publish({ projectId, entry, ...says });
      const given = await approve(projectId, (await request(listing.id, subscriber.id))!.id, 9);
      expect(await store.sharing.reachOf(projectId, entry)).toHaveLength(1);

      await store.endpoints.delete(id, { by: 'bob', reason: 'Deleted' });
      await endpoint();

      expect(await store.sharing.reachOf(projectId, entry)).toEqual([]);
      expect(await store.sharing.listings({ projectId })).toEqual([]);
      expect(await store.sharing.getSubscription('publisher', projectId, given!.id)).toMatchObject({
        ...{ state: 'revoked', endedBy: 'bob', endReason: 'Deleted' },
      });
    });

    it('leaves what was asked and given in the audit log of both projects, and of no third one', async () => {
      const acting = {
        actor: { kind: 'session' as const, id: null, name: 'bob' },
        operation: 'test',
        requestId: 'shared',
      };
      const third = await project();
      const { publisher, subscriber } = await store.audit.as(acting, async () => {
        const made = await shared();
        await store.sharing.endSubscription(
          { side: 'publisher', projectId: made.publisher.id, id: made.given.id },
          { by: 'bob', reason: 'Over' },
        );
        return made;
      });
      const seenBy = async (id: string) =>
        (await store.audit.list({ project: id, request: 'shared' }, { limit: 20 }))
          .filter((it) => it.subject.kind.startsWith('subscription'))
          .map((it) => `${it.action} ${it.subject.kind}`);

      const expected = ['changed subscription', 'changed subscription-request', 'created subscription'];
      expect([...new Set(await seenBy(publisher.id))].sort()).toEqual([...expected, 'created subscription-request']);
      expect(await seenBy(subscriber.id)).toEqual(await seenBy(publisher.id));
      expect(await seenBy(third.id)).toEqual([]);

      await store.teardowns.begin({ projectId: subscriber.id, steps: [], found: [] });
      await store.projects.deleteRows(subscriber.id);
      expect(await seenBy(publisher.id)).toHaveLength(4);
    });

    it('leaves nothing of a project at either end that is deleted', async () => {
      const { publisher, subscriber, listing } = await shared();
      const open = { listings: 1, requests: 0, subscriptions: 1 };
      expect(await store.sharing.open(publisher.id)).toEqual(open);
      await store.teardowns.begin({ projectId: publisher.id, steps: [], found: [] });
      await expect(request(listing.id, subscriber.id)).rejects.toThrow(Conflict);
      await expect(publish(publisher.id)).rejects.toThrow(Conflict);

      await store.sharing.endAll(publisher.id, { by: 'teardown', reason: null });

      expect(await store.sharing.open(publisher.id)).toEqual({ listings: 0, requests: 0, subscriptions: 0 });
      await store.projects.deleteRows(publisher.id);
      const of = { side: 'subscriber', projectId: subscriber.id } as const;
      expect(await store.sharing.subscriptions(of, { limit: 9 })).toEqual([]);
      expect(await store.projects.get(subscriber.id)).toBeDefined();
    });
  });
}
