import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Query, QueryResult } from '@tandem/ports';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Home, openHome } from '../home.ts';
import { openQueryRunner } from './open-query-runner.ts';

/** No tables at all: what is asked here needs none. */
const readable: Query['readable'] = async () => ({ snapshot: { loadId: 'l', schema: 's', tables: [] } });

const rowsOf = ({ rowsJson }: QueryResult): unknown[] => JSON.parse(Buffer.from(rowsJson).toString('utf8'));

let home: Home;
beforeEach(() => {
  home = openHome(mkdtempSync(path.join(tmpdir(), 'tandem-sql-')));
});
afterEach(() => {
  for (const folder of [home.root, home.sockets]) rmSync(folder, { recursive: true, force: true });
});

it('stops at the cells that it may return, and refuses more columns than that', async () => {
  const runner = await openQueryRunner(home, { bwrap: null, warm: 0 });
  const query = {
    projectId: 'p',
    user: 'u',
    readable,
  };
  const ask = async (columns: number) => {
    const names = Array.from({ length: columns }, () => 'range').join();
    return runner.run({ ...query, sql: `select ${names} from range(10000)` });
  };

  const wide = await ask(1000);
  expect([rowsOf(wide).length, wide.columns.length, wide.truncated]).toEqual([500, 1000, 'cells']);
  await expect(ask(1001)).rejects.toMatchObject({
    code: 'INVALID_QUERY',
    message: 'The answer has 1001 columns, more than the 1000 that it may.',
    mend: expect.stringContaining('at most 1000 columns'),
  });

  await runner.close();
});

it('ends a process that had no query for a while, and removes its folder', async () => {
  const runner = await openQueryRunner(home, { bwrap: null, warm: 0, idleMs: 100 });
  await runner.run({
    projectId: 'p',
    user: 'u',
    sql: 'select 1',
    readable,
  });
  const [own] = readdirSync(home.queries);

  for (let i = 0; i < 100 && readdirSync(path.join(home.queries, own!)).length > 0; i++) await delay(50);

  expect(await runner.processes('p')).toEqual([]);
  expect(readdirSync(path.join(home.queries, own!))).toEqual([]);
  await runner.close();
  expect(readdirSync(home.queries)).toEqual([]);
});

it('leaves no process behind that its starter, killed, has not ended', async () => {
  const index = new URL('../index.ts', import.meta.url).href;
  const program = `import { openHome, openQueryRunner } from ${JSON.stringify(index)};
    const runner = await openQueryRunner(openHome(${JSON.stringify(home.root)}), { bwrap: null, warm: 1 });
    const query = { projectId: 'p', user: 'u', readable: async () => ({ snapshot: { loadId: 'l', schema: 's', tables: [] } }) };
    await runner.run({ ...query, sql: 'select 1' });
    void runner.run({ ...query, sql: 'select count(*) from range(1000000000000)' });
    console.log('running');`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(starter.stdout, 'data');
  const before = processesOver(home);

  starter.kill('SIGKILL');

  expect(before).toBeGreaterThan(0);
  await expect.poll(() => processesOver(home), { timeout: 10_000 }).toBe(0);
  const next = await openQueryRunner(home, { bwrap: null, warm: 0 });
  expect(readdirSync(home.queries)).toHaveLength(1);
  await next.close();
});

/** Processes whose command line names a folder of the home. */
function processesOver(home: Home): number {
  return Number(spawnSync('pgrep', ['-fc', home.queries], { encoding: 'utf8' }).stdout);
}

it('runs without bubblewrap where that cannot start, and says why', async () => {
  const runner = await openQueryRunner(home, { bwrap: '/bin/false', warm: 0 });

  expect(runner.sandbox).toEqual({ kind: 'process', reason: expect.stringContaining('cannot start here') });

  await runner.close();
});

it('refuses queries where a sandbox is required and there is none', async () => {
  const runner = await openQueryRunner(home, { bwrap: null, prlimit: null, warmAfterMs: 0, sandboxRequired: true });
  const query = {
    projectId: 'p',
    user: 'u',
    sql: 'select 1',
    readable,
  };

  await expect(runner.run(query)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('not installed'),
    mend: expect.stringContaining('Install bubblewrap'),
  });

  expect(runner.sandbox.reason).toContain('prlimit');
  await runner.close();
});

it('gives one project half of the processes, and another finds room beside it', async () => {
  const runner = await openQueryRunner(home, { bwrap: null, warm: 0, most: 2 });
  const query = {
    user: 'u',
    sql: 'select 1',
    readable,
  };
  const stop = new AbortController();
  const endless = { ...query, projectId: 'p', sql: 'select count(*) from range(1000000000000)' };
  const running = runner.run(endless, stop.signal).catch((error: Error) => error);
  await expect.poll(async () => (await runner.processes('p')).length, { timeout: 10_000 }).toBe(1);

  await expect(runner.run({ ...query, projectId: 'p', user: 'v' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: '1 people run queries in this project now, as many as may.',
  });
  expect(rowsOf(await runner.run({ ...query, projectId: 'q' }))).toEqual([[1]]);

  stop.abort();
  await running;
  await runner.close();
});
