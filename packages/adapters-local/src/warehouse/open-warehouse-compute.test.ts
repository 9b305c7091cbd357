import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { type Home, openHome } from '../home.ts';
import { findWarehouseHost } from './find-warehouse-host.ts';
import { openWarehouse } from './open-warehouse.ts';
import { openWarehouseCompute } from './open-warehouse-compute.ts';

function temporaryHome(): Home {
  const home = openHome(mkdtempSync(path.join(tmpdir(), 'tandem-compute-')));
  onTestFinished(async () => {
    const pid = await findWarehouseHost(home, 'prj_1');
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    for (const folder of [home.root, home.sockets]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return home;
}

it('starts and stops the host of a warehouse, and says what it is like', async () => {
  const home = temporaryHome();
  const get = (id: string) => openWarehouse(home, id, { threads: 1, memoryLimit: '300MB' });
  const compute = openWarehouseCompute(home, { get });

  expect(await compute.state('prj_1')).toMatchObject({ state: 'stopped', memoryBytes: null });
  expect(await compute.stop('prj_1')).toMatchObject({ state: 'stopped' });
  expect(await compute.start('prj_1')).toMatchObject({ state: 'running', threads: 1, memoryLimit: '300MB', calls: 0 });
  expect((await compute.state('prj_1')).memoryBytes).toBeGreaterThan(10e6);
  expect(await compute.stop('prj_1')).toMatchObject({ state: 'stopped' });
  expect(await findWarehouseHost(home, 'prj_1')).toBeUndefined();
});

it('does not stop a host that is at work', async () => {
  const home = temporaryHome();
  const warehouse = await openWarehouse(home, 'prj_1', { threads: 1 });
  const compute = openWarehouseCompute(home, { get: async () => warehouse });
  const work = warehouse.run('create table t as select range as n from range(20000000)');
  while ((await compute.state('prj_1')).calls === 0) await delay(2);

  await expect(compute.stop('prj_1')).rejects.toMatchObject({ code: 'CONFLICT' });
  await work;
});

it('neither stops a host that is held between two calls nor lets it end for idleness, until it is released', async () => {
  const home = temporaryHome();
  const warehouse = await openWarehouse(home, 'prj_1', { threads: 1, idleMs: 200 });
  const elsewhere = await openWarehouse(home, 'prj_1', { threads: 1, idleMs: 200 });
  const compute = openWarehouseCompute(home, { get: async () => elsewhere });
  const release = await warehouse.hold('the load lod_1');
  await warehouse.run('create table staging.main.part as select 1 as n');
  await delay(400);

  expect(await compute.state('prj_1')).toMatchObject({ state: 'running', calls: 0, heldBy: ['the load lod_1'] });
  await expect(compute.stop('prj_1')).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching('lod_1'),
  });
  await elsewhere.run('insert into staging.main.part values (2)');
  release();
  await expect.poll(async () => (await compute.state('prj_1')).heldBy).toEqual([]);
  expect(await compute.stop('prj_1')).toMatchObject({ state: 'stopped' });
});

it('takes calls that come while it stops to the next host', async () => {
  const home = temporaryHome();
  const warehouse = await openWarehouse(home, 'prj_1', { threads: 1 });
  const compute = openWarehouseCompute(home, { get: async () => warehouse });

  const [stopped] = await Promise.allSettled([compute.stop('prj_1'), warehouse.run('create table t (n int)')]);

  await warehouse.run('insert into t values (1)');
  expect(stopped.status === 'fulfilled' || stopped.reason.code === 'CONFLICT').toBe(true);
});

it('does not keep a host from its idle end by looking at it', async () => {
  const home = temporaryHome();
  const warehouse = await openWarehouse(home, 'prj_1', { threads: 1, idleMs: 300 });
  const compute = openWarehouseCompute(home, { get: async () => warehouse });

  while ((await compute.state('prj_1')).state === 'running') await delay(20);

  expect(await findWarehouseHost(home, 'prj_1')).toBeUndefined();
});
