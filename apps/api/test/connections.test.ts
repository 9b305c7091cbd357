import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { type Connection, type Operation, operations, type Project } from '@tandem/data-model/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type CallOptions, startApp, type TestApp } from './start-app.ts';
import { salesHeader } from './world.ts';

/** From a connection to an upload, as its owner does it over HTTP. */
const password = 'Kept-and-never-shown-7';
let api: TestApp;
let outside: TestPostgres;
let url: string;
let project: Project;
let cookie: string;

beforeAll(async () => {
  api = await startApp({ maxUploadBytes: 1_000_000 });
  outside = await startTestPostgres();
  url = await outside.createDatabase();
  cookie = await api.session();
  await outside.run(
    url,
    `create role reader login password '${password}';
    create table sales (${salesHeader.split(',').join(' text, ')} text);
    insert into sales values ('1', 'Kiel shop', 'Main St 1', 'Kiel', 'SH', 'Germany', '2026-01-01', '9.99');
    create view long as select repeat('x', 999) as text, generate_series(1, 100000) as n;
    grant select on sales, long to reader`,
  );
}, 60_000);
afterAll(async () => {
  await outside.stop();
  await api.stop();
});
beforeEach(async () => {
  project = await api.project();
});

const settings = () => {
  const { hostname: host, port, pathname } = new URL(url);
  return { host, port: Number(port), database: pathname.slice(1), user: 'reader', tls: 'disable' };
};
const call = (operation: Operation, { params, ...options }: CallOptions = {}): Promise<LightMyRequestResponse> =>
  api.call(operation, { cookie, params: { projectId: project.id, ...params }, ...options });
const create = async (fields: object = {}): Promise<Connection> =>
  (await call(operations.createConnection, { body: { ...settings(), name: 'shop', password, ...fields } })).json();
const of = ({ id: connectionId }: Connection) => ({ connectionId });
const objectsOf = () => api.objects.list(`projects/${project.id}/`);

it('goes from a connection to an upload that is recognised', async () => {
  const made = await create();
  expect(made).toMatchObject({ name: 'shop', madeBy: 'people', state: 'untested', settings: settings() });

  const tested = (await call(operations.testConnection, { params: of(made) })).json();
  const { tables } = (await call(operations.listConnectionTables, { params: of(made) })).json();
  const reply = await call(operations.importTable, { params: of(made), body: { table: 'sales' } });

  expect(tested).toMatchObject({ serverVersion: expect.stringMatching(/^\d/) });
  expect(tables.map((it: { name: string }) => it.name)).toEqual(['long', 'sales']);
  const upload = reply.json();
  expect(upload).toMatchObject({ name: 'public.sales.csv', source: 'store_sales' });
  const [stored] = await objectsOf();
  expect(Buffer.from(await api.objects.get(stored!.key)).toString()).toBe(
    `${salesHeader}\n1,Kiel shop,Main St 1,Kiel,SH,Germany,2026-01-01,9.99\n`,
  );
  const { connections } = (await call(operations.listConnections)).json();
  expect(connections.at(-1)).toMatchObject({
    id: made.id,
    state: 'ready',
    detail: expect.stringContaining('answered'),
  });
});

it('shows a password to nobody, by no way', async () => {
  const made = await create();
  await call(operations.changeConnection, {
    params: of(made),
    body: { ...settings(), name: 'shop 2', password: `${password}!` },
  });
  const wrong = await call(operations.testConnection, { params: of(made) });
  const invalid = await call(operations.createConnection, { body: { ...settings(), name: '', password: [password] } });
  const asNumber = await call(operations.createConnection, {
    body: { ...settings(), name: 'x', password: 77_123_456 },
  });

  const seen = await Promise.all([
    ...[operations.listConnections, operations.listConnectionTables, operations.getConnection].map((it) =>
      call(it, { params: of(made) }),
    ),
    call(operations.listAuditEvents, { query: { limit: '200' } }),
  ]);
  expect(wrong.json()).toMatchObject({
    code: 'CONNECTION_FAILED',
    detail: expect.stringContaining('refuses the user'),
  });
  expect(asNumber.json().faults[0]).toMatchObject({ at: 'body.password', got: 'something else' });
  for (const it of [...seen, wrong, invalid, asNumber])
    expect(it.body).not.toMatch(/Kept-and|77123456|sealed_password":\{"new":"/);
  const events = await api.control.audit.list({ project: project.id }, { limit: 50 });
  const [last] = events.filter((it) => it.subject.kind === 'connection');
  expect(last?.changes.sealed_password).toEqual({ old: { withheld: true }, new: { withheld: true } });

  for (const table of ['connections', 'kept_replies', 'audit_events']) {
    const search = `do $$ begin
      if exists (select from tandem.${table} it where it::text like '%Kept-and%') then raise 'shown in ${table}'; end if;
    end $$`;
    await expect(outside.run(api.databaseUrl, search)).resolves.toBeUndefined();
  }
});

it('keeps the password where it is left out, but sends it nowhere else', async () => {
  const made = await create();
  const change = (fields: object) =>
    call(operations.changeConnection, { params: of(made), body: { ...settings(), name: 'shop', ...fields } });

  expect((await change({ name: 'renamed' })).json()).toMatchObject({ name: 'renamed', state: 'untested' });
  expect((await call(operations.testConnection, { params: of(made) })).statusCode).toBe(200);
  for (const fields of [{ port: settings().port + 1 }, { host: '127.0.0.1', port: 5432 }]) {
    const refused = await change(fields);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().faults).toMatchObject([{ at: 'body.password' }]);
  }
  const safer = await change({ tls: 'verify-full' });
  expect(safer.statusCode).toBe(200);
  expect((await change({})).json()).toMatchObject({
    code: 'INVALID_INPUT',
    detail: expect.stringContaining('tls disable'),
  });
});

