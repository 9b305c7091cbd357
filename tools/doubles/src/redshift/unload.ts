import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { S3Double } from '../s3/s3-double.ts';
import type { Column, Rows } from './query-rows.ts';
import { RedshiftError } from './redshift-error.ts';
import type { UnloadStatement } from './s3-statements.ts';

/** Writes rows as the one file of an UNLOAD with PARALLEL OFF; of no rows, none. */
export async function unload({ address, mayOverwrite }: UnloadStatement, rows: Rows, s3: S3Double): Promise<void> {
  const bucket = s3.bucket(address.bucket);
  if (!mayOverwrite && [...bucket.keys()].some((it) => it.startsWith(address.prefix))) {
    throw new RedshiftError(
      'Specified unload destination on S3 is not empty. Consider using a different bucket / prefix',
    );
  }
  if (rows.records.length > 0) bucket.set(`${address.prefix}000.parquet`, await parquet(rows));
}

async function parquet({ columns, records }: Rows): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-unload-double-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const names = columns.map((_, k) => `c${k}`);
    await connection.run(`create table rows (${names.map((it) => `${it} varchar`).join(', ')})`);
    const appender = await connection.createAppender('rows');
    for (const record of records) {
      for (const value of record) value === null ? appender.appendNull() : appender.appendVarchar(value);
      appender.endRow();
    }
    appender.closeSync();
    const cast = columns.map((it, k) => `cast(c${k} as ${typeOf(it)}) as "${it.name.replaceAll('"', '""')}"`);
    const file = path.join(folder, 'part.parquet');
    await connection.run(`copy (select ${cast.join(', ')} from rows) to '${file}' (format parquet)`);
    return await readFile(file);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}

function typeOf({ name, type, precision, scale }: Column): string {
  const plain: Record<string, string> = {
    ...{ bool: 'boolean', int2: 'smallint', int4: 'integer', int8: 'bigint', float4: 'real', float8: 'double' },
    ...{ varchar: 'varchar', bpchar: 'varchar', date: 'date', timestamp: 'timestamp' },
  };
  if (type === 'numeric') return `decimal(${precision}, ${scale})`;
  const found = plain[type];
  if (!found) throw new RedshiftError(`this double does not unload column ${name} of type ${type}`);
  return found;
}
