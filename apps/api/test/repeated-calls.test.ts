import { createHash } from 'node:crypto';
import { type Operation, operations, type Project, takesIdempotencyKey } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { endpoint, model, startApp, type TestApp } from './start-app.ts';
import { salesHeader } from './world.ts';

let api: TestApp;
let cookie: string;
let project: Project;
beforeAll(async () => {
  api = await startApp({ repeatWaitMs: 300 });
  cookie = await api.session();
  project = await api.project();
}, 60_000);
afterAll(() => api.stop());

let keys = 0;
const newKey = () => ({ 'idempotency-key': `key-${++keys}` });
const domain = (name: string) => ({ name, region: 'eu-west-1' });
const namesOf = async () => (await api.control.domains.list()).map((it) => it.name);

describe('a call with an Idempotency-Key', () => {
  it('is done once, and answered with the same bytes again', async () => {
    const headers = newKey();
    const first = await api.call(operations.createDomain, { cookie, headers, body: domain('Once') });

    const again = await api.call(operations.createDomain, { cookie, headers, body: domain('Once') });

    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.body).toBe(first.body);
    expect([first, again].map((it) => it.headers['idempotency-replayed'])).toEqual([undefined, 'true']);
    expect((await namesOf()).filter((it) => it === 'Once')).toHaveLength(1);
  });

  it('is done once where the process died between the record and the reply, and a file is not another', async () => {
    const { id: projectId } = await api.project();
    const body = { modelId: (await model(api, projectId)).id };
    const uploading = { headers: newKey(), body: 'store_id\n1\n' };
    const forecasting = { headers: newKey(), body };
    const dying = await buildApp({
      ...api.deps,
      control: { ...api.control, keptReplies: { ...api.control.keptReplies, keep: async () => false } },
    });
    const call = (app: typeof dying, { headers, body }: { headers: Record<string, string>; body: string | object }) => {
      const isFile = typeof body === 'string';
      return app.inject({
        method: 'POST',
        url: `/api/v1/projects/${projectId}/${isFile ? 'uploads?name=a.csv' : 'batch-forecasts'}`,
        headers: { cookie, ...headers, 'content-type': isFile ? 'text/csv' : 'application/json' },
        payload: body,
      });
    };
    const made = await call(dying, uploading);
    const accepted = await call(dying, forecasting);
    const before = [await api.control.uploads.list(projectId), await api.control.batchForecasts.list(projectId)];
    // A claim that nobody renews.
    api.pass(16_000);

    const other = await call(dying, { ...uploading, body: 'store_id\n2\n' });
    const [again, acceptedAgain] = [await call(api.app, uploading), await call(api.app, forecasting)];

    expect([made.statusCode, accepted.statusCode]).toEqual([201, 202]);
    expect([again.json(), acceptedAgain.json()]).toEqual([made.json(), accepted.json()]);
    expect([await api.control.uploads.list(projectId), await api.control.batchForecasts.list(projectId)]).toEqual(
      before,
    );
    expect(other.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    await dying.close();
  });

  it('is done once where many come at the same moment, and takes longer than a moment', async () => {
    const headers = newKey();
    const body = { modelId: (await model(api, project.id)).id };
    const { batchForecasts } = api.control;
    const create: typeof batchForecasts.create = async (record) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return batchForecasts.create(record);
    };
    // Others wait as long here as they do for a user: a loaded machine takes its time too.
    const { repeatWaitMs: _, ...config } = api.deps.config;
    const control = { ...api.control, batchForecasts: { ...batchForecasts, create } };
    const patient = await buildApp({ ...api.deps, control, config });
    const url = `/api/v1/projects/${project.id}/batch-forecasts`;

    const replies = await Promise.all(
      Array.from({ length: 6 }, () =>
        patient.inject({ method: 'POST', url, headers: { cookie, ...headers }, payload: body }),
      ),
    );
    await patient.close();

    expect(new Set(replies.map((it) => `${it.statusCode} ${it.body}`)).size).toBe(1);
    expect(replies[0]!.statusCode).toBe(202);
    expect(await api.control.batchForecasts.list(project.id)).toHaveLength(1);
  });

  it('is refused with another request, and that is not done', async () => {
    const headers = newKey();
    await api.call(operations.createDomain, { cookie, headers, body: domain('First') });

    const other = await api.call(operations.createDomain, { cookie, headers, body: domain('Second') });

    expect(other.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED', mend: expect.any(String) });
    expect(await namesOf()).not.toContain('Second');
  });

  it('may be tried again after a refusal', async () => {
    const headers = newKey();
    await api.call(operations.createDomain, { cookie, body: domain('Taken') });
    const refused = await api.call(operations.createDomain, { cookie, headers, body: domain('Taken') });

    const mended = await api.call(operations.createDomain, { cookie, headers, body: domain('Free') });

    expect([refused.statusCode, mended.statusCode]).toEqual([409, 201]);
  });

  it('tells a file by its bytes', async () => {
    const headers = newKey();
    const options = { cookie, params: { projectId: project.id }, query: { name: 'a.csv' }, headers };
    const first = await api.call(operations.createUpload, { ...options, body: `${salesHeader}\n` });

    const again = await api.call(operations.createUpload, { ...options, body: `${salesHeader}\n` });
    const other = await api.call(operations.createUpload, { ...options, body: `${salesHeader}\r\n` });

    expect(again.body).toBe(first.body);
    expect([first.statusCode, other.statusCode]).toEqual([201, 422]);
    expect(await api.control.uploads.list(project.id)).toHaveLength(1);
  });

  it('belongs to whom it came from', async () => {
    const headers = newKey();
    const body = domain('Mine');
    await api.call(operations.createDomain, { cookie, headers, body });

    const theirs = await api.call(operations.createDomain, { cookie: await api.session(), headers, body });

    expect(theirs.statusCode).toBe(409);
  });

  it('waits for one that is being carried out, and says so where that takes long', async () => {
    const headers = newKey();
    const create = api.control.domains.create;
    const slow = async (record: Parameters<typeof create>[0]) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      return create(record);
    };
    Object.assign(api.control.domains, { create: slow });
    const first = api.call(operations.createDomain, { cookie, headers, body: domain('Slow') });
    await new Promise((resolve) => setTimeout(resolve, 100));

    const early = await api.call(operations.createDomain, { cookie, headers, body: domain('Slow') });
    Object.assign(api.control.domains, { create });

    expect(early.json()).toMatchObject({ status: 409, detail: expect.stringContaining('still being carried out') });
    expect((await first).statusCode).toBe(201);
  });

  it('must be text that fits a header, and is for calls that make something', async () => {
    const spaced = await api.call(operations.createDomain, {
      cookie,
      headers: { 'idempotency-key': 'two words' },
      body: domain('Spaced'),
    });
    const known = Object.values<Operation>(operations).filter(takesIdempotencyKey);

    expect(spaced.json()).toMatchObject({ status: 400, faults: [{ at: 'header.idempotency-key' }] });
    expect(known.map((it) => it.id)).toEqual(expect.arrayContaining(['createUpload', 'createLoad', 'createEndpoint']));
    expect(known.map((it) => it.id)).not.toEqual(expect.arrayContaining(['createPrediction']));
  });
});

