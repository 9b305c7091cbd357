import { isUtf8 } from 'node:buffer';
import type { RejectReason } from '@tandem/data-model';
import { type CsvForm, standardForm } from './csv-form.ts';
import type { FieldRule } from './field-rule.ts';

/** A column of a file, in the file's order; without a rule its fields are not looked at. */
export interface ScannedColumn {
  readonly name: string;
  readonly rule?: FieldRule;
}

/** What a scan finds, in the order of the file; `line` is the physical line on which a record begins. */
export interface ScanSink {
  /** A good record, without its line end. */
  record(line: number, bytes: Buffer, from: number, to: number): void;
  /** A faulty record: bytes `from` to `to`, or the line on which it begins where its end is not known. */
  reject(
    line: number,
    column: string,
    value: string,
    reason: RejectReason,
    bytes: Buffer,
    from: number,
    to: number,
  ): void;
  /**
   * Takes by itself what plainly is good, from `at` on, and says where it stopped: before a record to be looked at, or
   * one that is not whole before `length`. Records that it takes are of one line each.
   */
  takePlain?(bytes: Buffer, at: number, length: number, line: number): { readonly at: number; readonly line: number };
}

/** Longer records are refused, so that an unclosed quote is noticed without reading the rest of the file. */
export const maxRecordBytes = 65_536;

const lf = 10;
const cr = 13;
const tab = 9;
const space = 32;

type Outcome = 'complete' | 'unfinished' | 'misquoted';

/**
 * Cuts CSV (RFC 4180 with any mix of line ends, delimiter and quote) into records and checks each against its columns. A faulty record
 * costs itself alone: where quotes do not close properly, only the physical line on which the record begins is
 * refused and the next line is read afresh, so that an unclosed quote swallows nothing. Empty lines are no records.
 */
export class RecordScanner {
  readonly #columns: readonly ScannedColumn[];
  readonly #sink: ScanSink;
  readonly #delimiter: number;
  readonly #quote: number;
  /** Bytes that mean something within a field: its end, a quote, or a NUL, which no text has. */
  readonly #special = new Uint8Array(256);
  #line: number;
  /** Within a line that is too long for the buffer. */
  #skipping = false;

  // The record under the scanner: where it ends, and the first fault in it.
  #end = 0;
  #innerLines = 0;
  #reason: RejectReason | undefined;
  #faultColumn = 0;
  #faultFrom = 0;
  #faultTo = 0;

