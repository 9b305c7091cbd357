import { Readable } from 'node:stream';
import type { Source } from '@tandem/data-model';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { createSetAside, createStaging, type Dialect } from '@tandem/sql';
import type { RejectLog } from '../checks/reject-log.ts';
import type { ScannedFile } from '../csv/scan-file.ts';
import { scanContent } from './scan-content.ts';
import type { FileToStage } from './unpack-files.ts';

/** A file of a load, by its place among them. */
export interface StagedFile extends Readonly<ScannedFile> {
  readonly index: number;
  readonly name: string;
}

/** The records of one source that are good by themselves, typed, beside what is found wrong with them later. */
export interface StagedSource {
  readonly source: Source;
  readonly files: readonly StagedFile[];
  /** Staging table: `_file`, `_line` and the source's columns. */
  readonly table: string;
  /** Staging table of records that stay out. */
  readonly setAside: string;
}

interface Staging {
  readonly objects: ObjectStore;
  readonly warehouse: Warehouse;
  readonly dialect: Dialect;
  readonly stagingName: (name: string) => string;
  /** Object key under which a file is kept for the warehouse while it reads it. */
  readonly scannedKey: (file: number) => string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Brings files into typed staging tables: each is scanned as it streams, its faulty records are logged, and the good
 * ones are copied by the warehouse while the next file is scanned.
 */
export async function stageFiles(
  sources: readonly Source[],
  files: readonly FileToStage[],
  staging: Staging,
  log: RejectLog,
): Promise<StagedSource[]> {
  const staged: StagedSource[] = [];
  const copies: Promise<void>[] = [];
  try {
    for (const source of sources) {
      const table = staging.stagingName(source.name);
      const setAside = staging.stagingName(`_set_aside_${source.name}`);
      for (const statement of [...createStaging(table, source.columns, staging.dialect), ...createSetAside(setAside)]) {
        await staging.warehouse.run(statement);
      }
      const ofSource: StagedFile[] = [];
      for (const [index, file] of files.entries()) {
        if (file.source !== source.name) continue;
        staging.signal?.throwIfAborted();
        const scanned = await scanToObject(index, file, source, staging, log);
        const copy = copyToTable(index, scanned.fields, source, table, staging);
        // Awaited below; until then a failure must not count as unhandled.
        copy.catch(() => undefined);
        copies.push(copy);
        ofSource.push({ ...scanned, index, name: file.name });
      }
      staged.push({ source, files: ofSource, table, setAside });
    }
    await Promise.all(copies);
  } finally {
    await Promise.allSettled(copies);
  }
  return staged;
}

async function scanToObject(
  index: number,
  file: FileToStage,
  source: Source,
  staging: Staging,
  log: RejectLog,
): Promise<ScannedFile> {
  const scanned: ScannedFile = { fields: [], records: 0, good: 0 };
  const good = scanContent(file, staging, source, scanned, (line, column, value, reason) => {
    log.count(index, reason);
    log.list({ file: index, line }, column, value, reason);
  });
  await staging.objects.put(staging.scannedKey(index), Readable.from(good, { highWaterMark: 2 }));
  return scanned;
}

async function copyToTable(
  index: number,
  fields: readonly string[],
  source: Source,
  table: string,
  { objects, warehouse, dialect, scannedKey }: Staging,
): Promise<void> {
  const address = warehouse.locate(scannedKey(index));
  const [only, ...more] = dialect.copyCsv(table, index, address, fields, source.columns);
  try {
    if (more.length === 0) await warehouse.run(only!);
    else await warehouse.transaction([only!, ...more].map((sql) => ({ sql })));
  } finally {
    await objects.delete(scannedKey(index));
  }
}
