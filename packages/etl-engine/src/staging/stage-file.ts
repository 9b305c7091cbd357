import type { Source } from '@tandem/data-model';
import type { RejectLog } from '../checks/reject-log.ts';
import type { ScannedFile } from '../csv/scan-file.ts';
import type { OneBehind } from './one-behind.ts';
import { scanContent } from './scan-content.ts';
import type { Staging } from './stage-files.ts';
import type { FileToStage } from './unpack-files.ts';

/** Checked CSV that the warehouse copies at a time: twice what DuckDB gives one thread. Two parts are on the disk at most. */
const partBytes = 64 << 20;

/** Scans a file part by part into objects; each is copied into the table of its source while the next one is scanned. */
export async function stageFile(
  file: FileToStage & { readonly index: number },
  to: { readonly source: Source; readonly table: string },
  staging: Staging,
  copies: OneBehind,
  log: RejectLog,
): Promise<ScannedFile> {
  const { objects, signal } = staging;
  const { index } = file;
  const scanned: ScannedFile = { fields: [], records: 0, good: 0 };
  const good = scanContent(file, staging, to.source, scanned, (line, column, value, reason) => {
    log.count(index, reason);
    log.list({ file: index, line }, column, value, reason);
  });
  try {
    signal?.throwIfAborted();
    let next = await good.next();
    for (let part = 0; !next.done; part++) {
      const key = staging.scannedKey(index, part);
      await objects.putScratch(
        key,
        (async function* () {
          for (let bytes = 0; !next.done && bytes < partBytes; next = await good.next()) {
            bytes += next.value.length;
            yield next.value;
          }
        })(),
      );
      signal?.throwIfAborted();
      await copies.add(() => copyPart(index, key, scanned.fields, to, staging));
    }
  } finally {
    await good.return(undefined);
  }
  return scanned;
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
