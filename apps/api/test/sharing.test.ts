import { createHash } from 'node:crypto';
import { hashSecret, runTeardown } from '@tandem/control-plane';
import { type Operation, operations, type Project, type Role } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from './start-app.ts';
import { makeWorld } from './world.ts';

/** One project publishes; people of another ask, are given, read, and lose it again: over HTTP, as each of them. */
let api: TestApp;
let north: Project;
let south: Project;
let batchForecastId: string;
let owner: string;
let steward: string;
let viewer: string;
let outsider: string;

const dayMs = 86_400_000;

beforeAll(async () => {
  api = await startApp();
  const world = await makeWorld(api);
  north = world.project;
  batchForecastId = world.batchForecastId;
  const { domainId, profileId, steps } = north;
  const made = await api.control.projects.create({ domainId, profileId, steps, name: 'South', catalogName: 'south' });
  south = (await api.control.projects.update(made.id, { state: 'active' }))!;
  owner = await person('owner', 'project-owner', north);
  steward = await person('steward', 'steward', north);
  viewer = await person('viewer', 'viewer', south);
  outsider = await person('outsider', 'viewer');
}, 60_000);
afterAll(() => api.stop());

async function person(name: string, role: Role, project?: Project): Promise<string> {
  const { identity } = api.control;
  const { user } = await identity.addUser(north.domainId, { name, displayName: name });
  const scope = project && { domainId: north.domainId, projectId: project.id };
  if (scope) await identity.setMember(scope, user.id, { role, persona: null });
  const hash = createHash('sha256').update(name).digest('hex');
  // Time goes on in these tests.
  await identity.createSession(user.id, hash, new Date(Date.now() + 365 * dayMs));
  return `tandem_session_4400=${name}`;
}

const ask = async (
  cookie: string,
  operation: Operation,
  params: Record<string, string>,
  body?: unknown,
  query = {},
) => {
  const reply = await api.call(operation, { cookie, params, query, ...(body === undefined ? {} : { body }) });
  return { status: reply.statusCode, text: reply.body, json: reply.body.startsWith('{') ? reply.json() : undefined };
};
const inNorth = (more: Record<string, string> = {}) => ({ projectId: north.id, ...more });
const inSouth = (more: Record<string, string> = {}) => ({ projectId: south.id, ...more });
const publish = async (entry: string) => (await ask(owner, operations.publishEntry, inNorth({ entry }), {})).json;
const request = async (listingId: string) => {
  const body = { listingId, reason: 'To compare regions', days: 30 };
  return (await ask(viewer, operations.createSubscriptionRequest, inSouth(), body)).json;
};
const give = async (entry: string, days?: number) => {
  const asked = await request((await publish(entry)).id);
  const params = inNorth({ subscriptionRequestId: asked.id });
  return (await ask(steward, operations.approveSubscriptionRequest, params, { ...(days ? { days } : {}) })).json;
};
const revoke = (subscriptionId: string) =>
  ask(steward, operations.revokeSubscription, inNorth({ subscriptionId }), { reason: 'Over' });
const rowsOf = (cookie: string, table = 'store_sales') => ask(cookie, operations.listTableRows, inNorth({ table }));
const inSql = (sql: string) => ask(viewer, operations.createQuery, inSouth(), { sql });
const ofNorth = () => `from "${north.catalogName}".store_sales select count(*)`;

