import { createWriteStream, renameSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import type { Client } from '@tandem/client';
import { Conflict } from '@tandem/data-model';
import { makeFolder } from '../make-folder.ts';
import { eachLoad } from './each-load.ts';

export interface SavedRejects {
  readonly file: string;
  readonly records: number;
}

/**
 * Writes the records that a load refused, or the newest that refused any, into a folder: `LOAD-SOURCE.csv` for each
 * source. Nothing is written where nothing was refused. Throws Conflict where the load has no report.
 */
export async function saveRejects(
  client: Pick<Client, 'getLoad' | 'listLoads' | 'downloadRejectedRecords'>,
  projectId: string,
  { loadId, folder }: { readonly loadId?: string | undefined; readonly folder: string },
): Promise<SavedRejects[]> {
  const wanted = loadId ?? (await newestWithRejects(client, projectId));
  if (wanted === undefined) return [];
  const load = await client.getLoad({ params: { projectId, loadId: wanted } });
  if (!load.report) {
    throw new Conflict(`Load ${load.id} has no report: its state is "${load.state}".`, 'Wait until it has ended.');
  }
  const counts = new Map<string, number>();
  for (const { source, count } of load.report.rejects) counts.set(source, (counts.get(source) ?? 0) + count);
  makeFolder(folder, 'the folder of rejects');
  const saved: SavedRejects[] = [];
  for (const [source, records] of counts) {
    const params = { projectId, loadId: load.id };
    const file = path.join(folder, `${load.id}-${source}.csv`);
    const to = Writable.toWeb(createWriteStream(`${file}.part`));
    await client.downloadRejectedRecords({ params, query: { source } }, { to });
    renameSync(`${file}.part`, file);
    saved.push({ file, records });
  }
  return saved;
}

async function newestWithRejects(client: Pick<Client, 'listLoads'>, projectId: string): Promise<string | undefined> {
  for await (const { id, counts } of eachLoad(client, projectId)) if (counts?.rejected) return id;
  return undefined;
}
