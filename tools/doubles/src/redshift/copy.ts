import { parse } from 'csv-parse/sync';
import type pg from 'pg';
import type { S3Double } from '../s3/s3-double.ts';
import { readField } from './copy-field.ts';
import { readParquet } from './read-parquet.ts';
import { RedshiftError } from './redshift-error.ts';
import type { CopyStatement } from './s3-statements.ts';

/** A field that COPY could not read, as SYS_LOAD_ERROR_DETAIL has it. */
export interface LoadFault {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly type: string;
  readonly code: number;
  readonly message: string;
}

/** More records than MAXERROR allows could not be read. */
export class CopyFailed extends RedshiftError {
  readonly faults: readonly LoadFault[];
  constructor(table: string, faults: readonly LoadFault[]) {
    super(`Load into table '${table}' failed. Check 'sys_load_error_detail' system table for details.`);
    this.faults = faults;
  }
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly typmod: number;
}

const rowsAtOnce = 20_000;

/** Appends the records of all objects below an address to a table; gives their number. */
export async function copy(statement: CopyStatement, client: pg.Client, s3: S3Double): Promise<number> {
  const { table, address, maxErrors } = statement;
  const columns = await columnsOf(table, client);
  const objects = [...s3.bucket(address.bucket)].filter(([key]) => key.startsWith(address.prefix)).sort();
  if (objects.length === 0) throw new RedshiftError(`The specified S3 prefix '${address.prefix}' does not exist`);
  const faults: LoadFault[] = [];
  let rows: (string | null)[][] = [];
  let copied = 0;
  const flush = async () => {
    await insert(table, columns, rows, client);
    copied += rows.length;
    rows = [];
  };
  for (const [key, body] of objects) {
    const file = `s3://${address.bucket}/${key}`;
    if (statement.format === 'parquet') {
      rows = await readParquet(file, body, columns);
      await flush();
      continue;
    }
    for (const { record, line } of records(body, statement.ignoreHeader)) {
      const read = readRecord(record, columns, statement);
      if (Array.isArray(read)) rows.push(read);
      else faults.push({ file, line, ...read });
      if (faults.length > maxErrors) throw new CopyFailed(table.replaceAll('"', ''), faults);
      if (rows.length === rowsAtOnce) await flush();
    }
  }
  await flush();
  return copied;
}

function* records(body: Buffer, ignoreHeader: number): Generator<{ record: string[]; line: number }> {
  const options = { info: true, relax_column_count: true, record_delimiter: ['\n', '\r\n'] };
  const parsed = parse(body, options) as unknown as { record: string[]; info: { lines: number } }[];
  for (const { record, info } of parsed.slice(ignoreHeader)) yield { record, line: info.lines };
}

function readRecord(record: readonly string[], columns: readonly Column[], statement: CopyStatement) {
  if (record.length !== columns.length) {
    const [code, message] =
      record.length > columns.length ? [1202, 'Extra column(s) found'] : [1214, 'Delimiter not found'];
    return { column: columns[Math.min(record.length, columns.length) - 1]!.name, type: '', code, message };
  }
  const row: (string | null)[] = [];
  for (const [k, { name, type, typmod }] of columns.entries()) {
    const field = record[k]!;
    const value = field === statement.nullText ? null : readField(field, type, typmod, statement.rounds);
    if (value !== null && typeof value === 'object') return { column: name, type, ...value };
    row.push(value);
  }
  return row;
}

async function columnsOf(table: string, client: pg.Client): Promise<Column[]> {
  const sql = `select attname as name, t.typname as type, atttypmod as typmod from pg_attribute a join pg_type t on t.oid = atttypid
    where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`;
  return (await client.query<Column>(sql, [table])).rows.map((it) => ({ ...it, typmod: Number(it.typmod) }));
}

async function insert(
  table: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | null)[])[],
  client: pg.Client,
): Promise<void> {
  if (rows.length === 0) return;
  const arrays = columns.map((_, k) => `$${k + 1}::text[]`).join(', ');
  const values = columns.map(({ type }, k) => `u.c${k}::${type}`).join(', ');
  const names = columns.map((_, k) => `c${k}`).join(', ');
  await client.query(
    `insert into ${table} select ${values} from unnest(${arrays}) as u(${names})`,
    columns.map((_, k) => rows.map((it) => it[k])),
  );
}