describe('an upload that stands', () => {
  it('is answered so though the store fails when it is asked what it starts, for nobody should send it again', async () => {
    const { id: projectId } = await api.project();
    let wakes = 0;
    const forgetful = await buildApp({
      ...api.deps,
      control: {
        ...api.control,
        workflows: { ...api.control.workflows, awaitingData: () => Promise.reject(new Error('gone')) },
      },
      wake: async () => void wakes++,
    });
    const send = (method: 'POST' | 'PUT', url: string, payload: string | object) =>
      forgetful.inject({
        ...{ method, url: `/api/v1/projects/${projectId}${url}`, payload },
        headers: { cookie, 'content-type': typeof payload === 'string' ? 'text/csv' : 'application/json' },
      });
    const file = 'store_id\n1\n';
    const sha256 = createHash('sha256').update(file).digest('hex');

    const whole = await send('POST', '/uploads?name=a.csv', file);
    const session = await send('POST', '/upload-sessions', { name: 'b.csv', bytes: file.length, sha256 });
    const { id } = session.json();
    await send('PUT', `/upload-sessions/${id}/parts/1?sha256=${sha256}`, file);
    const inParts = await send('POST', `/upload-sessions/${id}/completion`, {});

    expect([whole.statusCode, inParts.statusCode]).toEqual([201, 201]);
    expect(wakes).toBe(2);
    await forgetful.close();
  });
});

