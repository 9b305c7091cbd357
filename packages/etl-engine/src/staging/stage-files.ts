import type { Source } from '@tandem/data-model';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { createSetAside, createStagedView, createStaging, type Dialect } from '@tandem/sql';
import type { RejectLog } from '../checks/reject-log.ts';
import type { ScannedFile } from '../csv/scan-file.ts';
import { OneBehind } from './one-behind.ts';
import { stageFile } from './stage-file.ts';
import type { StagingNames } from './staging-names.ts';
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
  /** Columns that no two records agree in, where the scan saw as much. */
  readonly unique?: readonly string[];
  /** Staging table, or a view like one: `_file`, `_line` and the source's columns. */
  readonly table: string;
  /** Staging table of records that stay out. */
  readonly setAside: string;
}

export interface Staging {
  readonly objects: ObjectStore;
  readonly warehouse: Warehouse;
  readonly dialect: Dialect;
  readonly names: StagingNames;
  /** Columns of a source that are its key. */
  readonly keyOf: (source: Source) => readonly string[];
  /** Object key under which what was scanned is kept for the warehouse. */
  readonly scannedKey: (name: string) => string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Brings files into typed staging tables: each is scanned as it streams, its faulty records are logged, and the good
 * ones are copied by the warehouse while what comes after them is scanned, or lie where it reads them.
 */
export async function stageFiles(
  sources: readonly Source[],
  files: readonly FileToStage[],
  staging: Staging,
  log: RejectLog,
): Promise<StagedSource[]> {
  const { warehouse, dialect, names } = staging;
  const staged: StagedSource[] = [];
  const copies = new OneBehind();
  try {
    for (const source of sources) {
      const setAside = names.name(`_set_aside_${source.name}`);
      const copied = names.name(dialect.stagedRows ? `_copied_${source.name}` : source.name);
      for (const statement of [...createStaging(copied, source.columns, dialect), ...createSetAside(setAside)]) {
        await warehouse.run(statement);
      }
      const key = staging.keyOf(source);
      const ofSource: StagedFile[] = [];
      const rows: string[] = [];
      for (const [index, file] of files.entries()) {
        if (file.source !== source.name) continue;
        const { parquet, ...scanned } = await stageFile(
          { ...file, index },
          { source, key, table: copied },
          staging,
          copies,
          log,
        );
        if (parquet) rows.push(dialect.stagedRows!(index, warehouse.locate(parquet), source.columns));
        ofSource.push({ ...scanned, index, name: file.name });
      }
      let table = copied;
      if (dialect.stagedRows) {
        table = names.view(source.name);
        for (const statement of createStagedView(table, copied, rows)) await warehouse.run(statement);
      }
      const isUnique = ofSource.length === 1 && ofSource[0]!.keyRises;
      staged.push({ source, files: ofSource, table, setAside, ...(isUnique ? { unique: key } : {}) });
    }
    await copies.done();
  } finally {
    await copies.done().catch(() => undefined);
  }
  return staged;
}
