import { formatDay, parseDay } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';

const firstStore = 1001;
const stores = 200;
const days = 150;
const firstDay = parseDay('2024-01-01');

/**
 * Files of one version of a star: every amount, street and promotion says which, from 0 on. All versions have the same
 * keys, so a load of one replaces every row of two facts and of a dimension.
 */
export function filesOf(version: number): { readonly name: string; readonly text: string }[] {
  const sales = ['store_id,store_name,store_address,city,state,country,sales_date,total_sales'];
  const promotions = ['store_id,sales_date,promo,school_holiday'];
  for (let store = firstStore; store < firstStore + stores; store++) {
    for (let k = 0; k < days; k++) {
      const day = formatDay(firstDay + k);
      sales.push(`${store},Store ${store},Street ${version},Bonn,NW,Germany,${day},${version}`);
      promotions.push(`${store},${day},${version % 2},${version % 2}`);
    }
  }
  return [
    { name: 'store_sales.csv', text: `${sales.join('\n')}\n` },
    { name: 'store_promotions.csv', text: `${promotions.join('\n')}\n` },
  ];
}

/** The version that all rows are of; undefined before the first load. Throws where a load is half there. */
export async function versionOf(warehouse: Warehouse): Promise<number | undefined> {
  const ofLoads = (table: string) => `retail_sales.${table} where store_id >= ${firstStore}`;
  // One statement, so that all of it sees the same state.
  const sql =
    `select * from (select count(*) as sales, min(total_sales)::double as least, max(total_sales)::double as most from ${ofLoads('store_sales')}), ` +
    `(select count(*) as stores, min(store_address) as first, max(store_address) as last from ${ofLoads('store_dim')}), ` +
    `(select count(*) as promotions, min(promo) as low, max(promo) as high from ${ofLoads('store_promotions')})`;
  const row: Record<string, unknown> = {};
  for await (const batch of warehouse.rows(sql)) for (const it of batch.columns) row[it.name] = it.values[0];
  const counts = [row.sales, row.stores, row.promotions];
  if (counts.every((it) => it === 0)) return undefined;
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