describe('a change with If-Match', () => {
  it('is made to what the caller has seen, and to nothing else', async () => {
    const { name } = await endpoint(api, project.id);
    const params = { projectId: project.id, endpoint: name };
    const move = async (tag: string) => {
      const body = { name, modelId: (await model(api, project.id)).id };
      return api.call(operations.createEndpoint, { cookie, params, body, headers: { 'if-match': tag } });
    };
    const seen = (await api.call(operations.getEndpoint, { cookie, params })).headers.etag!;
    await api.control.endpoints.countRequests((await api.control.endpoints.byName(project.id, name))!.id, 3);

    const both = await Promise.all([move(seen), move(seen)]);

    expect(both.map((it) => it.statusCode).sort()).toEqual([202, 412]);
    const problem = both.find((it) => it.statusCode === 412)!.json();
    const { etag } = (await api.call(operations.getEndpoint, { cookie, params })).headers;
    expect(problem).toMatchObject({ code: 'CHANGED_SINCE', detail: expect.stringContaining(etag!) });
    const gone = { cookie, params, headers: { 'if-match': seen } };
    expect((await api.call(operations.deleteEndpoint, gone)).statusCode).toBe(412);
    expect((await api.call(operations.deleteEndpoint, { ...gone, headers: { 'if-match': etag! } })).statusCode).toBe(
      204,
    );
  });

  it('makes nothing twice with If-None-Match: *', async () => {
    const headers = { 'if-none-match': '*' };
    const body = { name: 'only-once', modelId: (await model(api, project.id)).id };
    const create = () =>
      api.call(operations.createEndpoint, { cookie, params: { projectId: project.id }, body, headers });

    expect((await create()).statusCode).toBe(202);
    expect((await create()).statusCode).toBe(412);
  });

  it('has a read answered with 304 while nothing has changed', async () => {
    const params = { projectId: project.id };
    const star = await api.call(operations.getStar, { cookie, params });
    const headers = { 'if-none-match': star.headers.etag! };

    const again = await api.call(operations.getStar, { cookie, params, headers });

    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', star.headers.etag]);
  });

  it('has a read answered anew where what no call can change has changed, with the tag for the next change', async () => {
    const { name, id } = await endpoint(api, project.id);
    const made = await api.call(operations.createWorkflow, {
      ...{ cookie, params: { projectId: project.id } },
      body: { name: 'hourly', steps: { load: {} }, schedule: { cron: '0 * * * *', timeZone: 'UTC' } },
    });
    const workflow = made.json();
    const ofEndpoint = { cookie, params: { projectId: project.id, endpoint: name } };
    const ofWorkflow = { cookie, params: { projectId: project.id, workflowId: workflow.id } };
    const first = [
      await api.call(operations.getEndpoint, ofEndpoint),
      await api.call(operations.getWorkflow, ofWorkflow),
    ];
    const known = (k: number) => ({ headers: { 'if-none-match': first[k]!.headers.etag! } });
    await api.control.endpoints.countRequests(id, 3);
    await api.control.workflows.fire(workflow, '2030-01-01T00:00:00.000Z', undefined);

    const again = [
      await api.call(operations.getEndpoint, { ...ofEndpoint, ...known(0) }),
      await api.call(operations.getWorkflow, { ...ofWorkflow, ...known(1) }),
    ];

    expect(again.map((it) => it.statusCode)).toEqual([200, 200]);
    expect(again[0]!.json()).toMatchObject({ requests: 3 });
    expect(again[1]!.json()).toMatchObject({ nextAt: '2030-01-01T00:00:00.000Z' });
    expect(again.map((it) => it.headers.etag)).toEqual(first.map((it) => it.headers.etag));
  });
});

