import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { warehouseContract } from '@tandem/ports/contract-tests';
import { dialectNamed } from '@tandem/sql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Home, openHome } from '../home.ts';
import { openDiskObjectStore } from '../object-store/disk-object-store.ts';
import { findWarehouseHost, warehouseSocket } from './find-warehouse-host.ts';
import { openWarehouse } from './open-warehouse.ts';

async function temporaryHome(): Promise<Home> {
  return openHome(await mkdtemp(path.join(tmpdir(), 'tandem-host-')));
}

async function remove(home: Home): Promise<void> {
  const pid = await findWarehouseHost(home, 'prj_1');
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await rm(home.root, { recursive: true, force: true, maxRetries: 5 });
  await rm(home.sockets, { recursive: true, force: true });
}

async function hostOf(home: Home): Promise<number> {
  const pid = await findWarehouseHost(home, 'prj_1');
  if (pid === undefined) throw new Error('no host answers');
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  for (let i = 0; i < 200 && isAlive(pid); i++) await delay(25);
  expect(isAlive(pid)).toBe(false);
}

/** Runs lines of a program that has `home` and `openWarehouse` in a process of its own. */
function run(home: Home, program: string) {
  const index = new URL('../index.ts', import.meta.url).href;
  const opened = `import { openHome, openWarehouse } from ${JSON.stringify(index)}; const home = openHome(${JSON.stringify(home.root)});`;
  return spawn(process.execPath, ['--input-type=module', '-e', `${opened}${program}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

warehouseContract('DuckDB in a host process', dialectNamed('duckdb').copyParquet, async () => {
  const home = await temporaryHome();
  return {
    warehouse: await openWarehouse(home, 'prj_1'),
    objects: openDiskObjectStore(home.objects),
    close: () => remove(home),
  };
});

describe('the host of a warehouse', () => {
  const fresh = async () => {
    const home = await temporaryHome();
    onTestFinished(() => remove(home));
    return home;
  };

  it('serves several clients from one process', async () => {
    const home = await fresh();
    const clients = await Promise.all([1, 2, 3].map(() => openWarehouse(home, 'prj_1')));

    await clients[0]!.run('create table t as select 1 as a');

    await expect(clients[2]!.run('insert into t select a from t')).resolves.toBeUndefined();
  });

  it('is one even where two processes start it at the same moment', async () => {
    const home = await fresh();
    const program = (k: number) => `
      const w = await openWarehouse(home, 'prj_1');
      await w.run('create table if not exists t (a integer)');
      await w.run('insert into t values (${k})');
      // The host lives as long as the process that started it.
      await new Promise((resolve) => setTimeout(resolve, 700));`;

    const exits = await Promise.all([1, 2, 3].map((k) => once(run(home, program(k)), 'exit')));

    expect(exits.map(([code]) => code)).toEqual([0, 0, 0]);
    const warehouse = await openWarehouse(home, 'prj_1');
    const rows = [];
    for await (const batch of warehouse.rows('select a from t order by a')) rows.push(...batch.columns[0]!.values);
    expect(rows).toEqual([1, 2, 3]);
  });

  it('is started again after kill -9, with every committed row', async () => {
    const home = await fresh();
    const warehouse = await openWarehouse(home, 'prj_1');
    await warehouse.transaction([{ sql: 'create table t as select 1 as a' }]);

    process.kill(await hostOf(home), 'SIGKILL');

    await expect(warehouse.run('insert into t values (2)')).resolves.toBeUndefined();
  });

  it('says so where it is killed while it answers', async () => {
    const home = await fresh();
    const warehouse = await openWarehouse(home, 'prj_1');
    const pid = await hostOf(home);

    const endless = warehouse.run('select count(*) from range(1000000000000)');
    setTimeout(() => process.kill(pid, 'SIGKILL'), 100);

    await expect(endless).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('replaces what lies in the place of its socket', async () => {
    const home = await fresh();
    writeFileSync(warehouseSocket(home, 'prj_1'), 'not a socket');

    const warehouse = await openWarehouse(home, 'prj_1');

    await expect(warehouse.run('select 1')).resolves.toBeUndefined();
  });

  it('ends when the process that started it is killed', async () => {
    const home = await fresh();
    const parent = run(home, `await openWarehouse(home, 'prj_1'); console.log('open'); setInterval(() => {}, 1000);`);
    await once(parent.stdout, 'data');
    const pid = await hostOf(home);

    parent.kill('SIGKILL');

    await untilGone(pid);
  });

  it('lets a process end that has nothing else to do', async () => {
    const home = await fresh();
    const child = run(
      home,
      `const w = await openWarehouse(home, 'prj_1'); await w.run('select 1'); console.log('done');`,
    );

    expect(await text(child.stdout)).toBe('done\n');
  });

  it('ends when nobody has called for a while, and starts again for the next call', async () => {
    const home = await fresh();
    const warehouse = await openWarehouse(home, 'prj_1', { idleMs: 100 });
    const pid = await hostOf(home);

    await untilGone(pid);

    await warehouse.run('select 1');
    expect(await hostOf(home)).not.toBe(pid);
  });

  it('finishes the call under way when it is told to end', async () => {
    const home = await fresh();
    const warehouse = await openWarehouse(home, 'prj_1');
    const pid = await hostOf(home);

    const long = warehouse.run('create table t as select sum(hash(range)) as a from range(30000000)');
    setTimeout(() => process.kill(pid, 'SIGTERM'), 20);
    await long;

    await untilGone(pid);
    await expect(warehouse.run('select a from t')).resolves.toBeUndefined();
  });

  it('stops reading a query for a client that does not take its rows', async () => {
    const home = await fresh();
    const warehouse = await openWarehouse(home, 'prj_1', { memoryLimit: '200MB' });

    for await (const { rows } of warehouse.rows('select range as a from range(1000000000)')) {
      expect(rows).toBeGreaterThan(0);
      await delay(100);
      break;
    }

    await expect(warehouse.run('select 1')).resolves.toBeUndefined();
  });
});
