/** The first record of a file: its column names as they are compared, and where the next line begins. */
export interface Header {
  readonly names: readonly string[];
  /** Bytes up to the first record. */
  readonly bytes: number;
}

/** A header is not searched for beyond this. */
export const maxHeaderBytes = 65_536;

const bom = [0xef, 0xbb, 0xbf];

/**
 * Reads the header from the first bytes of a file; undefined where no line ends within them, unless they are `whole`.
 * Names are compared in lower case, without a byte order mark, with `_` for spaces and hyphens.
 */
export function readHeader(start: Uint8Array, whole: boolean): Header | undefined {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  const from = bom.every((byte, i) => bytes[i] === byte) ? bom.length : 0;
  let end = from;
  while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
  const isCut = end === bytes.length || (bytes[end] === 13 && end + 1 === bytes.length);
  if (isCut && !whole) return undefined;
  const lineEnd = bytes[end] === 13 && bytes[end + 1] === 10 ? 2 : 1;
  return {
    names: fieldsOf(bytes.toString('utf8', from, end)).map(comparable),
    bytes: Math.min(end + lineEnd, bytes.length),
  };
}

/** The fields of a header line as they stand there, with their quotes. */
export function fieldsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, line.endsWith(',') || line === '' ? undefined : -1)
    .map(([, field = '']) => field);
}

/** A column name as names are compared: lower case, `_` for spaces and hyphens, without quotes. */
export function comparable(field: string): string {
  const text = field.trim().replace(/^"(.*)"$/s, '$1');
  return text
    .replaceAll('""', '"')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
