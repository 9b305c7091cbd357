import type { RejectReason, Source } from '@tandem/data-model';
import { type FieldRule, fieldRule } from '../csv/field-rule.ts';
import { maxRecordBytes } from '../csv/record-scanner.ts';
import { RecordWriter } from '../csv/record-writer.ts';
import type { OnFault, ScannedFile } from '../csv/scan-file.ts';

/** Characters of a faulty value that a reject shows. */
const maxValueLength = 200;

/**
 * Takes records whose fields are known one by one, checks them by the rules of their columns, as a scan of CSV does, and
 * writes the good ones as CSV behind their line numbers. Fields come and are written in the order of the source.
 */
export class CheckedRows {
  readonly #source: Source;
  readonly #rules: readonly FieldRule[];
  readonly #file: ScannedFile;
  readonly #onFault: OnFault;
  readonly #out: RecordWriter;
  /** Doubled quotes, and three bytes for each UTF-16 unit, are the most that a record can need. */
  readonly #record: Buffer;

  constructor(source: Source, file: ScannedFile, onFault: OnFault, out: RecordWriter = new RecordWriter()) {
    this.#out = out;
    this.#source = source;
    this.#rules = source.columns.map((it) => fieldRule(it));
    this.#file = file;
    this.#onFault = onFault;
    this.#record = Buffer.allocUnsafe(6 * maxRecordBytes + 3 * source.columns.length);
    file.fields = source.columns.map((it) => it.name);
  }

  /** A record; what has no value is an empty text. Says whether it is good. */
  add(line: number, values: readonly string[]): boolean {
    if (values.reduce((sum, it) => sum + it.length, 0) > maxRecordBytes) {
      this.refuse(line, '', values.join(), 'line_too_long');
      return false;
    }
    const record = this.#record;
    let used = 0;
    for (const [k, value] of values.entries()) {
      if (k > 0) used += record.write(',', used);
      used += record.write('"', used);
      const from = used;
      used += record.write(value.includes('"') ? value.replaceAll('"', '""') : value, used);
      const isText = value.isWellFormed() && !value.includes('\0');
      const fault = isText ? this.#rules[k]!(record, from, used) : 'bad_encoding';
      if (fault !== undefined) {
        this.refuse(line, this.#source.columns[k]!.name, value, fault);
        return false;
      }
      used += record.write('"', used);
    }
    this.#file.records++;
    this.#file.good++;
    this.#out.write(line, record, 0, used);
    return true;
  }

  /** A record that is faulty as it came. */
  refuse(line: number, column: string, value: string, reason: RejectReason): void {
    this.#file.records++;
    const shown = value
      .slice(0, 2 * maxValueLength)
      .toWellFormed()
      .replaceAll('\0', '\ufffd');
    this.#onFault(line, column, [...shown].slice(0, maxValueLength).join(''), reason);
  }

  /** What is ready to be handed on. */
  full(): Generator<Buffer> {
    return this.#out.full();
  }

  /** All that was written and not yet taken. */
  all(): Generator<Buffer> {
    return this.#out.all();
  }
}
