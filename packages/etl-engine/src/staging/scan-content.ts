import type { Source } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import type { Dialect } from '@tandem/sql';
import { peek } from '../bytes/peek.ts';
import { type OnFault, type ScannedFile, type ScannedPiece, scanFile } from '../csv/scan-file.ts';
import { isJson } from '../rows/json-record.ts';
import { scanJsonLines } from '../rows/scan-json-lines.ts';
import { scanParquet } from '../rows/scan-parquet.ts';
import type { FileToStage } from './unpack-files.ts';

/** As many bytes as JSON is told from; what begins with more blanks is none. */
const startBytes = 256;

/**
 * The good records of a file of any kind: as CSV without a header, line and then the fields named in `scanned`, or, of a text
 * for a warehouse that reads them, as Parquet. Faulty ones go to `onFault`. Memory is bounded, whatever the file.
 *
 * @throws UnrecognisedFile, UnreadableFile
 */
export async function* scanContent(
  { name, key, content }: FileToStage,
  deps: { readonly warehouse: Warehouse; readonly dialect: Dialect; readonly key: readonly string[] },
  source: Source,
  scanned: ScannedFile,
  onFault: OnFault,
): AsyncGenerator<ScannedPiece> {
  if (content.kind === 'parquet') {
    yield* asCsv(scanParquet({ name, key, columns: content.columns }, deps, source, scanned, onFault));
    return;
  }
  const { head, all } = await peek(content.open(), startBytes);
  const options = deps.dialect.stagedRows ? { typed: deps } : {};
  if (isJson(head)) yield* scanJsonLines(all, source, scanned, onFault, options);
  else yield* scanFile(all, name, source, scanned, onFault, options);
}

async function* asCsv(pieces: AsyncIterable<Buffer>): AsyncGenerator<ScannedPiece> {
  for await (const bytes of pieces) yield { as: 'csv', bytes };
}
