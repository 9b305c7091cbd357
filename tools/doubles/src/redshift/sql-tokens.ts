import { RedshiftError } from './redshift-error.ts';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol';
  /** Words in lower case, quoted names and strings without their quotes and escapes, the rest as it stands. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /\s+|(?<word>[A-Za-z_][A-Za-z0-9_$]*)|(?<quoted>"(?:[^"]|"")*")|(?<string>'(?:[^'\\]|''|\\[\s\S])*')|(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<symbol><=|>=|<>|!=|\|\||::|[-+*/%(),.;=<>~^])/y;

/** A statement as Redshift reads it: a backslash in a string is an escape. Throws for what is no token of it. */
export function sqlTokens(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    pattern.lastIndex = at;
    const isComment = sql.startsWith('--', at) || sql.startsWith('/*', at);
    const found = isComment ? null : pattern.exec(sql);
    if (!found)
      throw new RedshiftError(`syntax error at or near "${sql.slice(at, at + 20)}" (this double knows no such token)`);
    const end = pattern.lastIndex;
    const [kind, text] = Object.entries(found.groups!).find(([, it]) => it !== undefined) ?? [];
    if (kind !== undefined) tokens.push({ kind: kind as Token['kind'], value: readToken(kind, text!), start: at, end });
    at = end;
  }
  return tokens;
}

function readToken(kind: string, text: string): string {
  if (kind === 'word') return text.toLowerCase();
  if (kind === 'quoted') return text.slice(1, -1).replaceAll('""', '"');
  return kind === 'string' ? unescaped(text.slice(1, -1)) : text;
}

/** The value of a string between its quotes. */
function unescaped(text: string): string {
  return text.replace(/''|\\([\s\S])/g, (_, escaped: string | undefined) => {
    if (escaped === undefined) return "'";
    const control = { n: '\n', t: '\t', r: '\r' }[escaped];
    return control ?? escaped;
  });
}

/** The same statement for PostgreSQL, whose plain strings take a backslash for itself. */
export function standardStrings(sql: string, tokens: readonly Token[]): string {
  let out = '';
  let at = 0;
  for (const { kind, value, start, end } of tokens) {
    if (kind !== 'string') continue;
    out += `${sql.slice(at, start)}'${value.replaceAll("'", "''")}'`;
    at = end;
  }
  return out + sql.slice(at);
}

/** Reads tokens in order. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }
  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }
  take(): Token {
    const token = this.#tokens[this.#at++];
    if (!token) throw new RedshiftError('syntax error at end of input');
    return token;
  }
  /** Takes the words if all of them come next. */
  accept(...words: string[]): boolean {
    const matches = words.every((it, k) => {
      const token = this.#tokens[this.#at + k];
      return token?.value === it && (token.kind === 'word' || token.kind === 'symbol');
    });
    if (matches) this.#at += words.length;
    return matches;
  }
  expect(...words: string[]): void {
    if (!this.accept(...words)) throw unknown(this.next, `expected ${words.join(' ').toUpperCase()}`);
  }
  string(): string {
    const token = this.take();
    if (token.kind !== 'string') throw unknown(token, 'expected a string');
    return token.value;
  }
}

export function unknown(token: Token | undefined, why: string): RedshiftError {
  return new RedshiftError(
    token ? `syntax error at or near "${token.value}": ${why}` : `syntax error at end of input: ${why}`,
  );
}
