import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operations } from '@tandem/data-model/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, succeededLoad, type TestApp } from './start-app.ts';
import { makeWorld, type World } from './world.ts';

let api: TestApp;
let world: World;
let token: string;

beforeAll(async () => {
  api = await startApp();
  world = await makeWorld(api);
  token = await api.token(world.project.id);
}, 60_000);
afterAll(() => api.stop());

const ask = (sql: string, projectId = world.project.id, by = token) =>
  api.call(operations.createQuery, { token: by, params: { projectId }, body: { sql } });

it('answers from the tables of the last load, by their names alone or with the schema', async () => {
  const reply = await ask(`select city, count(*) as days, sum(total_sales) as turnover
    from store_sales join retail_sales.store_dim using (store_id) group by city order by city`);

  expect(reply.json()).toMatchObject({
    columns: [
      { name: 'city', type: 'VARCHAR' },
      { name: 'days', type: 'BIGINT' },
      { name: 'turnover', type: 'DECIMAL(38,2)' },
    ],
    rows: [
      ['Bonn', 3, 688.5],
      ['Kiel', 29, 3375.5],
    ],
    truncated: null,
  });
  expect(reply.json().loadId).toMatch(/^lod_/);
});

it('hands a long answer on as it was written, with its length', async () => {
  const reply = await ask(`select range as n, repeat('한', 1000) as words from range(2000)`);

  expect(reply.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(reply.rawPayload.length),
  });
  const { rows, ...rest } = operations.createQuery.response.parse(reply.json());
  expect(rest).toMatchObject({ columns: [{ name: 'n' }, { name: 'words' }], truncated: null });
  expect([rows.length, rows.at(-1)]).toEqual([2000, [1999, '한'.repeat(1000)]]);
});

it('says line and column of what is wrong, and what to write', async () => {
  const reply = await ask('select citty\nfrom store_dim');

  expect(reply.statusCode).toBe(400);
  expect(reply.json()).toMatchObject({
    code: 'INVALID_QUERY',
    detail: expect.stringContaining('Line 1, column 8'),
    mend: expect.stringContaining('city'),
    faults: [{ at: 'line 1, column 8' }],
  });
});

it('asks for a load where there is none', async () => {
  const { id } = await api.project();

  const reply = await ask('select 1', id, await api.token(id));

  expect(reply.statusCode).toBe(409);
  expect(reply.json().mend).toContain('load');
});

it('asks to load again where the snapshot of the last load is gone', async () => {
  const { id } = await api.project();
  await succeededLoad(api, id);

  const reply = await ask('select 1', id, await api.token(id));

  expect(reply.json()).toMatchObject({ status: 409, mend: expect.stringContaining('again') });
});

it('does not say to a token of another project that there is one', async () => {
  const { id } = await api.project();

  expect((await ask('select 1', world.project.id, await api.token(id))).statusCode).toBe(404);
});

it('ends a query whose caller has gone, which the compute of the project shows', async () => {
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.app.server.address() as AddressInfo;
  const path = `/api/v1/projects/${world.project.id}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const call = request({ port, path: `${path}/queries`, method: 'POST', headers });
  call.end(JSON.stringify({ sql: 'select count(*) from range(1000000000000)' }));
  const compute = async () =>
    (await api.call(operations.getCompute, { token, params: { projectId: world.project.id } })).json();
  const mine = async () => (await compute()).queries.processes.filter((it: { running: boolean }) => it.running);
  await expect.poll(mine, { timeout: 10_000 }).toMatchObject([{ mine: true, queryId: expect.stringMatching(/^qry_/) }]);

  call.on('error', () => undefined).destroy();

  await expect.poll(mine, { timeout: 5_000 }).toEqual([]);
  expect((await compute()).queries.sandbox).toMatchObject({ kind: 'process', reason: expect.any(String) });
});

it("shows another's process without its query", async () => {
  await ask('select 1');
  const cookie = await api.session();

  const reply = await api.call(operations.getCompute, { cookie, params: { projectId: world.project.id } });

  expect(reply.json().queries.processes).toMatchObject([{ mine: false, queryId: null }]);
});

it('shares no process between two tokens, also where both have one name', async () => {
  const other = await api.token(world.project.id);
  await ask('select 1', world.project.id, other);
  const seenBy = async (by: string) =>
    (await api.call(operations.getCompute, { token: by, params: { projectId: world.project.id } })).json().queries;

  expect((await seenBy(other)).processes).toContainEqual(expect.objectContaining({ mine: true }));
  await ask('select 1', world.project.id, token);
  await ask('select 1', world.project.id, other);
  expect((await seenBy(token)).processes).toContainEqual(expect.objectContaining({ mine: false }));
});
