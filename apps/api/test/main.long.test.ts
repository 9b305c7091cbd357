import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openControlStore, openHome } from '@tandem/adapters-local';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { createClient } from '@tandem/client';
import { afterAll, beforeAll, expect, it } from 'vitest';

let postgres: TestPostgres;
let databaseUrl: string;
let root: string;
let port: number;
const children: ChildProcess[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  databaseUrl = await postgres.createDatabase();
  root = mkdtempSync(path.join(tmpdir(), 'tandem-api-main-test-'));
  port = await freePort();
}, 60_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await postgres.stop();
  const { sockets } = openHome(root);
  for (const folder of [root, sockets]) rmSync(folder, { recursive: true, force: true });
});

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

interface Message {
  readonly type: string;
  readonly requestId?: string;
  readonly secret?: string;
  readonly token?: string;
}

const start = (environment: Record<string, string> = {}) => {
  const child = fork(path.join(import.meta.dirname, '../src/main.ts'), {
    env: { ...process.env, TANDEM_HOME: root, TANDEM_PORT: String(port), DATABASE_URL: databaseUrl, ...environment },
    silent: true,
  });
  children.push(child);
  const printed: string[] = [];
  child.stderr?.on('data', (it) => printed.push(String(it)));
  const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null, printed: printed.join('') }));
  const heard = (type: string) =>
    new Promise<Message>((resolve) => {
      child.on('message', (it: Message) => {
        if (it.type === type) resolve(it);
      });
    });
  const ask = (message: object, type: string) => {
    const reply = heard(type);
    child.send(message);
    return reply;
  };
  return { child, ended, heard, ask };
};

it('serves under a parent: ready by its word, links and tokens on request, a clean end on SIGTERM', async () => {
  const api = start();
  await api.heard('ready');
  const baseUrl = `http://127.0.0.1:${port}`;
  const anybody = createClient({ baseUrl });
  expect((await anybody.getHealth()).status).toBe('starting');

  const link = await api.ask({ type: 'create-sign-in-link', requestId: 'a' }, 'sign-in-link');
  expect(link).toMatchObject({ requestId: 'a', secret: expect.any(String) });
  expect(await anybody.createSession({ body: { secret: link.secret! } })).toMatchObject({ kind: 'session' });

  const store = await openControlStore(databaseUrl);
  const domain = await store.domains.create({ name: 'D', region: 'eu-west-1', portalUrl: baseUrl });
  const profile = await store.projectProfiles.create(domain.id, { name: 'P', blueprints: [] });
  const ids = { domainId: domain.id, profileId: profile.id };
  const project = await store.projects.create({ ...ids, name: 'Mine', catalogName: 'mine', steps: [] });
  await store.close();
  const { token } = await api.ask({ type: 'create-token', requestId: 'b', projectId: project.id }, 'token');
  const client = createClient({ baseUrl, token: token! });
  expect((await client.getProject({ params: { projectId: project.id } })).name).toBe('Mine');

  const nowhere = { type: 'create-token', requestId: 'c', projectId: `prj_${'0'.repeat(32)}` };
  expect(await api.ask(nowhere, 'failed')).toMatchObject({ requestId: 'c' });

  api.child.send({ type: 'flow-done' });
  await expect.poll(async () => (await anybody.getHealth()).status).toBe('ready');

  const stopped = Date.now();
  api.child.kill('SIGTERM');
  expect(await api.ended).toEqual({ code: 0, printed: '' });
  expect(Date.now() - stopped).toBeLessThan(5_000);
  const log = readFileSync(path.join(root, 'logs/api.log'), 'utf8');
  expect(
    log
      .trim()
      .split('\n')
      .map((it) => JSON.parse(it).route),
  ).toContain('/api/v1/projects/:projectId');
  for (const secret of [token!, link.secret!, 'Mine']) expect(log).not.toContain(secret);
}, 30_000);

it('ends when its parent dies', async () => {
  const api = start();
  await api.heard('ready');

  api.child.disconnect();

  expect(await api.ended).toMatchObject({ code: 0 });
}, 30_000);

it('says what to do about a port that is in use', async () => {
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');

  const { code, printed } = await start().ended;
  other.close();

  expect({ code, printed: printed.trim() }).toEqual({
    code: 1,
    printed: `Port ${port} is in use. Stop what uses it, or give another one in TANDEM_PORT.`,
  });
}, 30_000);

it('does not start on a warehouse that is named by half', async () => {
  const { code, printed } = await start({ TANDEM_WAREHOUSE: 'redshift', AWS_REGION: 'Ireland' }).ended;

  expect({ code, printed: printed.trim() }).toEqual({
    code: 2,
    printed: expect.stringMatching(
      /^TANDEM_WAREHOUSE is redshift, but .*TANDEM_S3_BUCKET is not set, AWS_REGION is "Ireland"/,
    ),
  });
}, 30_000);

it('does not start open to others with secrets that anybody could know', async () => {
  const { code, printed } = await start({ TANDEM_HOST: '0.0.0.0', TANDEM_METRICS_TOKEN: 'changeme' }).ended;

  expect(code).toBe(2);
  expect(printed).toMatch(/TANDEM_ORIGIN has no https/);
  expect(printed).toMatch(/TANDEM_METRICS_TOKEN is a word that everybody knows. Make one by: openssl rand/);
}, 30_000);

it('does not start with a word for the sandbox that it does not know', async () => {
  const { code, printed } = await start({ TANDEM_SQL_SANDBOX: 'no' }).ended;

  expect({ code, printed: printed.trim() }).toEqual({
    code: 2,
    printed: 'TANDEM_SQL_SANDBOX is "no". Give "required", or leave it out.',
  });
}, 30_000);
