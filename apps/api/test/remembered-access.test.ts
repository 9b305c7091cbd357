import { operations, type Project } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { remembering } from '../src/remembered.ts';
import { injected, startApp, type TestApp } from './start-app.ts';

/** The API as it runs: over a store that remembers who calls and what on. */
let api: TestApp;
let app: FastifyInstance;
let project: Project;
let administrator: { cookie: string };

beforeAll(async () => {
  api = await startApp();
  app = await buildApp({ ...api.deps, control: remembering(api.control) });
}, 60_000);
beforeEach(async () => {
  project = await api.project();
  administrator = { cookie: await api.session() };
});
afterAll(async () => {
  await app.close();
  await api.stop();
});

const call = (...[operation, options = {}]: Parameters<TestApp['call']>) => app.inject(injected(operation, options));

/** What the second of two equal calls says, which is answered from memory where it may be. */
async function twice(...args: Parameters<TestApp['call']>) {
  await call(...args);
  return call(...args);
}

async function viewer() {
  const params = { domainId: project.domainId };
  const name = `viewer-${project.id}@example.com`;
  const { user, link } = (await call(operations.inviteUser, { ...administrator, params, body: { name } })).json();
  const member = { projectId: project.id, memberId: user.id };
  const body = { role: 'viewer', persona: 'analyst' };
  expect((await call(operations.setMember, { ...administrator, params: member, body })).statusCode).toBe(200);
  const secret = new URL(link).hash.slice(1);
  const { cookies } = await call(operations.createSession, { body: { secret } });
  return { member, cookie: cookies.map((it) => `${it.name}=${it.value}`).join('; ') };
}

it('shows a project as it was changed a moment ago', async () => {
  const params = { projectId: project.id };
  const before = await twice(operations.getProject, { ...administrator, params });
  const body = { name: project.name, description: 'another' };
  const changed = await call(operations.changeProject, { ...administrator, params, body });
  expect([before.json().description, changed.statusCode]).toEqual(['', 200]);

  const after = await twice(operations.getProject, { ...administrator, params });

  expect(after.json().description).toBe('another');
});

it('ends with the role that let somebody read, at once', async () => {
  const { member, cookie } = await viewer();
  const params = { projectId: project.id };
  expect((await twice(operations.getProject, { cookie, params })).statusCode).toBe(200);

  await call(operations.removeMember, { ...administrator, params: member });

  expect((await twice(operations.getProject, { cookie, params })).statusCode).toBe(404);
});

it('ends with the session, at once', async () => {
  const { cookie } = await viewer();
  expect((await twice(operations.getMe, { cookie })).statusCode).toBe(200);

  await call(operations.deleteSession, { cookie });

  expect((await twice(operations.getMe, { cookie })).statusCode).toBe(401);
});

it('lets nobody read more because they read something else before', async () => {
  const other = await api.project();
  const { cookie } = await viewer();
  const params = { projectId: project.id };
  expect((await twice(operations.getProject, { cookie, params })).statusCode).toBe(200);

  expect((await twice(operations.listServiceTokens, { cookie, params })).statusCode).toBe(403);
  expect((await twice(operations.getProject, { cookie, params: { projectId: other.id } })).statusCode).toBe(404);
  expect((await twice(operations.getDomain, { cookie, params: { domainId: other.domainId } })).statusCode).toBe(404);
});

it('reaches one project by a token that is limited to it, however often another was read', async () => {
  const other = await api.project();
  const token = await api.token(project.id);
  const headers = { token };
  expect((await twice(operations.getProject, { ...headers, params: { projectId: project.id } })).statusCode).toBe(200);

  await twice(operations.getProject, { ...administrator, params: { projectId: other.id } });

  expect((await twice(operations.getProject, { ...headers, params: { projectId: other.id } })).statusCode).toBe(404);
  expect((await twice(operations.getMe, { cookie: `tandem_session_4400=${token}` })).statusCode).toBe(401);
});
