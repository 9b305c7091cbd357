import { createHash } from 'node:crypto';
import { operations, type Project } from '@tandem/data-model/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type TestApp } from './start-app.ts';

let api: TestApp;
let project: Project;
let administrator: { cookie: string };

beforeAll(async () => {
  api = await startApp();
  project = await api.project();
  administrator = { cookie: await api.session() };
}, 60_000);
afterAll(() => api.stop());

const cookieOf = (reply: LightMyRequestResponse) => reply.cookies.map((it) => `${it.name}=${it.value}`).join('; ');
const signIn = (body: object, cookie?: string) =>
  api.call(operations.createSession, { body, ...(cookie ? { cookie } : {}) });

/** Invites somebody, who signs in by the link and sets a password. */
async function invited(name: string) {
  const params = { domainId: project.domainId };
  const { user, link } = (await api.call(operations.inviteUser, { ...administrator, params, body: { name } })).json();
  const secret = new URL(link).hash.slice(1);
  const cookie = cookieOf(await signIn({ secret }));
  const password = `the password of ${name}`;
  expect((await api.call(operations.setPassword, { cookie, body: { password } })).statusCode).toBe(204);
  return { user, secret, password, cookie };
}

it('takes somebody from an invitation to work in a project, as far as their role goes', async () => {
  const { user, secret, password } = await invited('ada@example.com');
  expect((await signIn({ secret })).statusCode).toBe(401);
  const cookie = cookieOf(await signIn({ name: ' Ada@Example.com ', password }));
  const params = { projectId: project.id };
  expect((await api.call(operations.getProject, { cookie, params })).statusCode).toBe(404);

  const member = { params: { ...params, memberId: user.id }, body: { role: 'viewer', persona: 'analyst' } };
  expect((await api.call(operations.setMember, { ...administrator, ...member })).json()).toMatchObject({
    ...{ name: 'ada@example.com', kind: 'user', role: 'viewer', persona: 'analyst' },
  });

  expect((await api.call(operations.getProject, { cookie, params })).statusCode).toBe(200);
  expect((await api.call(operations.listProjects, { cookie })).json().projects).toHaveLength(1);
  const denied = await api.call(operations.createLoad, { cookie, params, body: {} });
  expect(denied.json()).toMatchObject({ status: 403, detail: 'Not allowed: a viewer may not operate the project.' });
  const asked = { userId: user.id, operationId: 'createLoad', projectId: project.id };
  const options = { params: { domainId: project.domainId }, query: asked };
  expect((await api.call(operations.explainPermission, { ...administrator, ...options })).json()).toEqual({
    allowed: false,
    rule: 'a viewer may not operate the project',
  });
});

it('lets whoever lost their password come by another link, and set a new one', async () => {
  const { user } = await invited('lost@example.com');
  const params = { domainId: project.domainId, userId: user.id };
  const { link } = (await api.call(operations.renewInvitation, { ...administrator, params })).json();
  const cookie = cookieOf(await signIn({ secret: new URL(link).hash.slice(1) }));

  expect((await api.call(operations.setPassword, { cookie, body: { password: 'quite another one' } })).statusCode).toBe(
    204,
  );

  expect((await signIn({ name: user.name, password: 'quite another one' })).statusCode).toBe(201);
});

it('gives a new session at each sign-in, and ends the one that the browser had', async () => {
  const { password, cookie } = await invited('bob@example.com');

  const again = await signIn({ name: 'bob@example.com', password }, cookie);

  expect(cookieOf(again)).not.toBe(cookie);
  expect((await api.call(operations.getMe, { cookie })).statusCode).toBe(401);
  expect((await api.call(operations.getMe, { cookie: cookieOf(again) })).json()).toMatchObject({
    ...{ name: 'bob@example.com', isAdministrator: false, domainIds: [project.domainId], grants: [] },
  });
});

it('says the same of a wrong password and of a name that nobody has, and makes both wait', async () => {
  await invited('eve@example.com');
  const tries = async (name: string) => {
    const replies = [];
    for (let k = 0; k < 6; k++) replies.push(await signIn({ name, password: 'wrong' }));
    return replies.map((it) => [it.statusCode, it.json().detail, it.headers['retry-after']]);
  };

  const known = await tries('eve@example.com');
  const unknown = await tries('nobody@example.com');

  expect(known).toEqual(unknown);
  expect(known.map(([status]) => status)).toEqual([401, 401, 401, 401, 401, 429]);
  expect(known[5]![2]).toBe('1');
});

