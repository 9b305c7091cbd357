import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '@tandem/data-model';
import type { Load, TrainingEvent, TrainingRun } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { type Client, createClient } from './create-client.ts';
import { uploadInParts } from './upload-in-parts.ts';

type Handler = (request: IncomingMessage & { text: string }, response: ServerResponse) => void;

let server: Server;
let baseUrl: string;
let handle: Handler;
let client: Client;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    handle(Object.assign(request, { text: Buffer.concat(chunks).toString('utf8') }), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createClient({ baseUrl, token: 'tnd_secret' });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const projectId = `prj_${'0'.repeat(32)}`;
const trainingRunId = `run_${'0'.repeat(32)}`;
const upload = { id: `upl_${'0'.repeat(32)}`, projectId, name: 'a b.csv', bytes: 3, sha256: '', source: null };
const created = { ...upload, createdAt: '2026-11-23T00:00:00.000Z' };
const problem = {
  type: 'urn:tandem:error:conflict',
  title: 'Conflict',
  status: 409,
  code: 'CONFLICT',
  detail: 'The name is taken.',
  mend: 'Choose another.',
  faults: [{ at: 'body.name', expected: 'a free name', got: '"x"' }],
  requestId: 'r-1',
};

describe('types', () => {
  it('follow from the contract', () => {
    expectTypeOf(client.getHealth).returns.resolves.toEqualTypeOf<{ status: 'starting' | 'ready' }>();
    expectTypeOf(client.createLoad).returns.resolves.toEqualTypeOf<Load>();
    expectTypeOf(client.createLoad).parameter(0).toHaveProperty('body').toHaveProperty('uploadIds');
    expectTypeOf(client.streamTrainingRun).returns.toEqualTypeOf<AsyncIterable<TrainingEvent>>();
    expectTypeOf(client.downloadBatchForecast).returns.resolves.toEqualTypeOf<string>();
    expectTypeOf(client.getTrainingRun).returns.resolves.toEqualTypeOf<TrainingRun>();
    // @ts-expect-error a project has no operation without its id
    expectTypeOf(() => client.getProject()).returns.toEqualTypeOf<unknown>();
  });
});

describe('a call', () => {
  it('puts parameters into path, query and body, and brings the token', async () => {
    let seen: unknown;
    handle = (request, response) => {
      seen = [request.method, request.url, request.headers.authorization, request.text];
      json(response, created, 201);
    };

    const reply = await client.createUpload({
      params: { projectId },
      query: { name: 'a b&c.csv' },
      body: Buffer.from('x,y'),
    });

    expect(seen).toEqual([
      'POST',
      `/api/v1/projects/${projectId}/uploads?name=a+b%26c.csv`,
      'Bearer tnd_secret',
      'x,y',
    ]);
    expect(reply).toEqual(created);
  });

  it('sends JSON and leaves out what is undefined', async () => {
    let seen: unknown;
    handle = (request, response) => {
      seen = [request.headers['content-type'], JSON.parse(request.text)];
      json(
        response,
        {
          id: `dom_${'0'.repeat(32)}`,
          name: 'A',
          region: 'eu-west-1',
          portalUrl: 'http://x',
          createdAt: created.createdAt,
        },
        201,
      );
    };

    await client.createDomain({ body: { name: 'A', region: 'eu-west-1' } });

    expect(seen).toEqual(['application/json', { name: 'A', region: 'eu-west-1' }]);
  });

  it('tells the ETag of a reply, and sends it with the change', async () => {
    const seen: unknown[] = [];
    handle = (request, response) => {
      seen.push(request.headers['if-match']);
      response.setHeader('etag', '"one"');
      json(response, created, 201);
    };
    const tags: string[] = [];
    const onTag = (it: string) => tags.push(it);

    const args = () => ({ params: { projectId }, query: { name: 'a.csv' }, body: new Blob(['x,y']) });

    await client.createUpload(args(), { onTag });
    await client.createUpload(args(), { ifMatch: tags[0]! });

    expect([tags, seen]).toEqual([['"one"'], [undefined, '"one"']]);
  });

  it.each([
    ['a buffer', () => Buffer.from('x,y')],
    ['a blob', () => new Blob(['x,y'])],
    ['a web stream', () => new Blob(['x,y']).stream()],
    ['a Node stream', () => Readable.from([Buffer.from('x,'), Buffer.from('y')])],
  ])('streams %s as it is', async (_, body) => {
    let seen: unknown;
    handle = (request, response) => {
      seen = [request.headers['content-type'], request.text];
      json(response, created, 201);
    };

    await client.createUpload({ params: { projectId }, query: { name: 'a.csv' }, body: body() });

    expect(seen).toEqual(['application/octet-stream', 'x,y']);
  });

  it('gives null for a reply without a body, and CSV as text or to where it is asked to go', async () => {
    handle = (request, response) => {
      if (request.method === 'DELETE') response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'text/csv' }).end('item_id\n1\n');
    };

    expect(await client.deleteSession()).toBeNull();
    const batchForecastId = `bfc_${'0'.repeat(32)}`;
    expect(await client.downloadBatchForecast({ params: { projectId, batchForecastId } })).toBe('item_id\n1\n');
    const written: Uint8Array[] = [];
    const to = new WritableStream<Uint8Array>({ write: (it) => void written.push(it) });
    expect(await client.downloadBatchForecast({ params: { projectId, batchForecastId } }, { to })).toBe('');
    expect(Buffer.concat(written).toString()).toBe('item_id\n1\n');
  });

  it('throws the problem that the server gave', async () => {
    handle = (_, response) => json(response, problem, 409);

    const error = await client.getMe().catch((it: unknown) => it);

    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 409,
      code: 'CONFLICT',
      kind: 'conflict',
      message: problem.detail,
      mend: problem.mend,
    });
    expect((error as ApiError).faults).toEqual(problem.faults);
  });

  it('says so where something else than Tandem answers', async () => {
    handle = (_, response) => response.writeHead(502, 'Bad Gateway').end('<html>');
    await expect(client.getMe()).rejects.toMatchObject({ status: 502, code: 'NOT_A_PROBLEM', kind: 'unavailable' });

    handle = (_, response) => json(response, { hello: 'world' });
    await expect(client.getMe()).rejects.toThrow(/answered getMe with something that its contract does not allow/);
  });

  it('throws Unavailable where nobody answers, with the reason', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const nobody = createClient({ baseUrl: `http://127.0.0.1:${port}` });

    const error = await nobody.getHealth().catch((it: unknown) => it);

    expect(error).toBeInstanceOf(Unavailable);
    expect(String(error)).toMatch(/Nobody answers at http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  });

  it('ends at once where its signal aborts', async () => {
    handle = () => undefined;
    const stop = new AbortController();
    const call = client.getMe({}, { signal: stop.signal });
    stop.abort(new Error('no longer wanted'));

    await expect(call).rejects.toThrow('no longer wanted');
  });
});

