import type { Warehouse } from '@tandem/ports';
import type { Dialect } from '@tandem/sql';
import type { FileContent, ParquetContent } from '../bytes/file-contents.ts';
import { peek } from '../bytes/peek.ts';
import { comparable, maxHeaderBytes } from '../csv/header.ts';
import { normalisedBytes, recordNormaliser } from '../csv/normalise-record.ts';
import { maxRecordBytes } from '../csv/record-scanner.ts';
import { RecordWriter } from '../csv/record-writer.ts';
import { scanCsv } from '../csv/scan-csv.ts';
import { isJson, jsonRecords } from '../rows/json-record.ts';
import { plainNumber } from '../rows/plain-number.ts';
import { textLines } from '../rows/text-lines.ts';
import { likelyNames, plainNames } from './likely-names.ts';

/** What was read of a file, complete once its stream has ended. */
export interface TextRead {
  /** Names of its columns, as they are compared. */
  names: readonly string[];
  records: number;
  /** Records that are none: with fewer or more fields than the header, or broken quotes, or no JSON. */
  faulty: number;
}

/**
 * The records of a file of any form that loads read, as CSV without a header: a line number, then all fields as text,
 * empty where there is no value. Faulty ones are counted and left out. Ends after `most` records.
 *
 * @throws UnreadableFile
 */
export async function* textRecords(
  content: FileContent,
  /** Where the warehouse finds the file itself, as SQL has it. */
  address: string,
  most: number,
  { warehouse, dialect }: { readonly warehouse: Warehouse; readonly dialect: Dialect },
  read: TextRead,
): AsyncGenerator<Buffer> {
  if (content.kind === 'parquet') {
    yield* parquetRecords(content, address, most, { warehouse, dialect }, read);
    return;
  }
  const { head, whole, all } = await peek(content.open(), maxHeaderBytes);
  if (isJson(head)) yield* jsonTexts(all, plainNames(head.toString('utf8')), most, read);
  else yield* csvRecords(all, likelyNames(head, whole), most, read);
}

async function* csvRecords(
  body: AsyncIterable<Uint8Array>,
  known: ReadonlySet<string>,
  most: number,
  read: TextRead,
): AsyncGenerator<Buffer> {
  const out = new RecordWriter();
  const record = Buffer.allocUnsafe(normalisedBytes(maxRecordBytes));
  const beats = scanCsv(body, known, ({ names, form }) => {
    const normalise = recordNormaliser(form);
    read.names = names;
    const sink = {
      record(line: number, bytes: Buffer, start: number, end: number) {
        if (read.records === most) return;
        read.records++;
        out.write(line, record, 0, normalise(bytes, start, end, record));
      },
      reject() {
        if (read.records < most) read.faulty++;
      },
    };
    return { columns: names.map((name) => ({ name })), sink };
  });
  for await (const _ of beats) {
    yield* out.full();
    if (read.records === most) break;
  }
  yield* out.all();
}

async function* jsonTexts(
  body: AsyncIterable<Uint8Array>,
  names: readonly string[],
  most: number,
  read: TextRead,
): AsyncGenerator<Buffer> {
  read.names = names;
  const columns = names.map((name) => ({ name, type: { kind: 'flag' } as const }));
  const valuesOf = jsonRecords({ name: '', description: '', columns, feeds: [] });
  for await (const lines of textLines(body)) {
    const records: string[] = [];
    for (const { line, bytes, isCut } of lines) {
      const text = bytes.toString('utf8');
      if (text.trim() === '' || read.records === most) continue;
      const record = isCut ? undefined : valuesOf(text);
      if (record && 'values' in record) {
        records.push(csvRecord(line, record.values));
        read.records++;
      } else read.faulty++;
    }
    if (records.length > 0) yield Buffer.from(records.join(''));
    if (read.records === most) break;
  }
}

async function* parquetRecords(
  { columns }: ParquetContent,
  address: string,
  most: number,
  { warehouse, dialect }: { readonly warehouse: Warehouse; readonly dialect: Dialect },
  read: TextRead,
): AsyncGenerator<Buffer> {
  read.names = columns.map((it) => comparable(it.name));
  const query = `select * from (${dialect.readParquet!(address, columns)}) r limit ${most}`;
  for await (const batch of warehouse.rows(query)) {
    const [lines, ...values] = batch.columns.map((it) => it.values);
    const records: string[] = [];
    for (let r = 0; r < batch.rows; r++) {
      const fields = values.map((it, k) => parquetText(columns[k]!.kind, it[r] as string | null));
      records.push(csvRecord(Number(lines![r]), fields));
    }
    read.records += batch.rows;
    yield Buffer.from(records.join(''));
  }
}

function parquetText(kind: ParquetContent['columns'][number]['kind'], value: string | null): string {
  if (value === null) return '';
  if (kind === 'float') return plainNumber(value);
  if (kind === 'boolean') return value === 'true' ? '1' : '0';
  return value;
}

function csvRecord(line: number, fields: readonly string[]): string {
  const quoted = fields.map((it) => `"${it.toWellFormed().replaceAll('\0', '\ufffd').replaceAll('"', '""')}"`);
  return `${[line, ...quoted].join()}\n`;
}
