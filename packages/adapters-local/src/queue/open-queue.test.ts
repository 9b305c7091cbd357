import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '@tandem/data-model';
import { queueContract } from '@tandem/ports/contract-tests';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../postgres/test-postgres.ts';
import { openQueue } from './open-queue.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const quiet = () => undefined;

queueContract(
  'PostgreSQL',
  () => postgres.createDatabase(),
  (url) => openQueue(url, quiet),
);

const work = { kind: 'train', projectId: 'prj_1', id: 'run_1' } as const;

/** A worker of its own process that takes one piece of work and never ends it. */
const startStuckWorker = async (url: string): Promise<ChildProcess> => {
  const module = path.join(import.meta.dirname, 'open-queue.ts');
  const code = `const { openQueue } = await import(${JSON.stringify(module)});
    const queue = await openQueue(${JSON.stringify(url)});
    await queue.work('train', 1, () => { console.info('taken'); return new Promise(() => {}); });`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
};

describe.concurrent('openQueue', () => {
  it('runs the work of a killed worker within 5 s of the next start', async () => {
    const url = await postgres.createDatabase();
    const sender = await openQueue(url, quiet);
    await sender.send(work);
    const child = await startStuckWorker(url);
    await once(child.stdout!, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const restarted = Date.now();
    const next = await openQueue(url, quiet);
    const attempt = await new Promise<number>((resolve) => {
      void next.work('train', 1, async (_, { number }) => resolve(number));
    });

    expect(Date.now() - restarted).toBeLessThan(5_000);
    expect(attempt).toBe(2);
    await Promise.all([sender.stop(0), next.stop(0)]);
  }, 60_000);

  it('leaves the work of a living worker alone when another one starts', async () => {
    const url = await postgres.createDatabase();
    const [first, second] = [await openQueue(url, quiet), await openQueue(url, quiet)];
    let runs = 0;
    await first.work('train', 1, async () => {
      runs += 1;
      await sleep(2_000);
    });
    await first.send(work);
    await sleep(500);

    await second.work('train', 1, async () => void runs++);
    await sleep(2_500);

    expect(runs).toBe(1);
    await Promise.all([first.stop(0), second.stop(0)]);
  });

  it('goes on after the database has cut all connections', async () => {
    const url = await postgres.createDatabase();
    const queue = await openQueue(url, quiet);
    const seen: string[] = [];
    await queue.work('train', 1, async (it) => void seen.push(it.id));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );

    const send = (): Promise<void> => queue.send(work).catch(() => sleep(100).then(send));
    await send();

    for (let k = 0; k < 500 && seen.length === 0; k++) await sleep(10);
    expect(seen).toEqual(['run_1']);
    const joined =
      "select count(*)::int as n from pg_stat_activity where application_name = 'tandem-worker' and datname = current_database()";
    await sleep(1_500);
    expect((await client.query(joined)).rows).toEqual([{ n: 1 }]);
    await client.end();
    await queue.stop(0);
  });

  it('takes a sent piece up at once, not at the next poll', async () => {
    const url = await postgres.createDatabase();
    const [api, worker] = [await openQueue(url, quiet), await openQueue(url, quiet)];
    const seen = new Map<string, number>();
    await worker.work('load', 1, async (it) => void seen.set(it.id, Date.now()));
    await sleep(1_000);

    const delays: number[] = [];
    for (const id of ['lod_1', 'lod_2', 'lod_3']) {
      const sent = Date.now();
      await api.send({ kind: 'load', projectId: 'prj_1', id });
      while (!seen.has(id)) await sleep(5);
      delays.push(seen.get(id)! - sent);
    }

    expect(Math.min(...delays)).toBeLessThan(300);
    await Promise.all([api.stop(0), worker.stop(0)]);
  });

  it('says what to do where nothing answers', async () => {
    const error = await openQueue('postgresql://someone:hunter2@127.0.0.1:1/nothing', quiet).catch((it: unknown) => it);

    expect(error).toBeInstanceOf(Unavailable);
    expect(String(error)).not.toContain('hunter2');
  });
});
