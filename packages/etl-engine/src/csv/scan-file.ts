import { type RejectReason, type Source, UnrecognisedFile } from '@tandem/data-model';
import { type CsvForm, standardForm } from './csv-form.ts';
import { fieldRule } from './field-rule.ts';
import { normalisedBytes, recordNormaliser } from './normalise-record.ts';
import { type PlainRecords, plainRecords } from './plain-records.ts';
import { type RecordKernel, recordKernel } from './record-kernel.ts';
import { maxRecordBytes, type ScannedColumn, type ScanSink } from './record-scanner.ts';
import { RecordWriter, writerBytes } from './record-writer.ts';
import { type PlanScan, scanBytes, scanCsv } from './scan-csv.ts';

/** What a scan counted, complete once its stream has ended. */
export interface ScannedFile {
  /** Names of the fields of each record, in the file's order. */
  fields: readonly string[];
  /** Physical records, good and faulty. */
  records: number;
  good: number;
  /** Whether all good records are typed and their key rises from each to the next; known where they were watched for it. */
  keyRises?: boolean;
}

/** Told of each record that is faulty by itself. */
export type OnFault = (line: number, column: string, value: string, reason: RejectReason) => void;

/** A piece of what a scan found good: of CSV without a header, or of one Parquet file. */
export interface ScannedPiece {
  readonly as: 'csv' | 'parquet';
  readonly bytes: Buffer;
}

/**
 * The good records of a file as CSV without a header: the physical line, then the fields as they stand, whatever the
 * file's delimiter and quote between commas and in double quotes, `\n` between records. Where they are to be `typed`, those
 * that plainly are good make a Parquet file instead: `_line`, and the source's columns. Faulty records go to `onFault`.
 * Memory is bounded, whatever the file. A kernel takes what it can; without one the same is said, later.
 *
 * @throws UnrecognisedFile where the header lacks a column of the source
 */
export async function* scanFile(
  body: AsyncIterable<Uint8Array>,
  name: string,
  source: Source,
  file: ScannedFile,
  onFault: OnFault,
  { typed, kernel = recordKernel(scanBytes, writerBytes) }: ScanOptions = {},
): AsyncGenerator<ScannedPiece> {
  const out = new RecordWriter(kernel?.output);
  let write = (line: number, bytes: Buffer, start: number, end: number): void => out.write(line, bytes, start, end);
  let plain: PlainRecords | undefined;
  let copied = false;
  const sink: ScanSink = {
    record(line, bytes, start, end) {
      file.records++;
      file.good++;
      copied = true;
      write(line, bytes, start, end);
    },
    reject(line, column, value, reason) {
      file.records++;
      onFault(line, column, value, reason);
    },
  };
  const known = new Set(source.columns.map((it) => it.name));
  const plan: PlanScan = ({ names, form }) => {
    file.fields = checkedFields(names, name, source);
    if (!isStandard(form)) write = writerFrom(form, out);
    const columns = scannedColumns(file.fields, source, form);
    if (!kernel) return { columns, sink };
    const declared = new Map(source.columns.map((it) => [it.name, it]));
    const ofFile = file.fields.map((it) => declared.get(it));
    plain = plainRecords(kernel, ofFile, form, file, out, typed);
    return { columns, sink: plain ? { ...sink, takePlain: plain.take } : sink };
  };
  for await (const _ of scanCsv(body, known, plan, kernel?.input)) {
    for (const bytes of out.full()) yield { as: 'csv', bytes };
    for (const bytes of plain?.ready() ?? []) yield { as: 'parquet', bytes };
  }
  for (const bytes of out.all()) yield { as: 'csv', bytes };
  for (const bytes of plain?.end() ?? []) yield { as: 'parquet', bytes };
  file.keyRises = !copied && (plain?.rises() ?? false);
}

export interface ScanOptions {
  /** Given where what plainly is good is to be Parquet; the key is watched whether it rises. */
  readonly typed?: { readonly key: readonly string[] };
  readonly kernel?: RecordKernel | null;
}

const isStandard = ({ delimiter, quote }: CsvForm): boolean =>
  delimiter === standardForm.delimiter && quote === standardForm.quote;

function writerFrom(form: CsvForm, out: RecordWriter) {
  const normalise = recordNormaliser(form);
  const record = Buffer.allocUnsafe(normalisedBytes(maxRecordBytes));
  return (line: number, bytes: Buffer, start: number, end: number): void =>
    out.write(line, record, 0, normalise(bytes, start, end, record));
}

function scannedColumns(fields: readonly string[], source: Source, { quote }: CsvForm): ScannedColumn[] {
  const rules = new Map(source.columns.map((it) => [it.name, fieldRule(it, quote)]));
  return fields.map((name) => {
    const rule = rules.get(name);
    return rule ? { name, rule } : { name };
  });
}

/** Names of a file's columns, which must have those of the source, each once. */
export function checkedFields(names: readonly string[], file: string, source: Source): readonly string[] {
  const missing = source.columns.map((it) => it.name).filter((it) => !names.includes(it));
  const repeated = source.columns.map((it) => it.name).filter((it) => names.indexOf(it) !== names.lastIndexOf(it));
  if (missing.length + repeated.length === 0) return names;
  const what = missing.length > 0 ? `lacks ${missing.join(', ')}` : `has ${repeated.join(', ')} twice`;
  throw new UnrecognisedFile(
    `The header of ${file} ${what}, so it cannot be read as ${source.name}.`,
    `Give it the columns ${source.columns.map((it) => it.name).join(', ')}, separated by commas, semicolons, tabs or bars, and upload it again.`,
  );
}
