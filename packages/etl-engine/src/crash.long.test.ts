import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findWarehouseHost, openDiskObjectStore, openHome, openWarehouse } from '@tandem/adapters-local';
import { retailSales } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { calendar, sales } from '../test/star-fixture.ts';
import { createStar, loadStar, starTables } from './index.ts';

it('is whole or not there at all when the process of the warehouse is killed, and the next load succeeds', async () => {
  const home = openHome(await mkdtemp(path.join(tmpdir(), 'tandem-crash-')));
  const warehouse = await openWarehouse(home, 'prj_1');
  const objects = openDiskObjectStore(home.objects);
  await createStar(retailSales, warehouse);
  const days = Array.from({ length: 31 }, (_, k) => `2024-01-${String(k + 1).padStart(2, '0')}`);
  const stores = Array.from({ length: 40 }, (_, k) => k + 1);
  const rows = stores.length * days.length;
  const salesOf = async () => (await starTables(retailSales, warehouse)).find((it) => it.name === 'store_sales')!.rows;
  await objects.put('c', Buffer.from(calendar('2024-01-01', 31)));
  const load = async (amount: number) => {
    await objects.put('s', Buffer.from(sales(...stores.flatMap((s) => days.map((day) => `${s} ${day} ${amount}`)))));
    const files = [
      { name: 'c', key: 'c', source: 'date_dim' },
      { name: 's', key: 's', source: 'store_sales' },
    ];
    return loadStar(
      { star: retailSales, loadId: 'lod_1', files, maxRejectShare: 0, keyPrefix: 'p' },
      { objects, warehouse },
    );
  };

  for (const [k, ms] of [20, 60, 100, 140, 180].entries()) {
    const killed = load(k).then(
      () => undefined,
      (error: { code?: string }) => error,
    );
    await delay(ms);
    process.kill((await findWarehouseHost(home, 'prj_1'))!, 'SIGKILL');
    await killed;
    expect([0, rows]).toContain(await salesOf());
  }

  const { report } = await load(9);
  expect(report.counts.rejected).toBe(0);
  expect(await salesOf()).toBe(rows);
  process.kill((await findWarehouseHost(home, 'prj_1'))!, 'SIGTERM');
  await rm(home.sockets, { recursive: true, force: true });
  await rm(home.root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});
