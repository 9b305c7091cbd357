import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Operation, operations, Problem } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { endpoint, startApp, type TestApp, trainedRun } from './start-app.ts';

let api: TestApp;
let cookie: string;
let portal: string;
const routes: { method: string; url: string }[] = [];

beforeAll(async () => {
  portal = mkdtempSync(path.join(tmpdir(), 'tandem-portal-test-'));
  mkdirSync(path.join(portal, 'assets'));
  writeFileSync(path.join(portal, 'index.html'), '<!doctype html><title>Tandem</title>');
  writeFileSync(path.join(portal, 'assets/main-abc123.js'), 'console.info(1)');
  writeFileSync(path.join(portal, 'favicon.svg'), '<svg/>');
  api = await startApp({ portal, isReady: () => false });
  cookie = await api.session();
  collectRoutes(api.app);
}, 60_000);
afterAll(async () => {
  await api.stop();
  rmSync(portal, { recursive: true });
});

/** Reads the routes back from the router itself. */
const collectRoutes = (app: FastifyInstance) => {
  const [methods] = [app.printRoutes({ commonPrefix: false, includeHooks: false })];
  const stack: string[] = [];
  for (const line of methods.split('\n')) {
    const match = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!match) continue;
    const depth = match[1]!.length / 4;
    stack.length = depth;
    stack.push(match[2]!);
    for (const method of match[3]?.split(', ') ?? []) routes.push({ method, url: stack.join('') });
  }
};

describe('routes', () => {
  it('are those of the contract, of the documentation and of the portal, and no other', () => {
    const contract = Object.values<Operation>(operations).map((it) => `${it.method} /api/v1${it.path}`);
    const documentation = ['/api/openapi.json', '/api/docs', '/api/docs/', '/api/docs/js/scalar.js'].map(
      (it) => `GET ${it}`,
    );
    const others = ['GET *', 'HEAD *', 'GET /metrics'];

    const found = routes.map((it) => `${it.method} ${it.url}`);

    expect(found.sort()).toEqual([...contract, ...documentation, ...others].sort());
  });

  it('below /api/v1 are those of the OpenAPI document that this server gives out, both ways', async () => {
    const { paths } = (await api.app.inject({ url: '/api/openapi.json', headers: { cookie } })).json();
    const described = Object.entries<object>(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} /api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );

    const found = routes.map((it) => `${it.method} ${it.url}`).filter((it) => it.includes(' /api/v1'));

    expect(found.length).toBeGreaterThan(50);
    expect(found.sort()).toEqual(described.sort());
  });
});

