import type { Source } from '@tandem/data-model';
import type { RejectLog } from '../checks/reject-log.ts';
import type { ScannedFile, ScannedPiece } from '../csv/scan-file.ts';
import type { OneBehind } from './one-behind.ts';
import { scanContent } from './scan-content.ts';
import { type ScratchObject, scratchObject } from './scratch-object.ts';
import type { Staging } from './stage-files.ts';
import type { FileToStage } from './unpack-files.ts';

/** Checked CSV that the warehouse copies at a time: twice what DuckDB gives one thread. Two parts are on the disk at most. */
const partBytes = 64 << 20;

/** Parquet that is no larger is copied too: thousands of small files would else be opened anew by each query of the load. */
const copiedBytes = 1 << 20;

/**
 * Scans a file into objects. Each part of its CSV is copied into the table of its source while the next is scanned; its
 * Parquet stays for the warehouse to read where it is large; then its key is given.
 */
export async function stageFile(
  file: FileToStage & { readonly index: number },
  to: { readonly source: Source; readonly key: readonly string[]; readonly table: string },
  staging: Staging,
  copies: OneBehind,
  log: RejectLog,
): Promise<ScannedFile & { readonly parquet?: string }> {
  const { objects, signal } = staging;
  const { index } = file;
  const scanned: ScannedFile = { fields: [], records: 0, good: 0 };
  const open: Partial<Record<ScannedPiece['as'], ScratchObject>> = {};
  let parts = 0;
  const endPart = async (): Promise<void> => {
    const part = open.csv;
    if (!part) return;
    await part.end();
    delete open.csv;
    signal?.throwIfAborted();
    await copies.add(() => copyPart(index, part.key, scanned.fields, to, staging));
  };
  const good = scanContent(file, { ...staging, key: to.key }, to.source, scanned, (line, column, value, reason) => {
    log.count(index, reason);
    log.list({ file: index, line }, column, value, reason);
  });
  try {
    signal?.throwIfAborted();
    for await (const { as, bytes } of good) {
      open[as] ??= scratchObject(
        objects,
        staging.scannedKey(as === 'csv' ? `${index}-${parts++}.csv` : `${index}.parquet`),
      );
      await open[as].write(bytes);
      if (as === 'csv' && open[as].bytes >= partBytes) await endPart();
    }
    await endPart();
    const { parquet } = open;
    if (!parquet) return scanned;
    await parquet.end();
    if (parquet.bytes > copiedBytes) return { ...scanned, parquet: parquet.key };
    await copies.add(() => copyRows(index, parquet.key, to, staging));
    return scanned;
  } catch (error) {
    await Promise.all(Object.values(open).map((it) => it.abandon()));
    throw error;
  }
}

async function copyPart(
  file: number,
  key: string,
  fields: readonly string[],
  { source, table }: { readonly source: Source; readonly table: string },
  { objects, warehouse, dialect }: Staging,
): Promise<void> {
  const [only, ...more] = dialect.copyCsv(table, file, warehouse.locate(key), fields, source.columns);
  try {
    if (more.length === 0) await warehouse.run(only!);
    else await warehouse.transaction([only!, ...more].map((sql) => ({ sql })));
  } finally {
    await objects.delete(key);
  }
}

async function copyRows(
  file: number,
  key: string,
  { source, table }: { readonly source: Source; readonly table: string },
  { objects, warehouse, dialect }: Staging,
): Promise<void> {
  const rows = dialect.stagedRows!(file, warehouse.locate(key), source.columns);
  try {
    await warehouse.run(`insert into ${table} ${rows}`);
  } finally {
    await objects.delete(key);
  }
}
