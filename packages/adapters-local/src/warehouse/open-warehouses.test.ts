import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openHome } from '../home.ts';
import { findWarehouseHost } from './find-warehouse-host.ts';
import { openWarehouses } from './open-warehouses.ts';

it('opens the warehouse of a project once, and again only where opening failed', async () => {
  const home = openHome(await mkdtemp(path.join(tmpdir(), 'tandem-warehouses-')));
  onTestFinished(async () => {
    const pid = await findWarehouseHost(home, 'prj_1');
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    for (const folder of [home.root, home.sockets]) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const warehouses = openWarehouses(home);
  await rm(home.warehouses, { recursive: true });
  await expect(warehouses.get('prj_1')).rejects.toThrow();
  openHome(home.root);

  const opened = await Promise.all([warehouses.get('prj_1'), warehouses.get('prj_1')]);
  await warehouses.close();

  expect(opened[0]).toBe(opened[1]);
});
