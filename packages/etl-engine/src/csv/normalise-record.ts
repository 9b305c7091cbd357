import type { CsvForm } from './csv-form.ts';

const comma = 44;
const doubleQuote = 34;

/** Writes the record of bytes `from` to `to` into `out`, from its beginning, and gives the length it has there. */
export type NormaliseRecord = (bytes: Uint8Array, from: number, to: number, out: Uint8Array) => number;

/** What a record of `bytes` bytes can need at most: every byte doubled, and quotes round every field. */
export const normalisedBytes = (bytes: number): number => 4 * bytes + 4;

/**
 * Turns good records of a form into comma-separated ones with double quotes, as the warehouse reads them. Every field is
 * quoted that was, or that holds a comma or a double quote; what stands in it stays as it is.
 */
export function recordNormaliser(form: CsvForm): NormaliseRecord {
  const delimiter = form.delimiter.charCodeAt(0);
  const quote = form.quote.charCodeAt(0);
  return (bytes, from, to, out) => {
    let used = 0;
    let at = from;
    for (;;) {
      const isQuoted = at < to && bytes[at] === quote;
      const start = used;
      let mustQuote = isQuoted;
      out[used++] = doubleQuote;
      if (isQuoted) at++;
      for (; at < to; at++) {
        const byte = bytes[at]!;
        if (isQuoted && byte === quote) {
          if (bytes[at + 1] !== quote || at + 1 >= to) break;
          at++;
        } else if (!isQuoted && byte === delimiter) break;
        if (byte === doubleQuote) out[used++] = doubleQuote;
        mustQuote ||= byte === comma || byte === doubleQuote;
        out[used++] = byte;
      }
      if (isQuoted) at++;
      if (mustQuote) out[used++] = doubleQuote;
      else out.copyWithin(start, start + 1, used--);
      if (at >= to) return used;
      at++;
      out[used++] = comma;
    }
  };
}
