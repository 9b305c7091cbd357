import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Fastify, { type FastifyRequest, LogController } from 'fastify';
import pino from 'pino';
import { expect, it } from 'vitest';
import { logOptions, logReplies } from './request-log.ts';

it.runIf(process.platform === 'linux')('ends no process where its disk is full', () => {
  const options = logOptions('/dev/full');
  if (options === false || options === true || !options.stream) throw new Error('a log with a file has a stream');
  const log = pino({ level: 'info' }, options.stream);

  expect(() => log.error('a line that cannot be written')).not.toThrow();
});

it('writes a line of each reply as pino would, and none of what came', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-log-'));
  const file = path.join(folder, 'api.log');
  const log = logOptions(file);
  const logController = new LogController({ disableRequestLogging: true });
  const app = Fastify({ logger: log, logController, genReqId: () => 'an-id' });
  app.decorateRequest('routed', null as unknown as FastifyRequest['routed']);
  app.decorateRequest('caller', null as unknown as FastifyRequest['caller']);
  logReplies(app, log);
  app.addHook('onRequest', async (request) => {
    request.routed = request.routeOptions;
    request.log.warn({ kept: 'apart' }, 'beside');
  });
  app.get('/things/:name', async () => 'found');
  app.get('/broken', async () => {
    throw new Error('broken');
  });

  await app.inject('/things/a-secret?password=another');
  await app.inject('/broken');
  const lines = (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((it) => JSON.parse(it));
  const replied = lines.filter((it) => it.msg === 'replied');

  expect(replied).toEqual([
    { ...always, level: 30, method: 'GET', route: '/things/:name', status: 200 },
    { ...always, level: 50, method: 'GET', route: '/broken', status: 500 },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/secret|another/);
  await app.close();
  await rm(folder, { recursive: true });
});

const always = { time: expect.any(Number), reqId: 'an-id', ms: expect.any(Number), msg: 'replied' };
