import { maxRecordBytes } from './record-scanner.ts';

/** Bytes in which records are collected: some of the longest have room. */
export const writerBytes = 1 << 20;

/** With no more bytes than this, one more record has room behind its line. */
export const writerLimit = writerBytes - maxRecordBytes - 18;

/** Collects records behind their line numbers and hands them on whenever a buffer of `writerBytes` is full. */
export class RecordWriter {
  readonly #buffer: Buffer;
  #used = 0;
  #ready: Buffer[] = [];

  constructor(buffer: Buffer = Buffer.allocUnsafe(writerBytes)) {
    this.#buffer = buffer;
  }

  /** Bytes that are collected and not yet handed on. */
  get used(): number {
    return this.#used;
  }

  write(line: number, bytes: Buffer, from: number, to: number): void {
    if (this.#used + (to - from) + 18 > this.#buffer.length) this.#handOn();
    const buffer = this.#buffer;
    let at = this.#used + decimalLength(line);
    for (let digit = at - 1, rest = line; digit >= this.#used; digit--, rest = (rest / 10) | 0) {
      buffer[digit] = 48 + (rest % 10);
    }
    buffer[at++] = 44;
    // A native copy costs as much as some forty bytes one by one.
    if (to - from < 40) for (let i = from; i < to; i++) buffer[at++] = bytes[i]!;
    else at += bytes.copy(buffer, at, from, to);
    buffer[at++] = 10;
    this.#used = at;
  }

  /** Counts what was written into the buffer by others, up to `used`; past `limit` it is handed on. */
  filled(used: number, limit: number): void {
    this.#used = used;
    if (used > limit) this.#handOn();
  }

  /** Buffers that are full. */
  *full(): Generator<Buffer> {
    const ready = this.#ready;
    this.#ready = [];
    yield* ready;
  }

  /** All that was written and not yet taken. */
  *all(): Generator<Buffer> {
    this.#handOn();
    yield* this.full();
  }

  #handOn(): void {
    if (this.#used > 0) this.#ready.push(Buffer.from(this.#buffer.subarray(0, this.#used)));
    this.#used = 0;
  }
}

function decimalLength(value: number): number {
  let digits = 1;
  for (let bound = 10; bound <= value; bound *= 10) digits++;
  return digits;
}
