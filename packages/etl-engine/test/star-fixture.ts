import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDiskObjectStore, openDuckDb } from '@tandem/adapters-local';
import { formatDay, isoWeek, parseDay, retailSales, type Star, tablesOf, weekday } from '@tandem/data-model';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { qualified } from '@tandem/sql';
import {
  createStar,
  type LoadPlan,
  type LoadResult,
  loadStar,
  planStar,
  recogniseFile,
  storedFile,
  tableRows,
} from '../src/index.ts';

/** A star on an in-memory warehouse, with what a test does to it. */
export interface StarFixture {
  readonly warehouse: Warehouse;
  readonly objects: ObjectStore;
  /** Loads files by name; each load has a new id unless one is given. */
  load(files: Record<string, string | Uint8Array>, options?: LoadOptions): Promise<LoadResult>;
  /** What a load of them would do. */
  plan(files: Record<string, string | Uint8Array>, options?: LoadOptions): Promise<LoadResult>;
  /** All rows of a table in key order. */
  rows(table: string): Promise<unknown[][]>;
  /** Leaves no row and no object, and counts loads anew: what the next test needs, for less than another star. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export type LoadOptions = Partial<Pick<LoadPlan, 'star' | 'loadId' | 'maxRejectShare' | 'today' | 'earlier'>>;

export async function openStar(of: Star = retailSales): Promise<StarFixture> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-etl-'));
  // Named as data lakes name theirs; DuckDB may read a column from such a name.
  const root = path.join(folder, 'year=1999');
  await mkdir(root);
  const warehouse = await openDuckDb({ file: ':memory:', objectsRoot: root, threads: 2 });
  return starOn(warehouse, openDiskObjectStore(root), () => rm(folder, { recursive: true }), of);
}

/** The same on a warehouse that is open; `remove` clears away what stands behind it. */
export async function starOn(
  warehouse: Warehouse,
  objects: ObjectStore,
  remove: () => Promise<void>,
  of: Star = retailSales,
): Promise<StarFixture> {
  await createStar(of, warehouse);
  let loads = 0;
  const planned = async (
    files: Record<string, string | Uint8Array>,
    { loadId = `lod_${++loads}`, ...options }: LoadOptions = {},
  ): Promise<LoadPlan> => {
    const uploaded = Object.entries(files).map(async ([name, body], k) => {
      const bytes = Buffer.from(body as string);
      const key = `uploads/${loadId}/${k}`;
      await objects.put(key, bytes);
      const { source = 'unknown' } = await recogniseFile(of, await storedFile(objects, name, key));
      return { name, key, source };
    });
    const keyPrefix = 'projects/p';
    return { star: of, maxRejectShare: 0, ...options, loadId, files: await Promise.all(uploaded), keyPrefix };
  };
  return {
    warehouse,
    objects,
    load: async (files, options) => loadStar(await planned(files, options), { objects, warehouse }),
    plan: async (files, options) => planStar(await planned(files, options), { objects, warehouse }),
    async rows(table) {
      return (await tableRows(of, warehouse, table, 0, 1_000_000)).rows;
    },
    async clear() {
      for (const { name } of tablesOf(of)) await warehouse.run(`delete from ${qualified(of.name, name)}`);
      for (const { key } of await objects.list('')) await objects.delete(key);
      loads = 0;
    },
    async close() {
      await warehouse.close();
      await remove();
    },
  };
}

/** A calendar from `first` on; keys count from 1001 on 2010-01-01. */
export function calendar(first: string, days: number): string {
  const origin = parseDay('2010-01-01');
  const records = Array.from({ length: days }, (_, k) => {
    const day = parseDay(first) + k;
    const [year, month] = formatDay(day).split('-').map(Number) as [number, number];
    return [
      1001 + day - origin,
      formatDay(day),
      isoWeek(day).week,
      month,
      Math.ceil(month / 3),
      year,
      weekday(day),
    ].join();
  });
  return ['date_key,date_time,week,month,quarter,year,weekday', ...records, ''].join('\n');
}

export const salesHeader = 'store_id,store_name,store_address,city,state,country,sales_date,total_sales';

/** A sales file of short records `store day amount`, e.g. `1 2024-01-02 9.50`, with a street after them if need be. */
export function sales(...records: string[]): string {
  const full = records.map((it) => {
    const [store, day, amount, address = `Street-${store}`] = it.split(' ');
    return `${store},Store ${store},${address},Ulm,BW,Germany,${day},${amount}`;
  });
  return [salesHeader, ...full, ''].join('\n');
}

/** A promotions file of short records `store day promo holiday`. */
export function promotions(...records: string[]): string {
  return ['store_id,sales_date,promo,school_holiday', ...records.map((it) => it.split(' ').join()), ''].join('\n');
}
