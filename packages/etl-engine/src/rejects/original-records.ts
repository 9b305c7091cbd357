import { KnownError, type Source } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { type Dialect, dialectNamed } from '@tandem/sql';
import { peek } from '../bytes/peek.ts';
import { type CsvForm, cutRecord, standardForm } from '../csv/csv-form.ts';
import { comparable } from '../csv/header.ts';
import { scanCsv } from '../csv/scan-csv.ts';
import { isJson, jsonRecords } from '../rows/json-record.ts';
import { notParquet } from '../rows/parquet-columns.ts';
import { textLines } from '../rows/text-lines.ts';
import type { FileToStage } from '../staging/unpack-files.ts';

/** A record as it stands in its file. */
export interface OriginalRecord {
  readonly line: number;
  /** In the order of the source; empty where a record that is broken has none. */
  readonly values: readonly string[];
  /** The record itself, of a text file. */
  readonly text: string;
}

/** Characters of a broken record that are kept. */
const maxTextLength = 1000;

/** Reads a file again, batch by batch, for those records that begin on the given lines. */
export async function* originalRecords(
  { name, key, content }: FileToStage,
  lines: ReadonlySet<number>,
  source: Source,
  warehouse: () => Promise<Warehouse>,
): AsyncGenerator<OriginalRecord[]> {
  if (content.kind === 'parquet') {
    const names = content.columns.map((it) => comparable(it.name));
    const columns = source.columns.map((it) => content.columns[names.indexOf(it.name)]!);
    const open = await warehouse();
    const dialect: Dialect = dialectNamed(open.dialect);
    try {
      for await (const batch of open.rows(dialect.readParquet!(open.locate(key), columns))) {
        const [line, ...values] = batch.columns.map((it) => it.values);
        const wanted = Array.from({ length: batch.rows }, (_, r) => r).filter((r) => lines.has(Number(line![r])));
        yield wanted.map((r) => ({
          line: Number(line![r]),
          values: values.map((it) => String(it[r] ?? '')),
          text: '',
        }));
      }
    } catch (cause) {
      throw cause instanceof KnownError ? cause : notParquet(name, cause);
    }
    return;
  }
  const { head, all } = await peek(content.open(), 256);
  yield* isJson(head) ? fromJson(all, lines, source) : fromCsv(all, lines, source);
}

async function* fromJson(
  body: AsyncIterable<Uint8Array>,
  lines: ReadonlySet<number>,
  source: Source,
): AsyncGenerator<OriginalRecord[]> {
  const read = jsonRecords(source);
  for await (const batch of textLines(body)) {
    yield batch
      .filter((it) => lines.has(it.line))
      .map(({ line, bytes }) => {
        const text = bytes.toString('utf8');
        const record = read(text);
        return { line, values: 'values' in record ? record.values : [], text: text.slice(0, maxTextLength) };
      });
  }
}

async function* fromCsv(
  body: AsyncIterable<Uint8Array>,
  lines: ReadonlySet<number>,
  source: Source,
): AsyncGenerator<OriginalRecord[]> {
  let found: OriginalRecord[] = [];
  let places: number[] = [];
  let as: CsvForm = standardForm;
  const take = (line: number, bytes: Buffer, from: number, to: number): void => {
    if (!lines.has(line)) return;
    const { fields } = cutRecord(bytes.toString('latin1', from, to), 0, as, true)!;
    const values = places.map((k) => Buffer.from(fields[k] ?? '', 'latin1').toString('utf8'));
    found.push({ line, values, text: bytes.toString('utf8', from, Math.min(to, from + 4 * maxTextLength)) });
  };
  const known = new Set(source.columns.map((it) => it.name));
  const beats = scanCsv(body, known, ({ names, form }) => {
    as = form;
    places = source.columns.map((it) => names.indexOf(it.name));
    return {
      columns: names.map((name) => ({ name })),
      sink: { record: take, reject: (line, _column, _value, _reason, bytes, from, to) => take(line, bytes, from, to) },
    };
  });
  for await (const _ of beats) {
    yield found;
    found = [];
  }
  yield found;
}
