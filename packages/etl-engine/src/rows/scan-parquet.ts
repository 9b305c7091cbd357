import { KnownError, type Source, UnreadableFile } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import type { Dialect } from '@tandem/sql';
import { comparable } from '../csv/header.ts';
import { checkedFields, type OnFault, type ScannedFile } from '../csv/scan-file.ts';
import { CheckedRows } from './checked-rows.ts';
import { notParquet, type ParquetColumn } from './parquet-columns.ts';
import { plainNumber } from './plain-number.ts';

/**
 * The good records of a Parquet file as CSV, as `scanFile` gives those of CSV. The warehouse reads the object and streams
 * its values as text; rows are numbered from 1.
 *
 * @throws UnrecognisedFile where it lacks a column; UnreadableFile where it is damaged, or the warehouse reads none
 */
export async function* scanParquet(
  { name, key, columns }: { readonly name: string; readonly key: string; readonly columns: readonly ParquetColumn[] },
  { warehouse, dialect }: { readonly warehouse: Warehouse; readonly dialect: Dialect },
  source: Source,
  file: ScannedFile,
  onFault: OnFault,
): AsyncGenerator<Buffer> {
  if (!dialect.readParquet) {
    throw new UnreadableFile(
      `${name} is a Parquet file, which a ${dialect.name} warehouse does not read record by record.`,
      'Give it as CSV or JSON Lines, packed if need be.',
    );
  }
  const names = checkedFields(
    columns.map((it) => comparable(it.name)),
    name,
    source,
  );
  const read = source.columns.map((it) => columns[names.indexOf(it.name)]!);
  const rows = new CheckedRows(source, file, onFault);
  const text = source.columns.map((it, k) => reader(read[k]!, it.type.kind === 'flag'));
  try {
    for await (const batch of warehouse.rows(dialect.readParquet(warehouse.locate(key), read))) {
      const [lines, ...values] = batch.columns.map((it) => it.values);
      for (let r = 0; r < batch.rows; r++) {
        rows.add(
          Number(lines![r]),
          values.map((it, k) => text[k]!(it[r] as string | null)),
        );
      }
      yield* rows.full();
    }
  } catch (cause) {
    throw cause instanceof KnownError ? cause : notParquet(name, cause);
  }
  yield* rows.all();
}

function reader({ kind }: ParquetColumn, isFlag: boolean): (value: string | null) => string {
  if (kind === 'float') return (value) => plainNumber(value ?? '');
  if (kind === 'boolean' && isFlag) return (value) => (value === null ? '' : value === 'true' ? '1' : '0');
  return (value) => value ?? '';
}
