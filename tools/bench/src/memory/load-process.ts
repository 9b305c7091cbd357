import { createReadStream } from 'node:fs';
import process from 'node:process';
import { openDiskObjectStore, openHome, openWarehouse } from '@tandem/adapters-local';
import { retailSales } from '@tandem/data-model';
import { createStar, loadStar } from '@tandem/etl-engine';

/**
 * What the API and the worker do with a file, in one process, with the warehouse in another: stores it and loads it. A
 * small file goes first; then it says so, and waits to be told to take the large one.
 */
const [root, calendar, small, large] = JSON.parse(process.argv[2]!) as [string, string, string, string];
const home = openHome(root);
const objects = openDiskObjectStore(home.objects);
const warehouse = await openWarehouse(home, 'prj_bench');
await createStar(retailSales, warehouse);

async function load(loadId: string, file: string, source = 'store_sales'): Promise<number> {
  const key = `uploads/${loadId}`;
  await objects.put(key, createReadStream(file));
  const { report } = await loadStar(
    {
      star: retailSales,
      loadId,
      files: [{ name: file.slice(file.lastIndexOf('/') + 1), key, source }],
      maxRejectShare: 0,
      keyPrefix: 'projects/prj_bench',
    },
    { objects, warehouse },
  );
  await objects.delete(key);
  return report.counts.read;
}

process.once('message', async () => {
  process.send?.({ read: await load('lod_large', large) });
  process.disconnect();
});
await load('lod_calendar', calendar, 'date_dim');
await load('lod_small', small);
process.send?.({ warm: true });