describe('a list', () => {
  it('goes on where the page before ended, and ends', async () => {
    const { id } = await api.project();
    for (let k = 0; k < 5; k++) await model(api, id);
    const all = (await api.control.models.list(id)).map((it) => it.id);

    const pages: string[][] = [];
    for (let next: string | null | undefined; next !== null; ) {
      const query: Record<string, string> = { limit: '2', ...(next ? { before: next } : {}) };
      const reply = (await api.call(operations.listModels, { cookie, params: { projectId: id }, query })).json();
      pages.push(reply.models.map((it: { id: string }) => it.id));
      next = reply.next;
    }

    expect(pages.map((it) => it.length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(all);
  });
});

describe('too many calls', () => {
  it('of one caller are refused with the time to wait, those of another are not', async () => {
    const strict = await buildApp({ ...api.deps, config: { ...api.deps.config, callsPerSecond: 1 } });
    const call = (from: string, remoteAddress: string, url = '/api/v1/me') =>
      strict.inject({ url, remoteAddress, headers: { cookie: from } });
    const other = await api.session();

    const replies = [];
    for (let k = 0; k < 11; k++) replies.push(await call(cookie, `10.0.0.${k}`));
    const [last] = replies.slice(-1);

    expect(replies.slice(0, 10).map((it) => it.statusCode)).toEqual(Array(10).fill(200));
    expect(last!.json()).toMatchObject({
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      mend: expect.stringMatching(/^Wait/),
    });
    expect(Number(last!.headers['retry-after'])).toBeGreaterThan(0);
    expect((await call(other, '10.0.0.1')).statusCode).toBe(200);

    for (let k = 0; k < 20; k++) await call('', '10.0.1.1');
    expect((await call('', '10.0.1.1')).statusCode).toBe(429);
    expect((await call('', '10.0.1.1', '/api/v1/health')).statusCode).toBe(200);
    await strict.close();
  });
});

describe('behind a proxy that is trusted', () => {
  it('each client is counted by itself, a /64 as one; anybody else is not believed', async () => {
    const isProxy = (address: string) => address === '10.9.9.9';
    const config = { ...api.deps.config, callsPerSecond: 1, isProxy };
    const strict = await buildApp({ ...api.deps, config });
    const call = async (remoteAddress: string, forwarded: string) =>
      (await strict.inject({ url: '/api/v1/me', remoteAddress, headers: { 'x-forwarded-for': forwarded } })).statusCode;

    for (let k = 0; k < 20; k++) await call('10.9.9.9', '203.0.113.1');
    expect([await call('10.9.9.9', '203.0.113.1'), await call('10.9.9.9', '203.0.113.2')]).toEqual([429, 401]);
    // What the client itself wrote stands before what the proxy added.
    expect(await call('10.9.9.9', '198.51.100.7, 203.0.113.1')).toBe(429);
    for (let k = 0; k < 20; k++) await call('10.9.9.9', `2001:db8:1:2::${k}`);
    expect([await call('10.9.9.9', '2001:db8:1:2::99'), await call('10.9.9.9', '2001:db8:1:3::1')]).toEqual([429, 401]);
    for (let k = 0; k < 20; k++) await call('10.0.2.1', `203.0.113.${100 + k}`);
    expect(await call('10.0.2.1', '203.0.113.200')).toBe(429);
    await strict.close();
  });
});

describe('metrics', () => {
  it('count calls by operation, for this machine alone unless there is a token', async () => {
    const ask = (app: typeof api.app, remoteAddress: string, headers = {}) =>
      app.inject({ url: '/metrics', remoteAddress, headers });
    const open = await buildApp({ ...api.deps, config: { ...api.deps.config, metricsToken: 'a-token' } });
    await api.call(operations.getMe, { cookie });

    const here = await ask(api.app, '127.0.0.1');

    expect(here.body).toMatch(/tandem_api_call_seconds_count\{operation="getMe",status="200"\} \d+/);
    expect((await ask(api.app, '10.0.0.1')).statusCode).toBe(403);
    expect((await ask(api.app, '127.0.0.1', { 'x-forwarded-for': '10.0.0.1' })).statusCode).toBe(403);
    expect((await ask(open, '127.0.0.1')).statusCode).toBe(403);
    expect((await ask(open, '10.0.0.1', { authorization: 'Bearer a-token' })).statusCode).toBe(200);
    await open.close();
  });
});
