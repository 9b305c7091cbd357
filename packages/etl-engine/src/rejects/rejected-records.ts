import type { RejectReason, Source } from '@tandem/data-model';
import type { Reject } from '@tandem/data-model/contract';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { type PlannedFile, unpackFiles } from '../staging/unpack-files.ts';
import { type OriginalRecord, originalRecords } from './original-records.ts';

/** What stands behind the columns of the source; a load reads over it. */
const remarks = ['reject_line', 'reject_file', 'reject_column', 'reject_reason', 'reject_mend', 'reject_record'];

/** Of these records, the fields say too little: they are given as they stand, too. */
const brokenRecords: ReadonlySet<RejectReason> = new Set([
  'missing_columns',
  'too_many_columns',
  'bad_quoting',
  'bad_encoding',
  'bad_json',
  'line_too_long',
]);

export interface RejectedRecordsDeps {
  readonly objects: ObjectStore;
  /** Asked for only where a file is Parquet. */
  readonly warehouse: () => Promise<Warehouse>;
}

/**
 * The records of one source that a load refused, as CSV: all columns of the source with their text as it was, then where
 * each record stood, why it was refused and what would mend it. Once corrected, the CSV loads by itself. It begins with a
 * byte order mark, by which spreadsheets know UTF-8. The files are read again, as they stream.
 *
 * @param files of the load, in its order, of all its sources
 * @param rejects of the load, some at a time; the files that they are of are read once for each of these batches
 * @throws UnreadableFile
 */
export async function* rejectedRecords(
  source: Source,
  files: readonly PlannedFile[],
  rejects: Iterable<readonly Reject[]> | AsyncIterable<readonly Reject[]>,
  { objects, warehouse }: RejectedRecordsDeps,
): AsyncGenerator<string> {
  yield `\ufeff${csvLine([...source.columns.map((it) => it.name), ...remarks])}`;
  const unpacked = (await unpackFiles(files, objects)).filter((it) => it.source === source.name);
  for await (const some of rejects) {
    const byFile = Map.groupBy(some, (it) => it.file);
    for (const file of unpacked) {
      const byLine = new Map(byFile.get(file.name)?.map((it) => [it.line, it]));
      if (byLine.size === 0) continue;
      for await (const batch of originalRecords(file, new Set(byLine.keys()), source, warehouse)) {
        yield batch.map((it) => rejectedLine(it, byLine.get(it.line)!, source)).join('');
      }
    }
  }
}

function rejectedLine({ values, text }: OriginalRecord, reject: Reject, source: Source): string {
  const { line, file, column, reason, mend } = reject;
  const isBroken = brokenRecords.has(reason as RejectReason);
  const fields = source.columns.map(({ name }, k) => {
    const value = values[k] ?? '';
    return isUncertain(reason, name === column, value) ? '' : value;
  });
  return csvLine([...fields, String(line), file, column, reason, mend, isBroken ? text : '']);
}

/** What a broken record's field would say if it were taken as it is read: left empty, it has to be filled in first. */
const isUncertain = (reason: string, isFaulty: boolean, value: string): boolean =>
  reason === 'too_many_columns' ||
  (reason === 'bad_quoting' && isFaulty) ||
  (reason === 'bad_encoding' && /[\0\ufffd]/.test(value));

/** NULs have no place in CSV, and no record with one can be loaded. */
const csvLine = (fields: readonly string[]): string =>
  `${fields.map((it) => csvField(it.replaceAll('\0', '\ufffd'))).join()}\r\n`;

const csvField = (text: string): string =>
  /[",\r\n]/.test(text) || /^'.*'$/s.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
