import { type CsvForm, cutRecord, type RoughRecord } from './csv-form.ts';
import { comparableName } from './header.ts';

const delimiters = [',', ';', '\t', '|'];
const quotes = ['"', "'"];
/** Records that are looked at after the header. */
const maxRecords = 100;

/**
 * How the CSV that begins with `sample` separates and quotes its fields: as it gives the header the most names that are
 * `known`, and then as the most records have as many fields as the header. Single quotes are quotes only where they
 * must be for that, or where the header or a whole column stands in them, and nothing stands in double ones.
 */
export function findForm(sample: Uint8Array, whole: boolean, known: ReadonlySet<string>): CsvForm {
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength).toString('latin1');
  const [best] = delimiters
    .flatMap((delimiter) => quotes.map((quote) => judge(text, whole, { delimiter, quote }, known)))
    .sort((a, b) => b.known - a.known || b.fitting - a.fitting || b.quoting - a.quoting);
  return best!.form;
}

interface Verdict {
  readonly form: CsvForm;
  readonly known: number;
  readonly fitting: number;
  /** How well the quotes speak for themselves. */
  readonly quoting: number;
}

function judge(text: string, whole: boolean, form: CsvForm, names: ReadonlySet<string>): Verdict {
  const header = cutRecord(text, 0, form, true)!;
  const records: RoughRecord[] = [];
  for (let at = header.end; at < text.length && records.length < maxRecords; ) {
    const record = cutRecord(text, at, form, whole);
    if (!record) break;
    at = record.end;
    if (record.fields.length > 1 || record.fields[0]!.trim() !== '') records.push(record);
  }
  const known = new Set(header.fields.map(comparableName).filter((it) => names.has(it))).size;
  const fitting = records.filter((it) => it.isClean && it.fields.length === header.fields.length).length;
  if (form.quote === '"') return { form, known, fitting, quoting: 0 };
  const seen = [header, ...records];
  const isDouble = seen.some((it) => it.fields.some((field, k) => !it.quoted[k] && field.startsWith('"')));
  if (isDouble || !seen.some((it) => it.quoted.some(Boolean))) {
    return { form, known: -1, fitting, quoting: -1 };
  }
  const isQuoted = (k: number) => records.length > 0 && records.every((it) => it.quoted[k]);
  const speaks = header.quoted.some(Boolean) || header.fields.some((_, k) => isQuoted(k));
  return { form, known, fitting, quoting: speaks ? 1 : -1 };
}
