import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../postgres/test-postgres.ts';
import { openQueue } from './open-queue.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const quiet = () => undefined;
const work = { kind: 'train', projectId: 'prj_1', id: 'run_1' } as const;

/** A worker of its own process that takes one piece of work and never ends it. */
const startStuckWorker = async (url: string): Promise<ChildProcess> => {
  const module = path.join(import.meta.dirname, 'open-queue.ts');
  const code = `const { openQueue } = await import(${JSON.stringify(module)});
    const queue = await openQueue(${JSON.stringify(url)});
    await queue.work('train', 1, () => { console.info('taken'); return new Promise(() => {}); });`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
};

it('lets a living worker run the work of a killed one within seconds, not after its heartbeats are missed', async () => {
  const url = await postgres.createDatabase();
  const sender = await openQueue(url, quiet);
  const child = await startStuckWorker(url);
  await sender.send(work);
  await once(child.stdout!, 'data');
  const living = await openQueue(url, quiet);
  const resumed = new Promise<number>((resolve) => {
    void living.work('train', 1, async (_, { number }) => resolve(number));
  });
  await sleep(500);
  const killed = Date.now();
  child.kill('SIGKILL');

  expect(await resumed).toBe(2);
  expect(Date.now() - killed).toBeLessThan(15_000);
  await Promise.all([sender.stop(0), living.stop(0)]);
}, 60_000);
