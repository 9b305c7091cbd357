import { ForwardedError, KnownError, type Star, storedTables, toWire } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { qualified, wholeTable } from '@tandem/sql';

/** Object key of a table as a load left it. */
export function snapshotKey(keyPrefix: string, loadId: string, table: string): string {
  return `${keyPrefix}/snapshots/${loadId}/${table}.parquet`;
}

/**
 * Writes every table as Parquet, in key order, under keys that are never written again by another load. Gives the key
 * of each table. What fails here, fails after the rows were merged, and says so.
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
    await warehouse.copyOut(wholeTable(qualified(star.name, table.name), table), key).catch(sayMerged);
    keys.set(table.name, key);
  }
  return keys;
}

function sayMerged(error: unknown): never {
  if (!(error instanceof KnownError)) throw error;
  throw new ForwardedError({
    ...toWire(error),
    message: `${error.message} The rows are in the star; only its snapshot is not published.`,
    mend: `${error.mend} Loading the same files again changes no row and publishes the snapshot.`,
  });
}
