import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openControlStore } from '../control-store/open-control-store.ts';
import { openHome } from '../home.ts';
import { startTestPostgres, type TestPostgres } from '../postgres/test-postgres.ts';
import { serveWake, wakeWorker } from '../worker-wake.ts';
import { openQueue } from './open-queue.ts';
import { restWhenIdle } from './rest-when-idle.ts';

let postgres: TestPostgres;
let url: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createDatabase();
}, 60_000);
afterAll(() => postgres.stop());

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let k = 0; k < 400; k++) {
    if (await holds()) return;
    await sleep(100);
  }
  throw new Error(`still not: ${holds}`);
};

it('keeps no connection open while nothing is to do, and does what is sent then', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-rest-'));
  const home = openHome(root);
  const control = await openControlStore(url);
  const worker = await openQueue(url, () => undefined);
  const done: string[] = [];
  let busyAt = performance.now();
  await worker.work('train', 2, async ({ id }) => {
    await control.openWork();
    done.push(id);
    busyAt = performance.now();
  });
  let due: Date | undefined;
  const rest = restWhenIdle(worker, {
    idleMs: 1_000,
    lastBusyAt: () => busyAt,
    nextDue: async () => due,
    onWake: async () => void (await control.openWork()),
    onError: (error) => expect.fail(String(error)),
  });
  const server = await serveWake(home, () => rest.wake());
  const api = await openQueue(url, () => undefined, { onSent: async () => void (await wakeWorker(home)) });
  const observer = new pg.Client({ connectionString: url, application_name: 'observer' });
  await observer.connect();
  const connections = async () => {
    const sql =
      "select count(*)::int as open from pg_stat_activity where datname = current_database() and application_name <> 'observer'";
    return (await observer.query<{ open: number }>(sql)).rows[0]!.open;
  };
  const send = (id: string) => api.send({ kind: 'train', projectId: 'prj_1', id });

  await send('run_1');
  await until(() => done.length === 1);
  expect(await connections()).toBeGreaterThan(2);

  // Of the sender none either: it holds one only while it sends.
  await until(async () => rest.isAsleep() && (await connections()) === 0);
  await send('run_2');
  await until(() => done.length === 2);
  await until(() => rest.isAsleep());
  await Promise.all(['run_3', 'run_4', 'run_5'].map(send));
  await until(() => done.length === 5);

  // What is scheduled wakes it without anybody.
  due = new Date(Date.now() + 3_000);
  await until(() => rest.isAsleep());
  expect(Date.now()).toBeLessThan(due.getTime());
  const dueAt = due.getTime();
  due = undefined;
  await until(() => !rest.isAsleep());
  expect(Date.now()).toBeGreaterThanOrEqual(dueAt - 50);

  rest.end();
  server.close();
  await observer.end();
  await Promise.all([api.stop(0), worker.stop(0), control.close()]);
  for (const folder of [root, home.sockets]) rmSync(folder, { recursive: true, force: true });
}, 120_000);
