import { cutRecord } from '../csv/csv-form.ts';
import { comparable, readHeader } from '../csv/header.ts';
import { jsonNames } from '../rows/json-record.ts';

/** Records that are looked at after the header. */
const maxRecords = 100;

/**
 * The names in the header of a CSV of no known source: as the delimiter has it that divides the header and the most
 * records into as many fields, and into many.
 */
export function likelyNames(sample: Uint8Array, whole: boolean): Set<string> {
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength).toString('latin1');
  const [best] = [',', ';', '\t', '|']
    .flatMap((delimiter) => ['"', "'"].map((quote) => ({ delimiter, quote })))
    .map((form) => {
      const header = cutRecord(text, 0, form, true)!;
      let fitting = 0;
      let records = 0;
      for (let at = header.end; at < text.length && records < maxRecords; records++) {
        const record = cutRecord(text, at, form, whole);
        if (!record) break;
        at = record.end;
        if (record.isClean && record.fields.length === header.fields.length) fitting++;
      }
      return { form, divides: (records === 0 ? 1 : fitting) * (header.fields.length - 1) };
    })
    .sort((a, b) => b.divides - a.divides);
  return new Set(readHeader(sample, best!.form).names);
}

/** The names in JSON Lines of no known source whose values are plain ones, in the lines that stand whole in `start`. */
export function plainNames(start: string): string[] {
  const nested = new Set(
    start.split(/\r\n|\r|\n/).flatMap((line) => {
      const entries = Object.entries(objectIn(line));
      return entries.filter(([, it]) => typeof it === 'object' && it !== null).map(([key]) => comparable(key));
    }),
  );
  return [...new Set(jsonNames(start))].filter((it) => !nested.has(it));
}

function objectIn(line: string): object {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}