describe('a published table', () => {
  it('is found by people of the domain without a row of it, and read by nobody more', async () => {
    const listing = await publish('table:store_sales');

    const { json } = await ask(viewer, operations.listListings, { domainId: north.domainId }, undefined, {
      search: 'sales of a store',
    });

    expect(json.listings).toMatchObject([{ id: listing.id, projectName: north.name, subscribers: 0 }]);
    expect(Object.keys(json.listings[0])).not.toContain('rows');
    expect((await rowsOf(viewer)).status).toBe(404);
    expect((await inSql(ofNorth())).status).toBe(409);
    expect((await ask(viewer, operations.publishEntry, inNorth({ entry: 'table:store_dim' }), {})).status).toBe(404);
  });

  it('is read by the project that was given it, over HTTP and in SQL, until it is revoked', async () => {
    const given = await give('table:store_sales', 7);

    const rows = await rowsOf(viewer);
    const query = await inSql(ofNorth());

    expect(given).toMatchObject({ state: 'active', projectId: south.id, approvedBy: 'steward' });
    expect(rows.json.total).toBe(32);
    // South has loaded nothing, and North's load is not its own.
    expect(query.json).toMatchObject({ rows: [[32]], truncated: null, loadId: null });
    const { json: compute } = await ask(viewer, operations.getCompute, inSouth());
    expect(compute.queries.processes).toMatchObject([{ loadId: null }]);
    const has = (await ask(viewer, operations.listSubscriptions, inSouth())).json.subscriptions;
    expect(has).toMatchObject([{ id: given.id, schema: north.catalogName, publisherName: north.name }]);
    // Nothing else of it, and nobody else.
    expect((await rowsOf(viewer, 'store_dim')).status).toBe(404);
    expect((await ask(viewer, operations.listTables, inNorth())).status).toBe(404);
    expect((await inSql(`from "${north.catalogName}".store_dim`)).json.code).toBe('INVALID_QUERY');
    expect((await rowsOf(outsider)).status).toBe(404);

    await revoke(given.id);

    expect((await rowsOf(viewer)).status).toBe(404);
    expect((await inSql(ofNorth())).status).toBe(409);
  });

  it('is named as the rule where somebody asks why, and reached by tokens of the project alone', async () => {
    const { id } = await give('table:store_sales');
    const [user] = (await api.control.identity.users(north.domainId)).filter((it) => it.name === 'viewer');
    const query = { userId: user!.id, operationId: 'listTableRows', projectId: north.id, entry: 'table:store_sales' };
    const params = { domainId: north.domainId };

    const why = await ask(await api.session(), operations.explainPermission, params, undefined, query);

    expect(why.json).toMatchObject({
      allowed: true,
      rule: expect.stringContaining(`the subscription ${id} of the project South`),
    });
    const token = await api.serviceToken(south.id, 'viewer');
    const table = { params: inNorth({ table: 'store_sales' }) };
    expect((await api.call(operations.listTableRows, { token, ...table })).statusCode).toBe(200);
    const unscoped = await api.serviceToken(south.id, 'viewer', ['operate']);
    expect((await api.call(operations.listTableRows, { token: unscoped, ...table })).statusCode).toBe(403);
    await revoke(id);
  });

  it('is read no more when its time is over, though nothing ran meanwhile', async () => {
    await give('table:store_sales', 1);
    expect((await rowsOf(viewer)).status).toBe(200);
    expect((await inSql(ofNorth())).status).toBe(200);

    api.pass(dayMs);

    expect((await rowsOf(viewer)).status).toBe(404);
    expect((await inSql(ofNorth())).status).toBe(409);
    const query = { side: 'publisher', state: 'expired' };
    expect(
      (await ask(owner, operations.listSubscriptions, inNorth(), undefined, query)).json.subscriptions,
    ).toHaveLength(1);
  });
});

