import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
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

it.each([
  { tries: 0, when: 'at once' },
  { tries: 2, when: 'a while later' },
])(
  'gives back work to be tried $when, whose worker was killed after $tries others',
  async ({ tries, when }) => {
    const url = await postgres.createDatabase();
    const sender = await openQueue(url, quiet);
    const child = await startStuckWorker(url);
    await sender.send(work);
    await once(child.stdout!, 'data');
    await postgres.run(url, `update tandem_queue.job set retry_count = ${tries}`);
    await postgres.run(url, `update tandem_queue.tandem_holders set retry_count = ${tries}`);
    child.kill('SIGKILL');
    // It looks after the dead, and takes nothing of this kind.
    const other = await openQueue(url, quiet);
    await other.work('load', 1, async () => undefined);

    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const given = async () =>
      (await client.query(`select start_after <= now() as due from tandem_queue.job where state = 'retry'`)).rows;
    let rows = await given();
    while (rows.length === 0) {
      await sleep(20);
      rows = await given();
    }

    expect(rows).toEqual([{ due: when === 'at once' }]);
    await client.end();
    await Promise.all([sender.stop(0), other.stop(0)]);
  },
  60_000,
);
