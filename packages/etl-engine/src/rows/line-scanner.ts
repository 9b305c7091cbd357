import { afterLine, lineEnd, maxRecordBytes } from '../csv/record-scanner.ts';

/** What a scan finds, in the order of the text. */
export interface LineSink {
  /**
   * A physical line without its end, as part of the scanned bytes; of one that `isCut` for its length, the beginning. Says
   * whether it is done with; else `takePlain` gets it again.
   */
  line(line: number, bytes: Buffer, isCut: boolean): boolean;
  /** Takes lines by itself, as `takePlain` of a scan of records does. */
  takePlain?(bytes: Buffer, at: number, length: number, line: number): { readonly at: number; readonly line: number };
}

const lf = 10;

/** Cuts a text into lines, whatever ends them. Longer ones than a record may be are cut; where nothing but blanks is in one, it is left out. */
export class LineScanner {
  readonly #sink: LineSink;
  #line = 1;
  /** Of a line that is too long for the buffer: its beginning, and whether all of it so far is blank. */
  #long: { readonly bytes: Buffer; isBlank: boolean } | undefined;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  /**
   * Scans the lines that are whole within the first `length` bytes and gives the number of bytes done with; the caller
   * puts the others before the next piece. The byte at `length` is overwritten. After `last`, all is done with.
   */
  scan(bytes: Buffer, length: number, last: boolean): number {
    bytes[length] = lf;
    let at = 0;
    while (at < length) {
      if (!this.#long) {
        const taken = this.#sink.takePlain?.(bytes, at, length, this.#line);
        if (taken) {
          at = taken.at;
          this.#line = taken.line;
          if (at >= length) break;
        }
      }
      const end = lineEnd(bytes, at, length);
      const isWhole = last || end + 1 < length || (end < length && bytes[end] === lf);
      if (!isWhole && !this.#long && end - at <= maxRecordBytes) return at;
      if (this.#long || end - at > maxRecordBytes) this.#addLong(bytes.subarray(at, end));
      if (!isWhole) return end;
      if (this.#long) this.#endLong();
      else if (!this.#sink.line(this.#line, bytes.subarray(at, end), false)) continue;
      this.#line++;
      at = afterLine(bytes, end, length);
    }
    if (last) this.#endLong();
    return length;
  }

  #endLong(): void {
    if (this.#long && !this.#long.isBlank) this.#sink.line(this.#line, this.#long.bytes, true);
    this.#long = undefined;
  }

  #addLong(part: Buffer): void {
    this.#long ??= { bytes: Buffer.from(part.subarray(0, maxRecordBytes)), isBlank: true };
    this.#long.isBlank &&= part.toString('utf8').trim() === '';
  }
}