describe('a request', () => {
  it('is decided by who keeps the catalog of the project that publishes, and by nobody of the other', async () => {
    const asked = await request((await publish('table:store_dim')).id);
    const params = { subscriptionRequestId: asked.id };

    expect((await ask(viewer, operations.approveSubscriptionRequest, inNorth(params), {})).status).toBe(404);
    expect((await ask(viewer, operations.approveSubscriptionRequest, inSouth(params), {})).status).toBe(403);
    const body = { reason: 'Ask for the totals instead' };
    const rejected = await ask(steward, operations.rejectSubscriptionRequest, inNorth(params), body);

    expect(rejected.json).toMatchObject({ state: 'rejected', decidedBy: 'steward', decisionReason: body.reason });
    expect((await rowsOf(viewer, 'store_dim')).status).toBe(404);
  });

  it('is approved by somebody else than who made it, who are named', async () => {
    const { id: listingId } = await publish('table:store_dim');
    const both = await person('both', 'steward', north);
    const [user] = (await api.control.identity.users(north.domainId)).filter((it) => it.name === 'both');
    const scope = { domainId: south.domainId, projectId: south.id };
    await api.control.identity.setMember(scope, user!.id, { role: 'viewer', persona: null });
    const asked = await ask(both, operations.createSubscriptionRequest, inSouth(), { listingId, reason: 'Mine' });
    const params = { subscriptionRequestId: asked.json.id };

    const own = await ask(both, operations.approveSubscriptionRequest, inNorth(params), {});

    expect(own.json).toMatchObject({ status: 403, mend: 'Have it decided by one of: owner, steward.' });
    expect((await ask(steward, operations.approveSubscriptionRequest, inNorth(params), {})).status).toBe(201);
    await ask(owner, operations.unpublishListing, inNorth({ listingId }));
  });

  it('of a token is approved by neither that token, nor who made it, nor another token of theirs', async () => {
    const { id: listingId } = await publish('table:store_dim');
    const maker = await person('maker', 'project-owner', north);
    const [user] = (await api.control.identity.users(north.domainId)).filter((it) => it.name === 'maker');
    const scope = { domainId: south.domainId, projectId: south.id };
    await api.control.identity.setMember(scope, user!.id, { role: 'project-owner', persona: null });
    const service = async (name: string, project: Project, by: { cookie: string } | { token: string }) => {
      const body = { name, role: 'project-owner', scopes: ['read', 'operate', 'curate', 'manage'], days: 1 };
      const made = await api.call(operations.createServiceToken, { ...by, params: { projectId: project.id }, body });
      return made.json() as { secret: string; token: { id: string } };
    };
    const nightly = await service('nightly', south, { cookie: maker });
    const ofToken = await service('of nightly', south, { token: nightly.secret });
    const keeper = await service('keeper', north, { cookie: maker });
    const make = async (token: string) => {
      const body = { listingId, reason: 'Each night' };
      return (await api.call(operations.createSubscriptionRequest, { token, params: inSouth(), body })).json();
    };
    const approve = (id: string, by: { cookie: string } | { token: string }) => {
      const params = inNorth({ subscriptionRequestId: id });
      return api.call(operations.approveSubscriptionRequest, { ...by, params, body: {} });
    };

    for (const asking of [nightly, ofToken]) {
      const asked = await make(asking.secret);
      expect(asked).toMatchObject({ requestedBy: 'maker', requesterId: user!.id });
      expect(asked.requesterService).toMatchObject({ tokenId: asking.token.id });
      const own = await approve(asked.id, { cookie: maker });
      expect(own.json()).toMatchObject({ status: 403, mend: 'Have it decided by one of: both, owner, steward.' });
      expect((await approve(asked.id, { token: keeper.secret })).statusCode).toBe(403);
      const cancel = { token: asking.secret, params: inSouth({ subscriptionRequestId: asked.id }) };
      expect((await api.call(operations.cancelSubscriptionRequest, cancel)).statusCode).toBe(200);
    }
    const given = await approve((await make(nightly.secret)).id, { cookie: steward });
    expect(given.statusCode).toBe(201);
    await ask(owner, operations.unpublishListing, inNorth({ listingId }));
  });

  it('of which nobody knows who made it is approved by nobody, and made by no token of nobody', async () => {
    const { id: listingId } = await publish('table:store_dim');
    // As versions before left them, which kept no user for what a token did.
    const old = { name: 'old', userId: null as unknown as string, service: null };
    const of = { listingId, projectId: south.id, reason: 'Old', days: 30 };
    const asked = (await api.control.sharing.request(of, old))!;
    const token = 'tnd_old';
    await api.control.identity.createToken({
      ...{ hash: hashSecret(token), name: 'old', userId: null, projectId: south.id, role: 'viewer', makerId: null },
      ...{ scopes: ['read', 'operate'], expiresAt: new Date(Date.now() + 365 * dayMs) },
    });

    const params = inNorth({ subscriptionRequestId: asked.id });
    const approved = await ask(steward, operations.approveSubscriptionRequest, params, {});
    const body = { listingId, reason: 'By nobody' };
    const made = await api.call(operations.createSubscriptionRequest, { token, params: inSouth(), body });

    expect(approved.json).toMatchObject({ status: 403, mend: 'Reject it, and have it made again.' });
    expect(made.json()).toMatchObject({
      status: 403,
      detail: expect.stringContaining('Nobody knows who made the token'),
    });
    expect((await ask(steward, operations.rejectSubscriptionRequest, params, { reason: 'Of nobody' })).status).toBe(
      200,
    );
  });

  it('is approved by no token of which nobody knows who made it, for it may be who asked', async () => {
    const { id: listingId } = await publish('table:store_dim');
    const { id: subscriptionRequestId } = await request(listingId);
    const token = 'tnd_old_of_north';
    await api.control.identity.createToken({
      ...{ hash: hashSecret(token), name: 'old', userId: null, projectId: north.id, role: 'project-owner' },
      ...{ makerId: null, scopes: ['read', 'operate', 'curate'], expiresAt: new Date(Date.now() + 365 * dayMs) },
    });
    const params = inNorth({ subscriptionRequestId });

    const approved = await api.call(operations.approveSubscriptionRequest, { token, params, body: {} });

    expect(approved.json()).toMatchObject({
      status: 403,
      detail: expect.stringContaining('Nobody knows who made the token old'),
      mend: expect.stringContaining('Approve it in a session of your own'),
    });
    expect((await ask(steward, operations.approveSubscriptionRequest, params, {})).status).toBe(201);
    await ask(owner, operations.unpublishListing, inNorth({ listingId }));
  });

  it('is made and taken back by no token that is made for reading alone', async () => {
    const { id: listingId } = await publish('table:store_dim');
    const make = async (token: string) => {
      const body = { listingId, reason: 'By a token' };
      return api.call(operations.createSubscriptionRequest, { token, params: inSouth(), body });
    };
    const reader = await api.serviceToken(south.id, 'viewer', ['read']);

    expect((await make(reader)).json()).toMatchObject({ status: 403, detail: expect.stringContaining('operate') });
    const made = await make(await api.serviceToken(south.id, 'viewer', ['read', 'operate']));
    expect(made.statusCode).toBe(201);
    const params = inSouth({ subscriptionRequestId: made.json().id });
    const token = await api.serviceToken(south.id, 'steward', ['read', 'curate']);
    expect((await api.call(operations.cancelSubscriptionRequest, { token, params })).statusCode).toBe(403);
    await ask(owner, operations.unpublishListing, inNorth({ listingId }));
  });

  it('is taken back by who made it, not by others who may only look', async () => {
    const asked = await request((await publish('table:store_dim')).id);
    const params = inSouth({ subscriptionRequestId: asked.id });
    const other = await person('other viewer', 'viewer', south);

    expect((await ask(other, operations.cancelSubscriptionRequest, params)).status).toBe(403);
    expect((await ask(viewer, operations.cancelSubscriptionRequest, params)).json).toMatchObject({
      state: 'cancelled',
    });
  });

  it('is not taken for what gives nothing to read, nor for what is the project’s own', async () => {
    const model = await ask(owner, operations.publishEntry, inNorth({ entry: 'model:sales' }), {});
    const body = { listingId: (await publish('table:store_dim')).id, reason: 'Mine' };

    expect(model.json).toMatchObject({ status: 400, detail: expect.stringContaining('A model cannot be published') });
    expect((await ask(owner, operations.createSubscriptionRequest, inNorth(), body)).json.detail).toContain(
      'publishes this itself',
    );
  });
});

