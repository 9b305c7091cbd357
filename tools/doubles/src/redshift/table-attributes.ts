import { RedshiftError } from './redshift-error.ts';
import { type Token, TokenReader, unknown } from './sql-tokens.ts';

/**
 * A CREATE TABLE without what only Redshift has: how the table is spread, sorted and encoded, which is checked to name
 * columns of the table and then left out. Any other statement comes back as it is.
 */
export function withoutAttributes(sql: string, tokens: readonly Token[]): string {
  const head = /^create(?: temp| temporary)? table(?: if not exists)?$/;
  let at = tokens.findIndex(
    (it) => it.kind === 'quoted' || !['create', 'temp', 'temporary', 'table', 'if', 'not', 'exists'].includes(it.value),
  );
  const words = tokens.slice(0, Math.max(0, at)).map((it) => it.value);
  if (at < 0 || !head.test(words.join(' '))) return sql;
  at++;
  while (tokens[at]?.value === '.') at += 2;
  if (tokens[at]?.value !== '(') {
    const as = tokens.findIndex((it, k) => k >= at && it.kind === 'word' && it.value === 'as');
    if (as < 0) throw unknown(tokens[at], 'expected columns or AS');
    readAttributes(tokens.slice(at, as));
    return sql.slice(0, tokens[at]!.start) + sql.slice(tokens[as]!.start);
  }
  const close = closing(tokens, at);
  const { kept, columns } = withoutEncodings(sql, tokens, at, close);
  for (const name of readAttributes(tokens.slice(close + 1))) {
    if (!columns.has(name)) throw new RedshiftError(`column "${name}" named in distkey or sortkey does not exist`);
  }
  return kept;
}

/** The columns that the attributes name. */
function readAttributes(tokens: readonly Token[]): string[] {
  const read = new TokenReader(tokens);
  const named: string[] = [];
  const names = () => {
    read.expect('(');
    do named.push(read.take().value);
    while (read.accept(','));
    read.expect(')');
  };
  while (read.next) {
    if (read.accept('diststyle')) {
      const { value } = read.take();
      if (!['auto', 'even', 'key', 'all'].includes(value)) throw new RedshiftError(`unknown diststyle ${value}`);
    } else if (read.accept('distkey') || read.accept('compound', 'sortkey') || read.accept('interleaved', 'sortkey'))
      names();
    else if (read.accept('sortkey')) read.accept('auto') || names();
    else if (read.accept('backup')) read.take();
    else if (!read.accept('encode', 'auto')) throw unknown(read.next, 'this double knows no such attribute of a table');
  }
  return named;
}

function withoutEncodings(sql: string, tokens: readonly Token[], open: number, close: number) {
  const columns = new Set<string>();
  let kept = sql.slice(0, tokens[open]!.end);
  let from = tokens[open]!.end;
  let isFirst = true;
  for (let k = open + 1, depth = 0; k < close; k++) {
    const { kind, value, start } = tokens[k]!;
    if (value === '(' && kind === 'symbol') depth++;
    if (value === ')' && kind === 'symbol') depth--;
    if (isFirst && !(kind === 'word' && ['primary', 'foreign', 'unique', 'constraint', 'like'].includes(value)))
      columns.add(value);
    isFirst = depth === 0 && kind === 'symbol' && value === ',';
    if (depth > 0 || kind !== 'word') continue;
    const length = value === 'encode' ? 2 : value === 'distkey' || value === 'sortkey' ? 1 : 0;
    if (length === 0) continue;
    kept += sql.slice(from, start);
    k += length - 1;
    from = tokens[k]!.end;
  }
  return { kept: kept + sql.slice(from, tokens[close]!.end), columns };
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let k = open; k < tokens.length; k++) {
    if (tokens[k]!.kind !== 'symbol') continue;
    if (tokens[k]!.value === '(') depth++;
    if (tokens[k]!.value === ')' && --depth === 0) return k;
  }
  throw new RedshiftError('syntax error: a parenthesis is not closed');
}
