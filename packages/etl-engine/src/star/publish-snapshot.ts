import { type Star, storedTables } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { qualified, wholeTable } from '@tandem/sql';

/** Object key of a table as a load left it. */
export function snapshotKey(keyPrefix: string, loadId: string, table: string): string {
  return `${keyPrefix}/snapshots/${loadId}/${table}.parquet`;
}

/**
 * Writes every table as Parquet, in key order, under keys that are never written again by another load. Gives the key
 * of each table.
 */
export async function publishSnapshot(
  star: Star,
  warehouse: Warehouse,
  keyPrefix: string,
  loadId: string,
): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for (const table of storedTables(star)) {
    const key = snapshotKey(keyPrefix, loadId, table.name);
    await warehouse.copyOut(wholeTable(qualified(star.name, table.name), table), key);
    keys.set(table.name, key);
  }
  return keys;
}
