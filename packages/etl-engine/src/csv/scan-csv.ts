import { inPieces } from '../bytes/in-pieces.ts';
import type { CsvForm } from './csv-form.ts';
import { findForm } from './find-form.ts';
import { maxHeaderBytes, readHeader } from './header.ts';
import { maxRecordBytes, RecordScanner, type ScannedColumn, type ScanSink } from './record-scanner.ts';

/** What the beginning of a CSV file says about the rest. */
export interface CsvStart {
  /** Names of the fields of each record, in the file's order. */
  readonly names: readonly string[];
  readonly form: CsvForm;
}

/** How the records of a file are to be scanned, decided once its header is known. */
export type PlanScan = (start: CsvStart) => { readonly columns: readonly ScannedColumn[]; readonly sink: ScanSink };

export const pieceBytes = 1 << 20;
/** Bytes of a file that are scanned at a time: a piece, what the one before left over, and the scanner's own last byte. */
export const scanBytes = pieceBytes + maxRecordBytes + maxHeaderBytes + 1;

/**
 * Scans a CSV text as it streams; beats after each piece, when the sink has got all records that are whole by then.
 * `known` are names by which its form is found; all pieces go through `buffer`, of `scanBytes`. Memory is bounded by the pieces of the stream, whatever the file.
 */
export async function* scanCsv(
  body: AsyncIterable<Uint8Array>,
  known: ReadonlySet<string>,
  plan: PlanScan,
  buffer: Buffer = Buffer.allocUnsafe(scanBytes),
): AsyncGenerator<void> {
  let scanner: RecordScanner | undefined;
  yield* inPieces(body, buffer, pieceBytes, (length, last) => {
    let from = 0;
    if (!scanner) {
      if (!last && length <= maxHeaderBytes) return 0;
      const sample = buffer.subarray(0, Math.min(length, maxHeaderBytes));
      const form = findForm(sample, length <= maxHeaderBytes, known);
      const header = readHeader(sample, form);
      const { columns, sink } = plan({ names: header.names, form });
      scanner = new RecordScanner(columns, 1 + header.lines, sink, form);
      from = header.bytes;
    }
    return from + scanner.scan(buffer.subarray(from), length - from, last);
  });
}
