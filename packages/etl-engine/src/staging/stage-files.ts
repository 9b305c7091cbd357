import type { Source } from '@tandem/data-model';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { createSetAside, createStaging, type Dialect } from '@tandem/sql';
import type { RejectLog } from '../checks/reject-log.ts';
import type { ScannedFile } from '../csv/scan-file.ts';
import { OneBehind } from './one-behind.ts';
import { stageFile } from './stage-file.ts';
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

export interface Staging {
  readonly objects: ObjectStore;
  readonly warehouse: Warehouse;
  readonly dialect: Dialect;
  readonly stagingName: (name: string) => string;
  /** Object key under which a part of a file is kept for the warehouse while it reads it. */
  readonly scannedKey: (file: number, part: number) => string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Brings files into typed staging tables: each is scanned as it streams, its faulty records are logged, and the good
 * ones are copied by the warehouse while what comes after them is scanned.
 */
export async function stageFiles(
  sources: readonly Source[],
  files: readonly FileToStage[],
  staging: Staging,
  log: RejectLog,
): Promise<StagedSource[]> {
  const staged: StagedSource[] = [];
  const copies = new OneBehind();
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
        const scanned = await stageFile({ ...file, index }, { source, table }, staging, copies, log);
        ofSource.push({ ...scanned, index, name: file.name });
      }
      staged.push({ source, files: ofSource, table, setAside });
    }
    await copies.done();
  } finally {
    await copies.done().catch(() => undefined);
  }
  return staged;
}
