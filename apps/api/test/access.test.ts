import { createSignInLink, sessionLifeMs, signInLinkLifeMs, tokenLifeMs } from '@tandem/control-plane';
import { type Operation, operations, type Project } from '@tandem/data-model/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { batchForecast, endpoint, startApp, succeededLoad, type TestApp, trainedRun } from './start-app.ts';

let api: TestApp;
let mine: Project;
let theirs: Project;
let cookie: string;

beforeAll(async () => {
  api = await startApp();
  mine = await api.project();
  theirs = await api.project();
}, 60_000);
beforeEach(async () => {
  cookie = await api.session();
});
afterAll(() => api.stop());

const all = Object.values<Operation>(operations);
const guarded = all.filter((it) => it.access !== 'public');
const onProjects = all.filter((it) => it.access === 'project');

/** Parameters that name things of a project that are really there. */
const thingsOf = async (projectId: string) => ({
  projectId,
  profileId: mine.profileId,
  termId: `trm_${'0'.repeat(32)}`,
  entry: 'table:store_sales',
  teardownId: `tdn_${'0'.repeat(32)}`,
  listingId: (await listing(projectId)).id,
  subscriptionRequestId: `sbr_${'0'.repeat(32)}`,
  subscriptionId: `sub_${'0'.repeat(32)}`,
  loadId: (await succeededLoad(api, projectId)).id,
  jobId: (await succeededLoad(api, projectId)).id,
  otherLoadId: (await succeededLoad(api, projectId)).id,
  trainingRunId: (await trainedRun(api, projectId)).id,
  endpoint: (await endpoint(api, projectId)).name,
  batchForecastId: (await batchForecast(api, projectId)).id,
  queryId: `qry_${'0'.repeat(32)}`,
  uploadSessionId: (await uploadSession(projectId)).id,
  connectionId: (await connection(projectId)).id,
  ...(await workflowAndRun(projectId)),
  part: '1',
  table: 'store_sales',
  itemId: '1',
  ...peopleOf(mine),
});

let made = 0;
const database = { host: 'db.example.com', port: 5432, database: 'shop', user: 'reader', tls: 'require' } as const;
const connection = (projectId: string) =>
  api.control.connections.create({
    ...{ projectId, name: `connection-${++made}`, kind: 'postgresql', settings: database, sealedPassword: '' },
  });

/** One of each project, which may have fifty. */
const workflows = new Map<string, Promise<{ workflowId: string; workflowRunId: string }>>();
const workflowAndRun = (projectId: string) => {
  const made = workflows.get(projectId) ?? startedWorkflow(projectId);
  workflows.set(projectId, made);
  return made;
};

const startedWorkflow = async (projectId: string) => {
  const call = { token: await api.token(projectId), params: { projectId } };
  const body = { name: 'nightly', steps: { load: {} } };
  const { id: workflowId } = (await api.call(operations.createWorkflow, { ...call, body })).json();
  const run = await api.call(operations.startWorkflowRun, { ...call, body: { workflowId } });
  return { workflowId, workflowRunId: run.json().id };
};

/** Bodies of those that look at their body before the thing that they change. */
const bodies: Readonly<Record<string, object>> = {
  setMember: { role: 'viewer' },
  changeWorkflow: { name: 'nightly', steps: { load: {} } },
  changeConnection: { name: 'shop', ...database },
};

const listing = (projectId: string) =>
  api.control.sharing.publish({
    ...{ projectId, entry: 'table:store_sales', kind: 'table', name: 'store_sales' },
    ...{ description: '', columns: [] },
  });

const uploadSession = async (projectId: string) => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const file = { projectId, name: 'a.csv', bytes: 1, sha256: '0'.repeat(64), partBytes: 1, expiresAt };
  return (await api.control.uploadSessions.begin(file, { count: 50, bytes: 50 }))!;
};

