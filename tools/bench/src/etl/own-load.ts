import { createReadStream } from 'node:fs';
import { openDiskObjectStore, openDuckDb } from '@tandem/adapters-local';
import { retailSales } from '@tandem/data-model';
import { createStar, loadStar } from '@tandem/etl-engine';
import { printFigures } from './own-process.ts';
import type { SalesFiles } from './sales-files.ts';

/** The whole load of the product, from uploaded files to a published snapshot, engine and warehouse in one process. */
const [files, database, folder] = JSON.parse(process.argv[2]!) as [SalesFiles, string, string];
const objects = openDiskObjectStore(folder);
const sources = { store_sales: files.sales, store_promotions: files.promotions, date_dim: files.calendar };
const uploads = Object.entries(sources).map(([source, file]) => ({
  name: `${source}.csv`,
  key: `uploads/${source}`,
  source,
  file,
}));
for (const { key, file } of uploads) await objects.put(key, createReadStream(file));
const warehouse = await openDuckDb({ file: database, objectsRoot: folder, threads: 2, memoryLimit: '600MB' });
await createStar(retailSales, warehouse);
await printFigures(async () => {
  const { report } = await loadStar(
    { star: retailSales, loadId: 'lod_1', files: uploads, maxRejectShare: 0, keyPrefix: 'projects/p' },
    { objects, warehouse },
  );
  await warehouse.close();
  return { loaded: report.counts.loaded };
});