it('lets no owner of a domain take over an account that is not of that domain alone', async () => {
  const { user } = await invited('mallory@example.com');
  const { domainId } = project;
  const owner = { params: { domainId, memberId: user.id } };
  expect((await api.call(operations.addDomainOwner, { ...administrator, ...owner })).statusCode).toBe(200);
  const { cookie } = {
    cookie: cookieOf(await signIn({ name: user.name, password: 'the password of mallory@example.com' })),
  };
  const { userId } = (await api.call(operations.getMe, administrator)).json();
  await api.control.identity.addUser(domainId, { name: 'administrator', displayName: 'X' });

  for (const operation of [operations.renewInvitation, operations.updateUser]) {
    const reply = await api.call(operation, { cookie, params: { domainId, userId }, body: { disabled: true } });
    expect(reply.statusCode).toBe(409);
  }
});

it('lets a token make none that may more, and no session of itself', async () => {
  const scopes = ['manage', 'read'] as const;
  const token = await api.serviceToken(project.id, 'project-owner', scopes);
  const params = { projectId: project.id };
  const wanted = (it: readonly string[]) => ({ name: 'more', role: 'project-owner', scopes: it, days: 300 });
  const make = (it: readonly string[]) => api.call(operations.createServiceToken, { token, params, body: wanted(it) });

  expect((await make(['read', 'operate'])).statusCode).toBe(403);
  const made = (await make(['read'])).json();

  expect(Date.parse(made.token.expiresAt)).toBeLessThan(Date.now() + 2 * 86_400_000);
  const body = { name: 'mine', scopes: ['manage'], days: 1 };
  const { secret } = (await api.call(operations.createPersonalToken, { ...administrator, body })).json();
  const { user } = await invited('victim@example.com');
  const renewal = { token: secret, params: { domainId: project.domainId, userId: user.id } };
  expect((await api.call(operations.renewInvitation, renewal)).statusCode).toBe(403);
});

it('limits a personal token to its scopes and its project, and ends it at once', async () => {
  const cookie = await api.session();
  const body = { name: 'laptop', scopes: ['read'], days: 1, projectId: project.id };
  const { token, secret } = (await api.call(operations.createPersonalToken, { cookie, body })).json();
  const params = { projectId: project.id };
  const bearer = { token: secret };

  expect(secret).toMatch(/^tnd_[\w-]{43}$/);
  expect((await api.call(operations.getProject, { ...bearer, params })).statusCode).toBe(200);
  expect((await api.call(operations.createLoad, { ...bearer, params, body: {} })).statusCode).toBe(403);
  const { id } = await api.project();
  expect((await api.call(operations.getProject, { ...bearer, params: { projectId: id } })).statusCode).toBe(404);
  expect((await api.call(operations.createPersonalToken, { ...bearer, body })).statusCode).toBe(403);
  expect((await api.call(operations.revokePersonalToken, { cookie, params: { tokenId: token.id } })).statusCode).toBe(
    204,
  );
  expect((await api.call(operations.getProject, { ...bearer, params })).statusCode).toBe(401);
});

it('gives whoever signs in at the identity provider neither a password nor a link', async () => {
  const { domainId } = project;
  const { identity } = api.control;
  const { user } = await identity.addUser(domainId, { name: 'sso@example.com', displayName: 'S' });
  const external = { issuer: 'https://login.example', subject: 's', email: user.name, displayName: null, groups: [] };
  const secret = 'of-a-session-of-the-identity-provider';
  await identity.signInExternally(
    external,
    createHash('sha256').update(secret).digest('hex'),
    new Date(Date.now() + 600_000),
  );
  const cookie = `${administrator.cookie.split('=')[0]}=${secret}`;

  const password = await api.call(operations.setPassword, { cookie, body: { password: 'a long new password' } });
  const ofUser = { ...administrator, params: { domainId, userId: user.id } };
  const link = await api.call(operations.renewInvitation, ofUser);
  await api.call(operations.updateUser, { ...ofUser, body: { disabled: true } });
  const whileDisabled = await api.call(operations.renewInvitation, ofUser);

  expect(password.json()).toMatchObject({ status: 403, mend: 'Change the password there.' });
  for (const it of [link, whileDisabled]) {
    expect(it.json()).toMatchObject({ status: 409, detail: expect.stringContaining('would go round it') });
  }
});