describe('an event stream', () => {
  const event = (state: TrainingEvent['state']): TrainingEvent => ({
    id: trainingRunId,
    state,
    progress: null,
    error: null,
    log: [],
  });
  const sse = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });
  const stream = (signal?: AbortSignal) =>
    client.streamTrainingRun({ params: { projectId, trainingRunId } }, signal ? { signal } : {});

  it('goes on after a broken connection from the last event, and ends when the server says so', async () => {
    const resumedFrom: unknown[] = [];
    handle = (request, response) => {
      const last = request.headers['last-event-id'];
      resumedFrom.push(last);
      sse(response);
      if (last === undefined) {
        response.write(
          `id: 1\ndata: ${JSON.stringify(event('queued'))}\n\n: still here\n\nid: 2\ndata: ${JSON.stringify(event('running'))}\n\n`,
        );
        setTimeout(() => response.destroy(), 20);
      } else if (resumedFrom.length === 2) {
        response.end();
      } else {
        response.end(`id: 3\ndata: ${JSON.stringify(event('succeeded'))}\n\nevent: end\ndata: end\n\n`);
      }
    };

    const states: string[] = [];
    for await (const { state } of stream()) states.push(state);

    expect(states).toEqual(['queued', 'running', 'succeeded']);
    expect(resumedFrom).toEqual([undefined, '2', '2']);
  });

  it('does not insist where the server refuses', async () => {
    let calls = 0;
    handle = (_, response) => {
      calls += 1;
      json(response, { ...problem, status: 404, code: 'NOT_FOUND' }, 404);
    };

    const read = async () => {
      for await (const _ of stream());
    };
    await expect(read()).rejects.toMatchObject({ status: 404 });
    expect(calls).toBe(1);
  });

  it('ends when its reader leaves or its signal aborts', async () => {
    let open = 0;
    handle = (_, response) => {
      open += 1;
      response.on('close', () => open--);
      sse(response).write(`data: ${JSON.stringify(event('running'))}\n\n`);
    };

    for await (const _ of stream()) break;
    const stop = new AbortController();
    const reading = (async () => {
      for await (const _ of stream(stop.signal)) stop.abort(new Error('enough'));
    })();

    await expect(reading).rejects.toThrow('enough');
    await sleep(50);
    expect(open).toBe(0);
  });
});

describe('an upload in parts', () => {
  it('is asked for again where another call still puts the parts together', async () => {
    const id = `ups_${'0'.repeat(32)}`;
    const session = { ...created, id, partBytes: 3, expiresAt: created.createdAt, receivedBytes: 3, missing: [] };
    let completions = 0;
    handle = ({ url }, response) => {
      if (!url!.endsWith('/completion')) return json(response, session, 201);
      return ++completions === 1 ? json(response, problem, 409) : json(response, created, 201);
    };
    const read = () => Promise.reject(new Error('nothing is missing'));

    const file = { name: 'a b.csv', bytes: 3, sha256: '0'.repeat(64), read };

    expect(await uploadInParts(client, projectId, file)).toEqual(created);
    expect(completions).toBe(2);
  });
});