/** Ids that nothing has, but of the right form. */
const peopleOf = ({ domainId }: Project) => {
  const id = (prefix: string) => `${prefix}_${'0'.repeat(32)}`;
  const people = { userId: id('usr'), groupId: id('grp'), domainUnitId: id('dmu'), memberId: id('usr') };
  return { ...people, domainId, tokenId: id('tok') };
};

describe('without credentials', () => {
  it.each(guarded)('$id answers 401', async (operation) => {
    const reply = await api.call(operation, { params: await thingsOf(mine.id), body: {} });

    expect(reply.statusCode).toBe(401);
  });

  it.each([
    ['a token that was never given out', { token: 'tnd_guess' }],
    ['an empty token', { headers: { authorization: 'Bearer ' } }],
    ['another scheme', { headers: { authorization: 'Basic dXNlcjpwYXNz' } }],
    ['a cookie that was never given out', { cookie: 'tandem_session_4400=guess' }],
  ])('%s opens nothing', async (_, credentials) => {
    const reply = await api.call(operations.getMe, credentials);

    expect(reply.statusCode).toBe(401);
  });

  it('a body is not read before the caller is known', async () => {
    const params = { projectId: mine.id };

    const reply = await api.call(operations.createUpload, {
      params,
      query: { name: 'a.csv' },
      body: 'x'.repeat(100_000),
    });

    expect(reply.statusCode).toBe(401);
    expect(await api.objects.list(`projects/${mine.id}/uploads/`)).toEqual([]);
  });

  it('the documentation is closed too', async () => {
    for (const url of ['/api/openapi.json', '/api/docs/', '/api/docs/js/scalar.js']) {
      expect((await api.app.inject(url)).statusCode).toBe(401);
      expect((await api.app.inject({ url, headers: { cookie } })).statusCode).toBe(200);
    }
  });
});

describe('a token', () => {
  it.each(onProjects)('of another project finds nothing by $id', async (operation) => {
    const token = await api.token(theirs.id);

    const reply = await api.call(operation, { token, params: await thingsOf(mine.id), query: { name: 'a' }, body: {} });

    expect(reply.statusCode).toBe(404);
    expect(reply.json().detail).toContain(`There is no project ${mine.id}`);
  });

  it("does not reach its own project's path with another project's things", async () => {
    const token = await api.token(theirs.id);
    const params = { ...(await thingsOf(mine.id)), projectId: theirs.id };

    const statuses = new Map<string, number>();
    for (const operation of onProjects.filter((it) => /Id$|:endpoint$/.test(it.path.split('/').slice(4).join('/')))) {
      const body = bodies[operation.id];
      statuses.set(operation.id, (await api.call(operation, { token, params, ...(body ? { body } : {}) })).statusCode);
    }

    expect(statuses.size).toBeGreaterThan(3);
    expect([...statuses].filter(([, status]) => status !== 404)).toEqual([]);
  });

  it('sees its own project alone', async () => {
    const token = await api.token(theirs.id);

    const { projects } = (await api.call(operations.listProjects, { token })).json();

    expect(projects.map((it: Project) => it.id)).toEqual([theirs.id]);
    expect((await api.call(operations.getMe, { token })).json()).toMatchObject({ kind: 'token', projectId: theirs.id });
  });

  it('does not reach the domain', async () => {
    const token = await api.token(theirs.id);

    const reply = await api.call(operations.createDomain, { token, body: { name: 'Mine now', region: 'eu-west-1' } });

    expect(reply.json()).toMatchObject({ status: 403, detail: expect.stringContaining('that project alone') });
  });

  it('is no session: neither in a cookie, nor when signing out', async () => {
    const token = await api.token(theirs.id);

    expect((await api.call(operations.getMe, { cookie: `tandem_session_4400=${token}` })).statusCode).toBe(401);
    expect((await api.call(operations.deleteSession, { token })).statusCode).toBe(403);
  });

  it('counts before a cookie that comes with it', async () => {
    const token = await api.token(theirs.id);

    const reply = await api.call(operations.getProject, { token, cookie, params: { projectId: mine.id } });

    expect(reply.statusCode).toBe(404);
  });

  it('ends after a day', async () => {
    const token = await api.token(mine.id);
    const params = { projectId: mine.id };
    expect((await api.call(operations.getProject, { token, params })).statusCode).toBe(200);

    api.pass(tokenLifeMs);

    expect((await api.call(operations.getProject, { token, params })).json()).toMatchObject({
      status: 401,
      detail: 'This token has expired, has been ended, or was never given out.',
    });
  });
});