it('lets nobody overwrite what somebody else has changed', async () => {
  const made = await create();
  const got = await call(operations.getConnection, { params: of(made) });
  const change = (tag: string, name: string) =>
    call(operations.changeConnection, {
      params: of(made),
      headers: { 'if-match': tag },
      body: { ...settings(), name },
    });
  const tag = `${got.headers.etag}`;

  await call(operations.testConnection, { params: of(made) });
  const { get } = api.control.connections;
  let reads = 0;
  const counting: typeof get = (...asked) => {
    reads += 1;
    return get(...asked);
  };
  Object.assign(api.control.connections, { get: counting });
  const first = await change(tag, 'first');
  Object.assign(api.control.connections, { get });
  const second = await change(tag, 'second');

  expect([first.statusCode, second.statusCode]).toEqual([200, 412]);
  // What is there is looked at once for the tag, and once to be changed.
  expect(reads).toBe(2);
  expect((await change(`${first.headers.etag}`, 'third')).statusCode).toBe(200);
});

it('tells who asks again whether it has changed how its test went', async () => {
  const made = await create();
  const { etag } = (await call(operations.getConnection, { params: of(made) })).headers;
  await call(operations.testConnection, { params: of(made) });

  const again = await call(operations.getConnection, { params: of(made), headers: { 'if-none-match': `${etag}` } });

  expect([again.statusCode, again.headers.etag]).toEqual([200, etag]);
  expect(again.json()).toMatchObject({ state: 'ready' });
});

it('says of what a profile provisions that it cannot be changed', async () => {
  const params = { connectionId: 'project.duckdb' };

  const refused = await call(operations.deleteConnection, { params });

  expect(refused.json()).toMatchObject({ code: 'CONFLICT', mend: expect.stringContaining('profile') });
  expect((await call(operations.getConnection, { params })).json()).toMatchObject({
    madeBy: 'profile',
    settings: null,
  });
  const named = await call(operations.createConnection, { body: { ...settings(), name: 'project.mine', password } });
  expect(named.statusCode).toBe(400);
});

it('stops an import at the longest file, and leaves nothing of it', async () => {
  const made = await create();

  const refused = await call(operations.importTable, { params: of(made), body: { table: 'long' } });

  expect(refused.json()).toMatchObject({ code: 'TOO_LARGE', status: 413 });
  expect(await objectsOf()).toEqual([]);
  expect((await call(operations.listUploads)).json().uploads).toEqual([]);
  expect((await call(operations.importTable, { params: of(made), body: { table: 'sales' } })).statusCode).toBe(201);
});

it('stops an import at the quota, while it streams', async () => {
  const made = await create();
  await api.control.quotas.set(project.domainId, project.id, [
    { quota: 'uploaded-bytes', most: 5_000, warnShare: 0.8 },
  ]);

  const refused = await call(operations.importTable, { params: of(made), body: { table: 'long' } });

  expect(refused.json()).toMatchObject({
    code: 'QUOTA_EXCEEDED',
    detail: expect.stringContaining('at most 5,000 bytes'),
  });
  expect(await objectsOf()).toEqual([]);
});

it('imports once what is asked for again with its key', async () => {
  const made = await create();
  const again = () =>
    call(operations.importTable, {
      params: of(made),
      headers: { 'idempotency-key': `import-${project.id}` },
      body: { table: 'sales' },
    });

  const [first, second] = [await again(), await again()];

  expect(first.json().id).toBe(second.json().id);
  expect(await objectsOf()).toHaveLength(1);
});

it('reaches neither hosts that were not named, nor the records of the installation', async () => {
  const other = await call(operations.createConnection, {
    body: { ...settings(), name: 'other', host: 'db.example.com', password },
  });
  const { port, pathname } = new URL(api.databaseUrl);
  const own = await create({ name: 'own', port: Number(port), database: pathname.slice(1), user: 'tandem' });
  const refused = await call(operations.testConnection, { params: of(own) });

  expect(other.json()).toMatchObject({
    code: 'HOST_NOT_ALLOWED',
    mend: expect.stringContaining('TANDEM_CONNECTION_HOSTS'),
  });
  expect(refused.json()).toMatchObject({
    code: 'HOST_NOT_ALLOWED',
    detail: expect.stringContaining('its own records'),
  });
});

it("is not found by another project's id, and lets roles do what their rights say", async () => {
  const made = await create();
  const other = await api.project();
  const elsewhere = (operation: Operation, body?: object) =>
    call(operation, { params: { projectId: other.id, ...of(made) }, ...(body ? { body } : {}) });

  for (const it of [operations.getConnection, operations.testConnection, operations.deleteConnection]) {
    expect((await elsewhere(it)).statusCode).toBe(404);
  }
  expect((await elsewhere(operations.importTable, { table: 'sales' })).statusCode).toBe(404);
  const contributor = await api.serviceToken(project.id, 'contributor');
  const as = async (operation: Operation, body?: object) =>
    (await call(operation, { cookie: '', token: contributor, params: of(made), ...(body ? { body } : {}) })).statusCode;
  expect(await as(operations.testConnection)).toBe(403);
  expect(await as(operations.deleteConnection)).toBe(403);
  expect(await as(operations.importTable, { table: 'sales' })).toBe(201);
});

it('goes with its project', async () => {
  await create();

  expect(await api.control.projects.rows(project.id)).toContainEqual({ table: 'connections', rows: 1 });
  await api.control.projects.deleteRows(project.id);
  expect(await api.control.connections.list(project.id)).toEqual([]);
});