describe('the inbox of approvals', () => {
  const inbox = async (cookie: string, query: Record<string, string> = {}) =>
    (await ask(cookie, operations.listApprovals, {}, undefined, query)).json;

  it('holds what waits in the projects whose catalog somebody keeps, a page at a time, and then what they decided', async () => {
    const before = await inbox(steward);
    const first = await request((await publish('table:store_dim')).id);
    const second = await request((await publish('table:date_dim')).id);

    const page = await inbox(steward, { limit: '1' });
    const rest = await inbox(steward, { limit: '1', before: page.next });

    expect(page.approvals).toMatchObject([
      { projectId: north.id, id: second.id, asks: 'South asks for table:date_dim for 30 days', request: second },
    ]);
    expect(rest).toMatchObject({ approvals: [{ request: { id: first.id } }], next: null });
    expect(page.counts).toEqual({ waiting: 2, decided: before.counts.decided });
    expect(await inbox(viewer)).toMatchObject({ approvals: [], counts: { waiting: 0, decided: 0 } });
    const params = inNorth({ subscriptionRequestId: second.id });
    await ask(steward, operations.rejectSubscriptionRequest, params, { reason: 'Not now' });
    const decided = await inbox(owner, { state: 'decided' });
    expect(decided.counts).toEqual({ waiting: 1, decided: before.counts.decided + 1 });
    expect(decided.approvals[0].request).toMatchObject({ id: second.id, state: 'rejected', decisionReason: 'Not now' });
  });
});

