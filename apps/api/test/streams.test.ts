import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient, uploadInParts } from '@tandem/client';
import { type JobEvent, operations, type Project, type TrainingEvent } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { batchForecast, endpoint, startApp, type TestApp, trainedRun } from './start-app.ts';
import { salesHeader } from './world.ts';

const mebibyte = 1024 * 1024;

let api: TestApp;
let project: Project;
let token: string;
let port: number;
let client: Client;

beforeAll(async () => {
  api = await startApp({ maxUploadBytes: 24 * mebibyte });
  project = await api.project();
  token = await api.token(project.id);
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  port = (api.app.server.address() as AddressInfo).port;
  client = createClient({ baseUrl: `http://127.0.0.1:${port}`, token });
}, 60_000);
afterAll(() => api.stop());

const stored = () => api.objects.list(`projects/${project.id}/uploads/`);
const parts = () => api.objects.list(`projects/${project.id}/upload-parts/`);

describe('an upload', () => {
  const chunk = randomBytes(64 * 1024);
  const chunks = function* (count: number) {
    yield Buffer.from(`${salesHeader}\n`);
    for (let k = 0; k < count; k++) yield chunk;
  };

  it('of many times the JSON limit is streamed to the object store, hashed and recognised', async () => {
    const count = 20 * 16 - 1;
    const hash = createHash('sha256');
    for (const it of chunks(count)) hash.update(it);

    const upload = await client.createUpload({
      params: { projectId: project.id },
      query: { name: 'sales "2026".csv' },
      body: Readable.from(chunks(count), { objectMode: false }),
    });

    const bytes = salesHeader.length + 1 + count * chunk.length;
    expect(upload).toMatchObject({
      bytes,
      sha256: hash.digest('hex'),
      source: 'store_sales',
      name: 'sales "2026".csv',
    });
    expect(await stored()).toEqual([{ key: `projects/${project.id}/uploads/${upload.id}`, bytes }]);
  });

  it('in parts goes on after a cut and a restart, sends no part twice, and is one however often it is completed', async () => {
    const bytes = Buffer.concat([...chunks(60)]);
    const file = {
      name: 'parts.csv',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      read: async (start: number, end: number) => new Uint8Array(bytes.subarray(start, end)),
    };
    const small = { ...api.deps, config: { ...api.deps.config, uploadPartBytes: mebibyte } };
    const open = async () => {
      const app = await buildApp(small);
      await app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = app.server.address() as AddressInfo;
      return { app, port, client: createClient({ baseUrl: `http://127.0.0.1:${port}`, token }) };
    };
    const first = await open();
    const body = { name: file.name, bytes: file.bytes, sha256: file.sha256 };
    const session = await first.client.createUploadSession({ params: { projectId: project.id }, body });
    const params = { projectId: project.id, uploadSessionId: session.id };
    const sha = (part: Buffer) => createHash('sha256').update(part).digest('hex');
    const part = (n: number) => bytes.subarray((n - 1) * mebibyte, n * mebibyte);
    await first.client.putUploadPart({
      params: { ...params, part: 2 },
      query: { sha256: sha(part(2)) },
      body: part(2),
    });
    // Half of part 3 is on its way when the socket breaks.
    const socket = connect(first.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `PUT /api/v1/projects/${project.id}/upload-sessions/${session.id}/parts/3?sha256=${sha(part(3))} HTTP/1.1\r\nhost: x\r\n` +
        `authorization: Bearer ${token}\r\ncontent-length: ${mebibyte}\r\n\r\n`,
    );
    socket.write(part(3).subarray(0, mebibyte / 2));
    await sleep(50);
    socket.destroy();
    await first.app.close();

    const second = await open();
    const told: number[] = [];
    const sent: number[] = [];
    const read = (start: number, end: number) => {
      sent.push(start / mebibyte + 1);
      return file.read(start, end);
    };
    const upload = await uploadInParts(
      second.client,
      project.id,
      { ...file, read },
      { onProgress: (n) => told.push(n) },
    );
    const again = await second.client.completeUploadSession({ params });

    expect(sent).toEqual([1, 3, 4]);
    expect(told).toEqual([1, 2, 3].map((it) => it * mebibyte).concat(bytes.length));
    expect(upload).toMatchObject({ sha256: file.sha256, bytes: file.bytes, source: 'store_sales', name: 'parts.csv' });
    expect(again).toEqual(upload);
    expect(Buffer.from(await api.objects.get(`projects/${project.id}/uploads/${upload.id}`)).equals(bytes)).toBe(true);
    expect(await parts()).toEqual([]);
    await second.app.close();
  });

  it('in parts keeps nothing of a part, or of a whole, whose checksum is another, and names both', async () => {
    const text = Buffer.from(`${salesHeader}\n`);
    const [right, wrong] = [createHash('sha256').update(text).digest('hex'), 'a'.repeat(64)];
    const begin = (sha256: string) =>
      client.createUploadSession({
        params: { projectId: project.id },
        body: { name: 'wrong.csv', bytes: text.length, sha256 },
      });
    const before = await stored();
    const { id } = await begin(wrong);
    const params = { projectId: project.id, uploadSessionId: id };

    const ofPart = client.putUploadPart({ params: { ...params, part: 1 }, query: { sha256: wrong }, body: text });
    await expect(ofPart).rejects.toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      problem: { detail: expect.stringContaining(`is ${right}, but should be ${wrong}`) },
    });
    expect((await client.getUploadSession({ params })).missing).toEqual([1]);
    const short = text.subarray(1);
    const tooShort = client.putUploadPart({ params: { ...params, part: 1 }, query: { sha256: right }, body: short });
    await expect(tooShort).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const beyond = client.putUploadPart({ params: { ...params, part: 2 }, query: { sha256: right }, body: text });
    await expect(beyond).rejects.toMatchObject({ problem: { detail: 'wrong.csv has 1 parts, and no part 2.' } });

    await client.putUploadPart({ params: { ...params, part: 1 }, query: { sha256: right }, body: text });
    await expect(client.completeUploadSession({ params })).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    expect(await stored()).toEqual(before);
    await client.deleteUploadSession({ params });
    expect(await parts()).toEqual([]);
  });

  it('in parts is one upload where several complete it at once, and expires with its parts', async () => {
    const text = Buffer.from(`${salesHeader}\n`);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const begin = async (name: string) => {
      const body = { name, bytes: text.length, sha256 };
      const { id } = await client.createUploadSession({ params: { projectId: project.id }, body });
      const params = { projectId: project.id, uploadSessionId: id };
      const put = () => client.putUploadPart({ params: { ...params, part: 1 }, query: { sha256 }, body: text });
      await Promise.all([put(), put(), put()]);
      return params;
    };
    const params = await begin('at-once.csv');

    const uploads = await Promise.all([1, 2, 3].map(() => client.completeUploadSession({ params })));

    expect(new Set(uploads.map((it) => it.id)).size).toBe(1);
    expect(Buffer.from(await api.objects.get(`projects/${project.id}/uploads/${uploads[0]!.id}`)).equals(text)).toBe(
      true,
    );
    const other = await api.project();
    const foreign = createClient({ baseUrl: `http://127.0.0.1:${port}`, token: await api.token(other.id) });
    api.pass(-49 * 3_600_000);
    const left = await begin('left.csv');
    api.pass(47 * 3_600_000);
    const lookedAt = foreign.getUploadSession({ params: { ...left, projectId: other.id } });
    await expect(lookedAt).rejects.toMatchObject({ status: 404 });
    const list = (it: Client, projectId: string) => it.listUploadSessions({ params: { projectId } });
    expect((await list(client, project.id)).uploadSessions).toMatchObject([{ id: left.uploadSessionId }]);
    expect(await list(foreign, other.id)).toEqual({ uploadSessions: [] });
    api.pass(2 * 3_600_000);
    const ended = client.getUploadSession({ params: left });
    await expect(ended).rejects.toMatchObject({ status: 404 });
    const body = { name: 'later.csv', bytes: text.length, sha256 };
    await client.createUploadSession({ params: { projectId: project.id }, body });
    await expect.poll(parts).toEqual([]);

    api.pass(-49 * 3_600_000);
    await begin('left-again.csv');
    api.pass(49 * 3_600_000);
    const control = { ...api.control, projects: { ...api.control.projects, list: () => Promise.reject(new Error()) } };
    const again = await buildApp({ ...api.deps, control });
    await again.listen({ host: '127.0.0.1', port: 0 });
    await expect.poll(parts).toEqual([]);
    // What fails beside a call is not told to its caller.
    const headers = { authorization: `Bearer ${token}` };
    const url = `/api/v1/projects/${project.id}/upload-sessions`;
    expect((await again.inject({ method: 'POST', url, headers, payload: body })).statusCode).toBe(201);
    await again.close();
  });

  it('without a length is broken off where it passes the limit, and leaves nothing', async () => {
    const before = await stored();

    const call = client.createUpload({
      params: { projectId: project.id },
      query: { name: 'endless.csv' },
      body: Readable.from(chunks(1_000_000), { objectMode: false }),
    });

    // The server answers 413 and closes; a client that is still sending may see only the closing.
    await expect(call).rejects.toMatchObject({ code: expect.stringMatching(/TOO_LARGE|UNAVAILABLE/) });
    expect(await stored()).toEqual(before);
    expect((await client.listUploads({ params: { projectId: project.id } })).uploads).toHaveLength(before.length);
  });

  it('that its sender breaks off leaves neither bytes nor record', async () => {
    const before = await stored();
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /api/v1/projects/${project.id}/uploads?name=half.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: text/csv\r\nContent-Length: 1000000\r\n\r\nstore_id,`,
    );
    await sleep(200);
    socket.destroy();
    await sleep(200);

    expect(await stored()).toEqual(before);
    expect((await client.listUploads({ params: { projectId: project.id } })).uploads).toHaveLength(before.length);
  });

  it('of nothing is refused', async () => {
    const call = client.createUpload({
      params: { projectId: project.id },
      query: { name: 'empty.csv' },
      body: Buffer.from(''),
    });

    await expect(call).rejects.toThrow('The file empty.csv is empty.');
  });

  it('of an unknown kind is kept, but cannot be loaded', async () => {
    const params = { projectId: project.id };
    const upload = await client.createUpload({
      params,
      query: { name: 'notes.txt' },
      body: Buffer.from('hello,world\n'),
    });

    expect(upload.source).toBeNull();
    await expect(client.createLoad({ params, body: { uploadIds: [upload.id] } })).rejects.toMatchObject({
      code: 'UNRECOGNISED_FILE',
      message: expect.stringContaining('notes.txt'),
    });
  });
});

describe('the events of a job', () => {
  it('of any kind tell its state with its log, and go on where a reader left off', async () => {
    const { id: projectId } = project;
    const { id } = await batchForecast(api, projectId, false);
    const work = { kind: 'batch-forecast', projectId, id } as const;
    await api.control.jobs.appendLog(work, 'Reading the star');
    const events: JobEvent[] = [];
    const reading = (async () => {
      for await (const event of client.streamJob({ params: { projectId, jobId: id } })) events.push(event);
    })();
    await sleep(300);
    const leased = api.control.under(await api.control.jobs.claim(work));
    await leased.batchForecasts.update(id, { state: 'running' });
    await leased.jobs.appendLog(work, 'Writing the forecast table');
    await sleep(700);

    const cancelled = await client.cancelJob({ params: { projectId, jobId: id } });
    await reading;

    expect(cancelled).toMatchObject({ kind: 'batch-forecast', state: 'cancelled' });
    expect(events.map((it) => [it.state, it.attempts, it.log.map((line) => line.text)])).toEqual([
      ['queued', 0, ['Reading the star']],
      ['running', 1, ['Reading the star', 'Writing the forecast table']],
      ['cancelled', 1, ['Reading the star', 'Writing the forecast table']],
    ]);
    await expect(leased.batchForecasts.update(id, { state: 'succeeded' })).rejects.toMatchObject({
      code: 'LEASE_LOST',
    });
  });

  it('of a deployment end with the endpoint in service', async () => {
    const { id: projectId } = project;
    const { id: jobId } = await endpoint(api, projectId);

    const reply = await api.call(operations.streamJob, { token, params: { projectId, jobId } });

    expect(reply.body).toMatch(/"kind":"deploy".*"state":"succeeded".*event: end/s);
  });
});

describe('the events of a training run', () => {
  const open = async () => (await trainedRun(api, project.id, 'queued')).id;
  const follow = (trainingRunId: string, it = client) =>
    it.streamTrainingRun({ params: { projectId: project.id, trainingRunId } });
  const progress = (share: number) => ({ step: 'fit', detail: `${share * 100} %`, share, etaSeconds: null });

  it('tell each change with the log so far, and end with the run', async () => {
    const id = await open();
    const events: TrainingEvent[] = [];
    const reading = (async () => {
      for await (const event of follow(id)) events.push(event);
    })();

    await sleep(200);
    await api.control.jobs.appendLog({ id, projectId: project.id }, 'reading the star');
    await api.control.trainingRuns.update(id, { state: 'running', progress: progress(0.5) });
    await sleep(700);
    await api.control.trainingRuns.update(id, { state: 'succeeded', progress: null });
    await reading;

    expect(events.map((it) => [it.state, it.progress?.share ?? null, it.log.map((line) => line.text)])).toEqual([
      ['queued', null, []],
      ['running', 0.5, ['reading the star']],
      ['succeeded', null, ['reading the star']],
    ]);
  });

  it('come as server-sent events with ids, which nothing on the way may keep', async () => {
    const { id } = await trainedRun(api, project.id);

    const reply = await api.call(operations.streamTrainingRun, {
      token,
      params: { projectId: project.id, trainingRunId: id },
    });

    expect(reply.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(reply.body).toMatch(/^retry: 1000\n\nid: \S{16}\ndata: \{.*"succeeded".*\}\n\nevent: end\ndata: end\n\n$/);
  });

  it('do not repeat the state that the client has seen', async () => {
    const { id } = await trainedRun(api, project.id);
    const params = { projectId: project.id, trainingRunId: id };
    const first = await api.call(operations.streamTrainingRun, { token, params });
    const [, lastId] = /id: (\S+)/.exec(first.body)!;

    const again = await api.call(operations.streamTrainingRun, {
      token,
      params,
      headers: { 'last-event-id': lastId! },
    });

    expect(again.body).toBe('retry: 1000\n\nevent: end\ndata: end\n\n');
  });

  it('go on over a restart of the server', async () => {
    const id = await open();
    const first = await buildApp(api.deps);
    await first.listen({ host: '127.0.0.1', port: 0 });
    const { port: again } = first.server.address() as AddressInfo;
    const events: string[] = [];
    const reading = (async () => {
      const reader = createClient({ baseUrl: `http://127.0.0.1:${again}`, token });
      for await (const { state } of follow(id, reader)) events.push(state);
    })();
    await sleep(300);

    const closing = Date.now();
    await first.close();
    expect(Date.now() - closing).toBeLessThan(2_000);
    await api.control.trainingRuns.update(id, { state: 'running' });
    const second = await buildApp(api.deps);
    await second.listen({ host: '127.0.0.1', port: again });
    await sleep(1_500);
    await api.control.trainingRuns.update(id, { state: 'failed' });
    await reading;
    await second.close();

    expect(events).toEqual(['queued', 'running', 'failed']);
  });

  it('of a run that does not exist are a plain 404', async () => {
    const events = follow(`run_${'0'.repeat(32)}`)[Symbol.asyncIterator]();

    await expect(events.next()).rejects.toMatchObject({ status: 404 });
  });
});
