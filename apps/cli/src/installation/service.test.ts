import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { processIdentity } from './process-identity.ts';
import { type Service, startService } from './service.ts';

let folder: string;
let service: Service | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-service-'));
});

afterEach(() => {
  service?.kill();
  rmSync(folder, { recursive: true });
});

const run = (program: string) => {
  const entry = path.join(folder, 'entry.mjs');
  writeFileSync(entry, program);
  service = startService({
    name: 'worker',
    entry: pathToFileURL(entry),
    environment: { COLOUR: 'blue' },
    output: path.join(folder, 'output.log'),
  });
  return service;
};

it('is ready when it says so, and answers requests', async () => {
  const it = run(`
    process.on('message', ({ requestId }) => process.send({ type: 'colour', requestId, colour: process.env.COLOUR }));
    process.send({ type: 'ready' });`);

  await it.ready;

  expect(await it.request({ type: 'colour?' })).toMatchObject({ colour: 'blue' });
});

it('tells what a service printed that ended by itself', async () => {
  const it = run(
    "process.send({ type: 'ready' }); console.error('out of luck'); process.exitCode = 3; process.disconnect()",
  );

  await expect(it.failed).rejects.toThrow('The worker stopped: it ended with exit code 3.\nout of luck');
});

it('is never ready where it ended before', async () => {
  const it = run("throw new Error('no database')");

  await expect(it.ready).rejects.toThrow(/no database/);
});

it('lets a service clean up when it is stopped', async () => {
  const it = run(`
    process.on('SIGTERM', () => setTimeout(() => process.exit(0), 100));
    setInterval(() => {}, 1000);
    process.send({ type: 'ready' });`);
  await it.ready;

  await it.stop(10_000);

  expect(processIdentity(it.pid)).toBeUndefined();
});

it('kills a service that does not stop', async () => {
  const it = run(`
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1000);
    process.send({ type: 'ready' });`);
  await it.ready;

  await it.stop(100);

  expect(processIdentity(it.pid)).toBeUndefined();
});