describe('a published forecast', () => {
  it('gives its CSV and nothing of the history behind it', async () => {
    const { id } = await give(`forecast:${batchForecastId}`);
    const params = inNorth({ batchForecastId });

    expect((await ask(viewer, operations.downloadBatchForecast, params)).text).toContain('item_id,timestamp,mean');
    expect((await ask(viewer, operations.getForecastChart, { ...params, itemId: '1' })).status).toBe(404);
    await revoke(id);
    expect((await ask(viewer, operations.downloadBatchForecast, params)).status).toBe(404);
  });
});

describe('deleting the project that publishes', () => {
  it('ends what it gave before anything else, and proves that nothing is left', async () => {
    await give('table:store_sales', 30);
    expect((await inSql(ofNorth())).status).toBe(200);
    const { name } = north;
    const deleted = await ask(await api.session(), operations.deleteProject, inNorth(), undefined, { confirm: name });
    const found = deleted.json.found.filter((it: { place: string }) => it.place === 'sharing');
    expect(found).toContainEqual({ place: 'sharing', name: 'subscriptions', count: 1, bytes: null });
    expect((await inSql(ofNorth())).status).not.toBe(200);

    const teardown = (await api.control.teardowns.update(deleted.json.id, { state: 'running' }))!;
    const { control, places, clock } = api.deps;
    const left = await runTeardown(teardown, { control, places, clock });

    expect(new Set(left.map((it) => it.count))).toEqual(new Set([0]));
    const other = await api.control.domains.create({ name: 'Other', region: 'eu-west-1', portalUrl: 'http://other' });
    const deletionsOf = async (domainId: string) =>
      (await ask(await api.session(), operations.listTeardowns, {}, undefined, { domainId })).json.teardowns;
    expect(await deletionsOf(north.domainId)).toMatchObject([{ id: deleted.json.id }]);
    expect(await deletionsOf(other.id)).toEqual([]);
    expect((await ask(viewer, operations.listSubscriptions, inSouth())).json.subscriptions).toEqual([]);
  });
});
