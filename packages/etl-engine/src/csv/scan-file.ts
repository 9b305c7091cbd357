import assert from 'node:assert/strict';
import { type RejectReason, type Source, UnrecognisedFile } from '@tandem/data-model';
import { fieldRule } from './field-rule.ts';
import { maxHeaderBytes, readHeader } from './header.ts';
import { maxRecordBytes, RecordScanner, type ScannedColumn, type ScanSink } from './record-scanner.ts';
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
  // One buffer for all pieces. What a piece leaves over moves to its front; the scanner needs a byte after the last.
  const buffer = Buffer.allocUnsafe(pieceBytes + maxRecordBytes + maxHeaderBytes + 1);
  let length = 0;

  const scan = (last: boolean): void => {
    let from = 0;
    if (!scanner) {
      const header = readHeader(buffer.subarray(0, length), last || length > maxHeaderBytes);
      if (!header) return;
      file.fields = checkedFields(header.names, name, source);
      scanner = new RecordScanner(scannedColumns(file.fields, source), 2, sink);
      from = header.bytes;
    }
    from += scanner.scan(buffer.subarray(from), length - from, last);
    buffer.copyWithin(0, from, length);
    length -= from;
  };

  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes);
      assert(length + piece.length < buffer.length, 'what a piece leaves over is at most one record or header');
      buffer.set(piece, length);
      length += piece.length;
      scan(false);
      yield* out.full();
    }
  }
  scan(true);
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
