import type { SourceColumn } from '@tandem/data-model';
import type { CsvForm } from './csv-form.ts';
import type { RecordKernel, TakenRecords } from './record-kernel.ts';
import { type RecordWriter, writerLimit } from './record-writer.ts';
import type { ScannedFile } from './scan-file.ts';
import { TypedRows } from './typed-rows.ts';

/** What a kernel takes of a file by itself. */
export interface PlainRecords {
  /** As `takePlain` of a scan. */
  take(bytes: Buffer, at: number, length: number, line: number): TakenRecords;
  /** Bytes of a Parquet file that are ready, and its last; none where records are taken as text. */
  ready(): Iterable<Buffer>;
  end(): Iterable<Buffer>;
  /** Whether the key of what was taken rises from each to the next; known of typed rows alone. */
  rises(): boolean;
}

/**
 * Lets a kernel take the records of a file, whose columns are given in its order: as rows of Parquet where they are to
 * be `typed` and can be, else as text into `out`. Undefined where such files are not for it.
 */
export function plainRecords(
  kernel: RecordKernel,
  columns: readonly (SourceColumn | undefined)[],
  form: CsvForm | 'json',
  file: ScannedFile,
  out: RecordWriter,
  typed: { readonly key: readonly string[] } | undefined,
): PlainRecords | undefined {
  const rowsOfGroup = kernel.begin(columns, form, typed !== undefined);
  if (rowsOfGroup === undefined) return undefined;
  const count = (records: number): void => {
    file.records += records;
    file.good += records;
  };
  if (rowsOfGroup === 0)
    return { take: textTaker(kernel, out, count), ready: () => [], end: () => [], rises: () => false };
  const isWatched = kernel.watch((typed?.key ?? []).map((name) => columns.findIndex((it) => it?.name === name)));
  const rows = new TypedRows(kernel, columns, rowsOfGroup);
  return {
    take: (bytes, at, length, line) => rows.take(bytes, at, length, line, count),
    ready: () => rows.ready(),
    end: () => rows.end(),
    rises: () => isWatched && kernel.rises(),
  };
}

/** Lets the kernel take what it can as text, and the writer hand it on. */
function textTaker(kernel: RecordKernel, out: RecordWriter, onTaken: (records: number) => void) {
  return (bytes: Buffer, from: number, length: number, first: number): TakenRecords => {
    for (let at = from, line = first; ; ) {
      const taken = kernel.takeText(bytes, at, length, line, out.used, writerLimit);
      onTaken(taken.records);
      out.filled(taken.used, writerLimit);
      if (taken.used <= writerLimit) return taken;
      at = taken.at;
      line = taken.line;
    }
  };
}
