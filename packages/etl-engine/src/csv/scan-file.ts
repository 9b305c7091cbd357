import { type RejectReason, type Source, UnrecognisedFile } from '@tandem/data-model';
import { fieldRule } from './field-rule.ts';
import { maxHeaderBytes, readHeader } from './header.ts';
import { RecordScanner, type ScannedColumn, type ScanSink } from './record-scanner.ts';
import { RecordWriter } from './record-writer.ts';

/** What a scan counted, complete once its stream has ended. */
export interface ScannedFile {
  /** Names of the fields of each record, in the file's order. */
  fields: readonly string[];
  /** Physical records, good and faulty. */
  records: number;
  good: number;
}

/** Told of each record that is faulty by itself. */
export type OnFault = (line: number, column: string, value: string, reason: RejectReason) => void;

const pieceBytes = 1 << 20;

/**
 * The good records of a file as CSV without a header: the physical line, then the fields as they stand, `\n` between
 * records. Faulty records go to `onFault`. Memory is bounded by the pieces of the stream, whatever the file.
 *
 * @throws UnrecognisedFile where the header lacks a column of the source
 */
export async function* scanFile(
  body: AsyncIterable<Uint8Array>,
  name: string,
  source: Source,
  file: ScannedFile,
  onFault: OnFault,
): AsyncGenerator<Buffer> {
  const out = new RecordWriter();
  const sink: ScanSink = {
    record(line, bytes, start, end) {
      file.records++;
      file.good++;
      out.write(line, bytes, start, end);
    },
    reject(line, column, value, reason) {
      file.records++;
      onFault(line, column, value, reason);
    },
  };
  let scanner: RecordScanner | undefined;
  let rest: Uint8Array = new Uint8Array(0);

  const scan = (chunk: Uint8Array, last: boolean): void => {
    const length = rest.length + chunk.length;
    // One byte more than there is: the scanner ends it with a mark of its own.
    const piece = Buffer.allocUnsafe(length + 1);
    piece.set(rest);
    piece.set(chunk, rest.length);
    rest = piece.subarray(0, length);
    if (!scanner) {
      const header = readHeader(rest, last || length > maxHeaderBytes);
      if (!header) return;
      file.fields = checkedFields(header.names, name, source);
      scanner = new RecordScanner(scannedColumns(file.fields, source), 2, sink);
      rest = rest.subarray(header.bytes);
    }
    const from = length - rest.length;
    rest = piece.subarray(from + scanner.scan(piece.subarray(from), length - from, last), length);
  };

  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      scan(chunk.subarray(at, at + pieceBytes), false);
      yield* out.full();
    }
  }
  scan(new Uint8Array(0), true);
  yield* out.all();
}

function scannedColumns(fields: readonly string[], source: Source): ScannedColumn[] {
  const rules = new Map(source.columns.map((it) => [it.name, fieldRule(it)]));
  return fields.map((name) => {
    const rule = rules.get(name);
    return rule ? { name, rule } : { name };
  });
}

function checkedFields(names: readonly string[], file: string, source: Source): readonly string[] {
  const missing = source.columns.map((it) => it.name).filter((it) => !names.includes(it));
  const repeated = source.columns.map((it) => it.name).filter((it) => names.indexOf(it) !== names.lastIndexOf(it));
  if (missing.length + repeated.length === 0) return names;
  const what = missing.length > 0 ? `lacks ${missing.join(', ')}` : `has ${repeated.join(', ')} twice`;
  throw new UnrecognisedFile(
    `The header of ${file} ${what}, so it cannot be read as ${source.name}.`,
    `Give it the columns ${source.columns.map((it) => it.name).join(', ')}, separated by commas, and upload it again.`,
  );
}
