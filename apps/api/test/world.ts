import { objectKeys } from '@tandem/control-plane';
import { retailSales } from '@tandem/data-model';
import type { Project } from '@tandem/data-model/contract';
import { createForecastTable, createStar, loadStar, publishForecast } from '@tandem/etl-engine';
import { batchForecast, succeededLoad, type TestApp } from './start-app.ts';

/** The flow carried to its end by hand: two stores, thirty days of January 2026, forecasts for the two days after. */
export interface World {
  readonly project: Project;
  readonly loadId: string;
  readonly batchForecastId: string;
}

export const salesHeader = 'store_id,store_name,store_address,city,state,country,sales_date,total_sales';

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10);
const days = Array.from({ length: 32 }, (_, k) => k + 1);

/** Store 1 is closed on every 4th of the month; store 2 opened on the 28th. */
const trades = (store: number, n: number) => (store === 1 ? n !== 4 : n >= 28);
const places = { 1: 'Kiel shop,Main St 1,Kiel,SH,Germany', 2: 'Bonn shop,Side St 2,Bonn,NW,Germany' } as const;

const files = {
  date_dim: [
    'date_key,date_time,week,month,quarter,year,weekday',
    ...days.map((n) => {
      const thursday = Math.floor((n + 2 - ((n + 2) % 7)) / 7) + 1;
      return `${n},${day(n)},${thursday},${n > 31 ? 2 : 1},1,2026,${(n + 2) % 7}`;
    }),
  ],
  store_sales: [
    salesHeader,
    ...([1, 2] as const).flatMap((store) =>
      days
        .filter((n) => n <= 30 && trades(store, n))
        .map((n) => `${store},${places[store]},${day(n)},${store * 100 + n}.50`),
    ),
  ],
  store_promotions: [
    'store_id,sales_date,promo,school_holiday',
    ...([1, 2] as const).flatMap((store) =>
      days.filter((n) => trades(store, n)).map((n) => `${store},${day(n)},${n % 10 === 1 ? 1 : 0},${n <= 3 ? 1 : 0}`),
    ),
  ],
};

const forecastCsv = `item_id,timestamp,mean,p10,p50,p90
1,2026-01-31,140,130,139,150
1,2026-02-01,141,131,140,151
2,2026-01-31,240,200,239,250
2,2026-02-01,241,201,240,251
`;

export async function makeWorld(api: TestApp): Promise<World> {
  const project = await api.project();
  const warehouse = await api.warehouse(project.id);
  await createStar(retailSales, warehouse);
  const loaded = await Promise.all(
    Object.entries(files).map(async ([source, lines]) => {
      const key = `projects/${project.id}/uploads/${source}.csv`;
      await api.objects.put(key, Buffer.from(`${lines.join('\n')}\n`));
      return { name: `${source}.csv`, key, source };
    }),
  );
  const { id: loadId } = await succeededLoad(api, project.id);
  const plan = { star: retailSales, loadId, files: loaded, maxRejectShare: 0 };
  const deps = { objects: api.objects, warehouse };
  const { report } = await loadStar({ ...plan, keyPrefix: `projects/${project.id}` }, deps);
  await api.control.loads.update(loadId, { report });
  const batch = await batchForecast(api, project.id);
  const key = objectKeys.batchForecast(project.id, batch.id);
  await api.objects.put(key, Buffer.from(forecastCsv));
  await createForecastTable(warehouse);
  await publishForecast({ warehouse, objects: api.objects }, batch.id, key);
  return { project, loadId, batchForecastId: batch.id };
}
