import { RedshiftError } from './redshift-error.ts';
import { type Token, TokenReader, unknown } from './sql-tokens.ts';

/** COPY of CSV or Parquet from S3. */
export interface CopyStatement {
  readonly kind: 'copy';
  readonly format: 'csv' | 'parquet';
  /** Quoted for PostgreSQL. */
  readonly table: string;
  readonly address: S3Address;
  readonly nullText: string;
  readonly maxErrors: number;
  readonly ignoreHeader: number;
  readonly rounds: boolean;
}

/** UNLOAD to one Parquet file on S3. */
export interface UnloadStatement {
  readonly kind: 'unload';
  readonly query: string;
  readonly address: S3Address;
  readonly mayOverwrite: boolean;
}

export interface S3Address {
  readonly bucket: string;
  /** All objects whose key begins with it. */
  readonly prefix: string;
}

export function readCopy(tokens: readonly Token[]): CopyStatement {
  const read = new TokenReader(tokens);
  read.expect('copy');
  const table = [quoted(read.take())];
  while (read.accept('.')) table.push(quoted(read.take()));
  read.expect('from');
  const address = s3Address(read.string());
  let [nullText, maxErrors, ignoreHeader, rounds] = ['\\N', 0, 0, false];
  let format: CopyStatement['format'] | undefined;
  let onlyCsv: Token | undefined;
  readRole(read);
  while (read.next) {
    const option = read.next;
    if (read.accept('format')) {
      read.accept('as');
      if (read.accept('parquet')) format = 'parquet';
      else {
        read.expect('csv');
        format = 'csv';
      }
      continue;
    }
    if (read.accept('csv')) {
      format = 'csv';
      continue;
    }
    if (read.accept('statupdate', 'off')) continue;
    // What else there is, columnar files do not take.
    onlyCsv ??= option;
    if (read.accept('null')) {
      read.accept('as');
      nullText = read.string();
    } else if (read.accept('maxerror')) maxErrors = Number(read.take().value);
    else if (read.accept('ignoreheader')) ignoreHeader = Number(read.take().value);
    else if (read.accept('roundec')) rounds = true;
    else if (!read.accept('compupdate', 'off')) throw unknown(read.next, 'this double knows no such option of COPY');
  }
  if (!format) throw new RedshiftError('this double copies CSV and Parquet alone');
  if (format === 'parquet' && onlyCsv) {
    throw new RedshiftError(`${onlyCsv.value.toUpperCase()} argument is not supported for PARQUET based COPY`);
  }
  return { kind: 'copy', format, table: table.join('.'), address, nullText, maxErrors, ignoreHeader, rounds };
}

export function readUnload(tokens: readonly Token[]): UnloadStatement {
  const read = new TokenReader(tokens);
  read.expect('unload');
  read.expect('(');
  const query = read.string();
  read.expect(')');
  read.expect('to');
  const address = s3Address(read.string());
  let [mayOverwrite, isParquet, isOneFile] = [false, false, false];
  readRole(read);
  while (read.next) {
    if (read.accept('format')) {
      read.accept('as');
      read.expect('parquet');
      isParquet = true;
    } else if (read.accept('parallel')) {
      read.expect('off');
      isOneFile = true;
    } else if (read.accept('maxfilesize')) {
      read.take();
      if (!read.accept('gb')) read.expect('mb');
    } else if (read.accept('allowoverwrite')) mayOverwrite = true;
    else throw unknown(read.next, 'this double knows no such option of UNLOAD');
  }
  if (!isParquet || !isOneFile) throw new RedshiftError('this double unloads Parquet with PARALLEL OFF alone');
  if (/\blimit\s+\d+\s*$/i.test(query)) throw new RedshiftError('Limit clause is not supported');
  return { kind: 'unload', query, address, mayOverwrite };
}

function readRole(read: TokenReader): void {
  read.expect('iam_role');
  if (!read.accept('default')) read.string();
}

function s3Address(text: string): S3Address {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.+)$/.exec(text) ?? [];
  if (!bucket || !prefix) throw new RedshiftError(`Invalid S3 path ${text}`);
  return { bucket, prefix };
}

function quoted({ kind, value }: Token): string {
  if (kind !== 'word' && kind !== 'quoted') throw new RedshiftError(`syntax error at or near "${value}"`);
  return `"${value.replaceAll('"', '""')}"`;
}
