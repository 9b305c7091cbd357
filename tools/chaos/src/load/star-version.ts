import type { Warehouse } from '@tandem/ports';
import type { Client } from '../connect.ts';
import { days, firstStore, stores } from './version-files.ts';

/** One statement, so that all of it sees the same state. */
const question = (() => {
  const ofLoads = (table: string) => `retail_sales.${table} where store_id >= ${firstStore}`;
  return (
    `select * from (select count(*) as sales, min(total_sales)::double as least, max(total_sales)::double as most from ${ofLoads('store_sales')}), ` +
    `(select count(*) as stores, min(store_address) as first, max(store_address) as last from ${ofLoads('store_dim')}), ` +
    `(select count(*) as promotions, min(promo) as low, max(promo) as high from ${ofLoads('store_promotions')})`
  );
})();

/** The version that all rows in the warehouse are of; undefined before the first load. Throws where a load is half there. */
export async function versionOf(warehouse: Warehouse): Promise<number | undefined> {
  const row: Record<string, unknown> = {};
  for await (const batch of warehouse.rows(question)) for (const it of batch.columns) row[it.name] = it.values[0];
  return wholeVersion(row);
}

/** The version that users' SQL sees, which is that of the last snapshot. */
export async function publishedVersion(client: Client, projectId: string): Promise<number | undefined> {
  const { columns, rows } = await client.createQuery({ params: { projectId }, body: { sql: question } });
  return wholeVersion(Object.fromEntries(columns.map((it, k) => [it.name, rows[0]![k]])));
}

function wholeVersion(row: Readonly<Record<string, unknown>>): number | undefined {
  if ([row.sales, row.stores, row.promotions].every((it) => it === 0)) return undefined;
  const version = Number(row.least);
  const whole = {
    sales: stores * days,
    least: version,
    most: version,
    stores,
    first: `Street ${version}`,
    last: `Street ${version}`,
    promotions: stores * days,
    low: version % 2,
    high: version % 2,
  };
  if (Object.entries(whole).some(([name, value]) => row[name] !== value)) throw new HalfLoaded(JSON.stringify(row));
  return version;
}

export class HalfLoaded extends Error {}
