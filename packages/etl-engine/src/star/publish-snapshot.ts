import { type Star, tablesOf } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { qualified, wholeTable } from '@tandem/sql';

/** Object key of a table as a load left it. */
function snapshotKey(keyPrefix: string, loadId: string, table: string): string {
  return `${keyPrefix}/snapshots/${loadId}/${table}.parquet`;
}

/** Writes every table as Parquet, in key order, under keys that are never written again by another load. */
export async function publishSnapshot(
  star: Star,
  warehouse: Warehouse,
  keyPrefix: string,
  loadId: string,
): Promise<void> {
  for (const table of tablesOf(star)) {
    const rows = wholeTable(qualified(star.name, table.name), table);
    await warehouse.copyOut(rows, snapshotKey(keyPrefix, loadId, table.name));
  }
}
