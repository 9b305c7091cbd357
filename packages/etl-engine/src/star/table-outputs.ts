import { columnsInWords, tablesOf } from '@tandem/data-model';
import type { LoadInput, LoadOutput } from '@tandem/data-model/contract';
import type { Warehouse } from '@tandem/ports';
import type { StarAfterLoad } from './star-after-load.ts';
import { contentHashes } from './star-tables.ts';

/**
 * What became of each table's rows, or would. A rejected record is counted with the table that has one row for each
 * record of its file. Rows and hashes are those of the star as it stands.
 */
export async function tableOutputs(
  after: StarAfterLoad,
  files: readonly LoadInput[],
  warehouse: Warehouse,
  snapshots: ReadonlyMap<string, string> = new Map(),
): Promise<LoadOutput[]> {
  const { star } = after;
  const mainTableOf = (source: string) => star.sources.find((it) => it.name === source)?.feeds.at(-1)?.table;
  const contents = await contentHashes(star, warehouse);
  return tablesOf(star).map((table, k) => ({
    ...contents[k]!,
    ...after.countsOf(table),
    removed: 0,
    rejected: files.reduce((sum, it) => sum + (mainTableOf(it.source) === table.name ? it.rejected : 0), 0),
    snapshotKey: snapshots.get(table.name) ?? null,
    columns: columnsInWords(table),
  }));
}
