import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { RedshiftError } from './redshift-error.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly typmod: number;
}

/**
 * The rows of a Parquet object as texts for PostgreSQL, its columns taken in the order of the table's. Types must be the
 * table's own, as COPY demands: it converts nothing.
 */
export async function readParquet(
  file: string,
  body: Buffer,
  columns: readonly Column[],
): Promise<(string | null)[][]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-copy-double-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const part = path.join(folder, 'part.parquet');
    await writeFile(part, body);
    const described = await connection
      .runAndReadAll(`describe select * from read_parquet('${part}')`)
      .catch((error: unknown) => {
        throw new RedshiftError(`Spectrum Scan Error: ${file} is no Parquet: ${String(error)}`);
      });
    const found = described.getRows().map((it) => ({ name: String(it[0]), type: String(it[1]) }));
    refuseOther(file, columns, found);
    const texts = found.map((it) => `cast("${it.name.replaceAll('"', '""')}" as varchar)`);
    const rows = (
      await connection.runAndReadAll(`select ${texts.join(', ')} from read_parquet('${part}')`)
    ).getRows() as (string | null)[][];
    return rows.map((row) => row.map((value, k) => fitting(value, columns[k]!)));
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}

/** Types of DuckDB in which a column of Parquet may stand for a type of Redshift. */
const fit: Readonly<Record<string, readonly string[]>> = {
  bool: ['BOOLEAN'],
  // Both lie as 32 bits in a file.
  int2: ['SMALLINT', 'INTEGER'],
  int4: ['SMALLINT', 'INTEGER'],
  int8: ['BIGINT'],
  float4: ['FLOAT'],
  float8: ['DOUBLE'],
  varchar: ['VARCHAR'],
  bpchar: ['VARCHAR'],
  date: ['DATE'],
  timestamp: ['TIMESTAMP'],
};

function refuseOther(file: string, columns: readonly Column[], found: readonly { name: string; type: string }[]): void {
  if (found.length !== columns.length) {
    throw new RedshiftError(
      `Spectrum Scan Error: Unmatched number of columns between table and file. Table columns: ${columns.length}, Data columns: ${found.length}, File name: ${file}`,
    );
  }
  for (const [k, { name, type, typmod }] of columns.entries()) {
    const sized = `DECIMAL(${((typmod - 4) >> 16) & 0xffff},${(typmod - 4) & 0xffff})`;
    if ((type === 'numeric' ? [sized] : (fit[type] ?? [])).includes(found[k]!.type)) continue;
    throw new RedshiftError(
      `Spectrum Scan Error: File '${file}' has an incompatible Parquet schema for column '${file}.${found[k]!.name}'. Column type: ${type.toUpperCase()} of ${name}, Parquet schema: ${found[k]!.type}`,
    );
  }
}

function fitting(value: string | null, { name, type, typmod }: Column): string | null {
  const isLong = value !== null && (type === 'varchar' || type === 'bpchar') && Buffer.byteLength(value) > typmod - 4;
  if (isLong) {
    throw new RedshiftError(
      `Spectrum Scan Error: The length of the data column ${name} is longer than the length defined in the table`,
    );
  }
  return value;
}