  constructor(columns: readonly ScannedColumn[], firstLine: number, sink: ScanSink, form: CsvForm = standardForm) {
    this.#delimiter = form.delimiter.charCodeAt(0);
    this.#quote = form.quote.charCodeAt(0);
    for (const byte of [this.#delimiter, this.#quote, lf, cr, 0]) this.#special[byte] = 1;
    this.#columns = columns;
    this.#line = firstLine;
    this.#sink = sink;
  }

  /**
   * Scans the records that are whole within the first `length` bytes and gives the number of bytes done with; the
   * caller puts the others before the next piece. The byte at `length` is overwritten. After `last`, all is done with.
   */
  scan(bytes: Buffer, length: number, last: boolean): number {
    bytes[length] = lf;
    let at = 0;
    while (at < length) {
      if (!this.#skipping) {
        const taken = this.#sink.takePlain?.(bytes, at, length, this.#line);
        if (taken) {
          at = taken.at;
          this.#line = taken.line;
          if (at >= length) break;
        }
        const outcome = this.#read(bytes, at, length, last);
        if (outcome === 'unfinished' && length - at <= maxRecordBytes) return at;
        if (outcome === 'complete' && this.#end - at <= maxRecordBytes) {
          this.#deliver(bytes, at);
          this.#line += 1 + this.#innerLines;
          at = afterLine(bytes, this.#end, length);
          continue;
        }
      }
      // There is no record here that can be used: the line goes, and the next one is read afresh.
      const end = lineEnd(bytes, at, length);
      const cut = !last && (end === length || (bytes[end] === cr && end + 1 === length));
      if (cut && !this.#skipping && length - at <= maxRecordBytes) return at;
      if (!this.#skipping) this.#refuseLine(bytes, at, end);
      this.#skipping = cut;
      if (cut) return end;
      this.#line++;
      at = afterLine(bytes, end, length);
    }
    return length;
  }

  /** Finds the end of the record at `at` and its first fault. */
  #read(bytes: Buffer, at: number, length: number, last: boolean): Outcome {
    const columns = this.#columns;
    const delimiter = this.#delimiter;
    const quote = this.#quote;
    const special = this.#special;
    this.#reason = undefined;
    this.#innerLines = 0;
    let highBits = 0;
    let column = 0;
    let i = at;
    for (;;) {
      let from = i;
      let to: number;
      if (bytes[i] === quote) {
        from = ++i;
        for (;;) {
          const byte = bytes[i]!;
          if (special[byte] === 1 && byte !== delimiter) {
            if (byte === quote) {
              if (bytes[i + 1] !== quote) break;
              i++;
            } else if (byte === 0) this.#fault('bad_encoding', column, from, i);
            else if (i >= length) return last ? this.#misquoted(column, at, i) : 'unfinished';
            else {
              if (byte === cr && bytes[i + 1] === lf && i + 1 < length) i++;
              this.#innerLines++;
            }
          }
          highBits |= byte;
          i++;
          if (i - at > maxRecordBytes) return this.#misquoted(column, at, i);
        }
        to = i++;
        // What follows the quote decides, and it may not have come yet.
        if (i >= length && !last) return 'unfinished';
      } else {
        for (;;) {
          let byte = bytes[i]!;
          while (special[byte] === 0) {
            highBits |= byte;
            byte = bytes[++i]!;
          }
          if (byte !== 0) break;
          this.#fault('bad_encoding', column, from, ++i);
        }
        to = i;
      }
      const end = bytes[i]!;
      if (end !== delimiter && end !== lf && end !== cr) return this.#misquoted(column, at, i);
      if (this.#reason === undefined && column < columns.length) {
        const reason = columns[column]!.rule?.(bytes, from, to);
        if (reason !== undefined) this.#fault(reason, column, from, to);
      } else if (this.#faultColumn === column) this.#faultTo = to;
      column++;
      if (end === delimiter) {
        i++;
        continue;
      }
      if (!last && (i >= length || (end === cr && i + 1 >= length))) return 'unfinished';
      this.#end = i;
      if (column !== columns.length) {
        if (this.#innerLines > 0) return this.#misquoted(columns.length, at, i);
        this.#fault(
          column < columns.length ? 'missing_columns' : 'too_many_columns',
          Math.min(column, columns.length),
          at,
          i,
        );
      } else if (highBits > 127 && !isUtf8(bytes.subarray(at, i))) this.#fault('bad_encoding', columns.length, at, i);
      return 'complete';
    }
  }

  #fault(reason: RejectReason, column: number, from: number, to: number): void {
    this.#reason = reason;
    this.#faultColumn = column;
    this.#faultFrom = from;
    this.#faultTo = to;
  }

  #misquoted(column: number, from: number, to: number): Outcome {
    this.#fault('bad_quoting', column, from, to);
    return 'misquoted';
  }

  #deliver(bytes: Buffer, from: number): void {
    if (this.#reason === undefined) this.#sink.record(this.#line, bytes, from, this.#end);
    else if (!this.#isBlank(bytes, from, this.#end))
      this.#reject(bytes, this.#faultFrom, this.#faultTo, from, this.#end);
  }

  /** Tabs are blank, but where they separate fields. */
  #isBlank(bytes: Buffer, from: number, to: number): boolean {
    for (let i = from; i < to; i++) {
      if (bytes[i] !== space && (bytes[i] !== tab || this.#delimiter === tab)) return false;
    }
    return true;
  }

  #refuseLine(bytes: Buffer, from: number, end: number): void {
    if (end - from > maxRecordBytes) this.#fault('line_too_long', this.#columns.length, from, end);
    else if (this.#reason !== 'bad_quoting') this.#fault('bad_quoting', this.#columns.length, from, end);
    this.#reject(bytes, from, end, from, end);
  }

  #reject(bytes: Buffer, from: number, to: number, start: number, end: number): void {
    // A value is shown and stored as text, where a NUL has no place.
    const value = bytes.toString('utf8', from, Math.min(to, from + 4 * maxValueLength)).replaceAll('\0', '\ufffd');
    const column = this.#columns[this.#faultColumn]?.name ?? '';
    this.#sink.reject(
      this.#line,
      column,
      [...value].slice(0, maxValueLength).join(''),
      this.#reason!,
      bytes,
      start,
      end,
    );
  }
}

/** Characters of a faulty value that a reject shows. */
const maxValueLength = 200;

/** Where the physical line that holds `from` ends: at its line end, or at `length`. */
export function lineEnd(bytes: Buffer, from: number, length: number): number {
  let i = from;
  while (bytes[i] !== lf && bytes[i] !== cr) i++;
  return Math.min(i, length);
}

/** Where the line after the one that ends at `end` begins. */
export function afterLine(bytes: Buffer, end: number, length: number): number {
  return end + (bytes[end] === cr && end + 1 < length && bytes[end + 1] === lf ? 2 : 1);
}