describe('every reply', () => {
  it.each([
    ['a success', '/api/v1/health', {}],
    ['a refusal', '/api/v1/me', {}],
    ['an unknown call', '/api/v1/nothing', {}],
    ['an address that cannot be read', '/api/v1/%E0%A4%A', {}],
    ['a page of the portal', '/projects/prj_1', {}],
    ['a file of the portal', '/assets/main-abc123.js', {}],
    ['the documentation', '/api/docs/', { cookie: true }],
    ['the OpenAPI document', '/api/openapi.json', { cookie: true }],
  ])('carries security headers: %s', async (_, url, { cookie: signedIn = false }: { cookie?: boolean }) => {
    const { headers } = await api.app.inject({ url, headers: signedIn ? { cookie } : {} });

    expect(headers['content-security-policy']).toMatch(/default-src '(self|none)'/);
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe|https?:/);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('has an id of its own, and is not kept by caches where the API speaks', async () => {
    const [first, second] = [await api.call(operations.getHealth), await api.call(operations.getHealth)];

    expect(first.headers['x-request-id']).not.toBe(second.headers['x-request-id']);
    expect(first.headers['cache-control']).toBe('no-store');
  });

  it('has the id that the caller gave it, where that is one', async () => {
    const idOf = async (id: string) =>
      (await api.call(operations.getMe, { headers: { 'x-request-id': id } })).headers['x-request-id'];

    expect(await idOf('order-17:retry.2')).toBe('order-17:retry.2');
    expect(await idOf('two words')).toMatch(/^[0-9a-f]{16}-\d+$/);
    expect(await idOf('x'.repeat(129))).toMatch(/^[0-9a-f]{16}-\d+$/);
    expect((await api.app.inject({ url: '/%E0%A4%A', headers: { 'x-request-id': 'odd' } })).headers).toMatchObject({
      'x-request-id': 'odd',
    });
  });

  it('keeps browsers to https where this server is reached by it, and there alone', async () => {
    const secure = await buildApp({ ...api.deps, config: { ...api.deps.config, origin: 'https://tandem.example' } });

    const strict = (await secure.inject('/api/v1/me')).headers['strict-transport-security'];
    await secure.close();

    expect(strict).toMatch(/^max-age=31536000/);
    expect((await api.call(operations.getMe)).headers['strict-transport-security']).toBeUndefined();
  });

  it('is a problem also where the request is no HTTP, or its head does not end', async () => {
    await api.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = api.app.server.address() as AddressInfo;
    const say = async (bytes: string) => {
      const socket = connect(port, '127.0.0.1').setEncoding('utf8');
      socket.write(bytes);
      let heard = '';
      for await (const text of socket) heard += text;
      const [head = '', body = ''] = heard.split('\r\n\r\n');
      return { head, problem: Problem.parse(JSON.parse(body)) };
    };

    const nonsense = await say('nonsense\r\n\r\n');
    const endless = await say(`GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);

    expect(nonsense.problem).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    expect(endless.problem).toMatchObject({ status: 431, code: 'INVALID_INPUT' });
    for (const { head } of [nonsense, endless]) {
      expect(head).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(head.toLowerCase()).toContain("content-security-policy: default-src 'none'");
    }
  });
});

describe('a problem', () => {
  it('names every field at fault: where, what was expected, what came', async () => {
    const body = { name: ' ', region: 'mars-north-1', colour: 'red' };

    const problem = Problem.parse((await api.call(operations.createDomain, { cookie, body })).json());

    expect(problem.faults).toEqual([
      { at: 'body.name', expected: 'string to have >=1 characters', got: '""', example: '"sales"' },
      {
        at: 'body.region',
        expected: expect.stringContaining('"eu-west-1"'),
        got: '"mars-north-1"',
        example: expect.stringMatching(/^"[a-z]+-[a-z]+-\d"$/),
      },
      { at: 'body', expected: 'only name, region', got: '"colour"' },
    ]);
    expect(problem.detail).toContain('body.name');
    expect(problem.mend).toContain('Send body.name as in "sales".');
  });

  it('shows a valid catalog name where the rule is broken', async () => {
    const ids = { domainId: `dom_${'0'.repeat(32)}`, profileId: `prf_${'0'.repeat(32)}` };
    const body = { ...ids, name: 'Sales', catalogName: 'Sales Catalog!' };

    const { faults } = (await api.call(operations.createProject, { cookie, body })).json();

    expect(faults).toEqual([
      {
        at: 'body.catalogName',
        expected: expect.stringContaining('such as sales-catalog'),
        got: '"Sales Catalog!"',
        example: '"sales"',
      },
    ]);
  });

  it('says what is expected in words that fit the sentence', async () => {
    const params = { projectId: (await api.project()).id, table: 'Sales!' };

    const reply = await api.call(operations.listTableRows, { cookie, params, query: { offset: '-1' } });

    expect(reply.json().faults.map((it: { expected: string }) => it.expected)).toEqual([
      expect.stringMatching(/^must match pattern/),
    ]);
  });

  it('finds faults in depth, in a query and in a path', async () => {
    const { id } = await api.project();
    const params = { projectId: id };
    const deep = await api.call(operations.createTrainingRun, {
      cookie,
      params,
      body: { job: { forecastHorizon: 0, forecastQuantiles: ['p10', 'p200'], forecastFrequency: '1 fortnight' } },
    });
    const query = await api.call(operations.listTableRows, {
      cookie,
      params: { ...params, table: 'a' },
      query: { limit: 'all', ofset: '1' },
    });
    const path = await api.call(operations.getLoad, { cookie, params: { ...params, loadId: '../../etc/passwd' } });

    const at = (reply: { json(): { faults: { at: string }[] } }) =>
      reply
        .json()
        .faults.map((it) => it.at)
        .sort();
    expect(at(deep)).toEqual([
      'body.job.forecastFrequency',
      'body.job.forecastHorizon',
      'body.job.forecastQuantiles.1',
    ]);
    expect(at(query)).toEqual(['query', 'query.limit']);
    expect(at(path)).toEqual(['path.loadId']);
  });

  it.each([
    ['text that is not JSON', '{"name": ', 400, 'The body is not JSON.'],
    ['nothing', '', 400, 'The body is empty'],
    ['a key that would reach the prototype', '{"__proto__": {"x": 1}}', 400, 'The body is not JSON.'],
    ['a list', '[]', 400, 'expected an object, got a list of 0'],
  ])('says what is wrong with %s', async (_, payload, status, detail) => {
    const headers = { cookie, 'content-type': 'application/json' };

    const reply = await api.app.inject({ method: 'POST', url: '/api/v1/domains', headers, payload });

    expect(reply.statusCode).toBe(status);
    expect(reply.json().detail).toContain(detail);
  });

  it.each(['DELETE', 'POST'] as const)(
    'is none for a %s without a body that names the media type JSON',
    async (method) => {
      const { id } = await api.project();
      const run = await trainedRun(api, id, 'queued');
      const { name } = await endpoint(api, id);
      const url = method === 'DELETE' ? `endpoints/${name}` : `training-runs/${run.id}/cancel`;
      const headers = { cookie, 'content-type': 'application/json' };

      const reply = await api.app.inject({ method, url: `/api/v1/projects/${id}/${url}`, headers });

      expect(reply.statusCode).toBe(method === 'DELETE' ? 204 : 202);
    },
  );

  it('comes for a prediction by what it asks, not by its length, up to 16 MiB', async () => {
    const params = { projectId: (await api.project()).id, endpoint: 'sales' };
    const ask = (mebibytes: number) =>
      api.call(operations.createPrediction, {
        cookie,
        params,
        body: { nonsense: 'x'.repeat(mebibytes * 1024 * 1024) },
      });

    expect((await ask(2)).json()).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    expect((await ask(16)).json()).toMatchObject({ status: 413, detail: expect.stringContaining('16 MiB') });
  });

  it('says nothing of the inside where the program is at fault', async () => {
    const { id } = await api.project();
    await api.objects.put(`projects/${id}/x`, Buffer.from(''));
    const broken = api.control.projects.get;
    Object.assign(api.control.projects, {
      get: () => Promise.reject(new Error('relation "tandem.secret" does not exist')),
    });

    const reply = await api.call(operations.getProject, { cookie, params: { projectId: id } });
    Object.assign(api.control.projects, { get: broken });

    expect(reply.json()).toMatchObject({ status: 500, code: 'INTERNAL', requestId: reply.headers['x-request-id'] });
    expect(reply.body).not.toContain('secret');
  });

  it('is what an unknown address under /api gets, also for a browser', async () => {
    const headers = { accept: 'text/html' };

    for (const url of ['/api', '/api/', '/api/v2/health', '/api/v1/health/more']) {
      const reply = await api.app.inject({ url, headers });
      expect([url, reply.statusCode, reply.headers['content-type']]).toEqual([url, 404, 'application/problem+json']);
    }
    expect((await api.app.inject({ method: 'PUT', url: '/api/v1/health' })).statusCode).toBe(404);
  });
});

describe('health', () => {
  it('is starting until the installation is ready', async () => {
    expect((await api.call(operations.getHealth)).json()).toEqual({ status: 'starting' });
  });
});

describe('the portal', () => {
  it('gets its start page at every address of a page, without being signed in', async () => {
    for (const url of ['/', '/sign-in', '/projects/prj_1/tables']) {
      const reply = await api.app.inject(url);
      expect([url, reply.statusCode, reply.headers['content-type']]).toEqual([url, 200, 'text/html; charset=utf-8']);
      expect(reply.headers['cache-control']).toBe('no-cache');
    }
  });

  it('gets its start page also for an id with a dot in it, when somebody goes there', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml' };

    expect((await api.app.inject({ url: '/projects/prj_1/items/A.1', headers })).statusCode).toBe(200);
  });

  it('gets files that are named by their content for ever, and none that are not there', async () => {
    const asset = await api.app.inject('/assets/main-abc123.js');

    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await api.app.inject('/assets/old-000000.js')).statusCode).toBe(404);
    expect((await api.app.inject('/../../package.json')).statusCode).toBe(404);
    expect((await api.app.inject('/%2e%2e/%2e%2e/package.json')).statusCode).toBe(404);
  });

  it('is not asked for where nobody built it', async () => {
    const bare = await startApp({ portal: path.join(portal, 'missing') });

    expect((await bare.app.inject('/')).statusCode).toBe(404);
    await bare.stop();
  });
});

describe('the documentation', () => {
  it('loads everything from this server, and runs its one inline script by hash', async () => {
    const { body, headers } = await api.app.inject({ url: '/api/docs/', headers: { cookie } });

    expect([...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, it]) => it)).toEqual(['js/scalar.js']);
    expect(headers['content-security-policy']).toMatch(/script-src 'self' 'sha256-[^']+';/);
  });
});
