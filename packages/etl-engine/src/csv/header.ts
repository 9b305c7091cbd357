import { type CsvForm, cutRecord } from './csv-form.ts';

/** The first record of a file: its column names as they are compared, and where the next line begins. */
export interface Header {
  readonly names: readonly string[];
  /** Bytes up to the first record. */
  readonly bytes: number;
  /** Physical lines that it takes. */
  readonly lines: number;
}

/** A header is not searched for beyond this. */
export const maxHeaderBytes = 65_536;

/** Reads the header from the first bytes of a file. */
export function readHeader(start: Uint8Array, form: CsvForm): Header {
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString('latin1');
  const { fields, end, lines } = cutRecord(text, 0, form, true)!;
  return { names: fields.map(comparableName), bytes: end, lines };
}

/** Names are compared in lower case, with `_` for spaces and hyphens. `field` has a character for each byte. */
export function comparableName(field: string): string {
  const text = Buffer.from(field, 'latin1').toString('utf8');
  return comparable(
    text
      .trim()
      .replace(/^"(.*)"$/s, '$1')
      .replaceAll('""', '"'),
  );
}

/** The same of a name that is text. */
export function comparable(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** The fields of a comma-separated line as they stand there, with their quotes. */
export function fieldsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, line.endsWith(',') || line === '' ? undefined : -1)
    .map(([, field = '']) => field);
}