describe('signing in', () => {
  it('uses a link up', async () => {
    const secret = await api.signInSecret();
    expect((await api.call(operations.createSession, { body: { secret } })).statusCode).toBe(201);

    const again = await api.call(operations.createSession, { body: { secret } });

    expect(again.statusCode).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('refuses a link after 15 minutes', async () => {
    const secret = await api.signInSecret();
    api.pass(signInLinkLifeMs);

    expect((await api.call(operations.createSession, { body: { secret } })).statusCode).toBe(401);
  });

  it('gives a cookie that scripts and other sites cannot use, for 12 hours', async () => {
    const reply = await api.call(operations.createSession, { body: { secret: await api.signInSecret() } });

    const [session] = reply.cookies;
    expect(session).toMatchObject({ name: 'tandem_session_4400', httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(session!.expires!.toISOString().slice(0, 19)).toBe(reply.json().expiresAt.slice(0, 19));
    expect(reply.body).not.toContain(session!.value);
    const header = `tandem_session_4400=${session!.value}`;
    expect((await api.call(operations.getMe, { cookie: header })).statusCode).toBe(200);
    api.pass(sessionLifeMs);
    expect((await api.call(operations.getMe, { cookie: header })).statusCode).toBe(401);
  });

  it('goes under a name that no installation on another port of the host has', async () => {
    const other = await buildApp({ ...api.deps, config: { ...api.deps.config, origin: 'http://127.0.0.1:4500' } });
    const payload = { secret: await api.signInSecret() };

    const reply = await other.inject({ method: 'POST', url: '/api/v1/sessions', payload });
    await other.close();

    expect(reply.cookies.map((it) => it.name)).toEqual(['tandem_session_4500']);
  });

  it('out ends the session itself, not only the cookie', async () => {
    const reply = await api.call(operations.deleteSession, { cookie });

    expect(reply.headers['set-cookie']).toMatch(/^tandem_session_4400=;/);
    expect((await api.call(operations.getMe, { cookie })).statusCode).toBe(401);
  });
});

describe('a change from a browser', () => {
  const body = { name: 'Named by a page', region: 'eu-west-1' } as const;

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['the same host at another port', { origin: 'http://localhost:9999', host: 'localhost:80' }],
    ['no origin at all', { origin: 'null' }],
    ['another site that hides its origin', { 'sec-fetch-site': 'cross-site' }],
  ])('from %s is refused', async (_, headers) => {
    const reply = await api.call(operations.createDomain, { cookie, body, headers });

    expect(reply.statusCode).toBe(403);
  });

  it('from a page of this server is taken, under whatever name it was opened', async () => {
    const headers = { origin: 'http://tandem.local:4400', host: 'tandem.local:4400' };

    expect((await api.call(operations.createDomain, { cookie, body, headers })).statusCode).toBe(201);
  });

  it('by another site cannot sign somebody in', async () => {
    const secret = await createSignInLink(api.control, () => new Date());

    const reply = await api.call(operations.createSession, {
      body: { secret },
      headers: { origin: 'https://evil.example' },
    });

    expect(reply.statusCode).toBe(403);
  });

  it('with a token needs no origin: nothing sends a token by itself', async () => {
    const options = { token: await api.token(mine.id), params: { projectId: mine.id }, query: { name: 'a.csv' } };

    const reply = await api.call(operations.createUpload, {
      ...options,
      body: 'x',
      headers: { origin: 'https://other.example' },
    });

    expect(reply.statusCode).toBe(201);
  });
});
