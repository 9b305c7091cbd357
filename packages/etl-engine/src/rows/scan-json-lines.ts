import { isUtf8 } from 'node:buffer';
import type { Source } from '@tandem/data-model';
import { inPieces } from '../bytes/in-pieces.ts';
import { plainRecords } from '../csv/plain-records.ts';
import { type ObjectKey, recordKernel } from '../csv/record-kernel.ts';
import { RecordWriter, writerBytes } from '../csv/record-writer.ts';
import { pieceBytes, scanBytes } from '../csv/scan-csv.ts';
import type { OnFault, ScannedFile, ScannedPiece, ScanOptions } from '../csv/scan-file.ts';
import { CheckedRows } from './checked-rows.ts';
import { jsonRecords, keyPlaces } from './json-record.ts';
import { LineScanner, type LineSink } from './line-scanner.ts';
import { plainKeys } from './plain-keys.ts';

/**
 * The good records of JSON Lines, as `scanFile` gives those of CSV: an object on each line, by the names of its fields,
 * in any order. Empty lines are no records; a line that is no object is refused alone. A kernel takes the lines that are
 * written like one before; without one the same is said, later.
 */
export async function* scanJsonLines(
  body: AsyncIterable<Uint8Array>,
  source: Source,
  file: ScannedFile,
  onFault: OnFault,
  { typed, kernel = recordKernel(scanBytes, writerBytes) }: ScanOptions = {},
): AsyncGenerator<ScannedPiece> {
  const out = new RecordWriter(kernel?.output);
  const rows = new CheckedRows(source, file, onFault, out);
  const plain = kernel ? plainRecords(kernel, source.columns, 'json', file, out, typed) : undefined;
  const place = keyPlaces(source);
  const read = jsonRecords(source, place);
  let copied = false;
  let learnt: readonly ObjectKey[] = [];
  /** Tells the kernel how a line is written; false where it knows, or takes none that is written so. */
  const learn = (text: string): boolean => {
    const keys = plain && plainKeys(text, place);
    if (!keys || isSame(keys, learnt) || !hasEach(keys, source.columns.length)) return false;
    learnt = keys;
    kernel!.learn(keys);
    return true;
  };
  const sink: LineSink = {
    line(line, bytes, isCut) {
      const text = bytes.toString('utf8');
      if (isCut) rows.refuse(line, '', text, 'line_too_long');
      else if (text.trim() === '') return true;
      else if (!isUtf8(bytes)) rows.refuse(line, '', text, 'bad_encoding');
      else {
        const record = read(text);
        if ('fault' in record) rows.refuse(line, record.fault, record.value, 'bad_json');
        else if (learn(text)) return false;
        else if (rows.add(line, record.values)) copied = true;
      }
      return true;
    },
    ...(plain ? { takePlain: plain.take } : {}),
  };
  const buffer = kernel?.input ?? Buffer.allocUnsafe(scanBytes);
  const scanner = new LineScanner(sink);
  for await (const _ of inPieces(body, buffer, pieceBytes, (length, last) => scanner.scan(buffer, length, last))) {
    for (const bytes of rows.full()) yield { as: 'csv', bytes };
    for (const bytes of plain?.ready() ?? []) yield { as: 'parquet', bytes };
  }
  for (const bytes of rows.all()) yield { as: 'csv', bytes };
  for (const bytes of plain?.end() ?? []) yield { as: 'parquet', bytes };
  file.keyRises = !copied && (plain?.rises() ?? false);
}

const isSame = (a: readonly ObjectKey[], b: readonly ObjectKey[]): boolean =>
  a.length === b.length && a.every(({ key }, k) => key === b[k]!.key);

/** Whether so many columns have a key each, and no two. */
function hasEach(keys: readonly ObjectKey[], columns: number): boolean {
  const given = keys.flatMap((it) => it.column ?? []);
  return given.length === columns && new Set(given).size === columns;
}
