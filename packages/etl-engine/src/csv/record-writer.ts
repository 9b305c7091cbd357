const bufferBytes = 1 << 20;

/** Collects records behind their line numbers into buffers that are handed on when full. */
export class RecordWriter {
  #buffer = Buffer.allocUnsafe(bufferBytes);
  #used = 0;
  #ready: Buffer[] = [];

  write(line: number, bytes: Buffer, from: number, to: number): void {
    if (this.#used + (to - from) + 18 > this.#buffer.length) this.#handOn(to - from + 18);
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

  /** Buffers that are full. */
  *full(): Generator<Buffer> {
    const ready = this.#ready;
    this.#ready = [];
    yield* ready;
  }

  /** All that was written and not yet taken. */
  *all(): Generator<Buffer> {
    this.#handOn(0);
    yield* this.full();
  }

  #handOn(needed: number): void {
    if (this.#used > 0) this.#ready.push(this.#buffer.subarray(0, this.#used));
    this.#buffer = Buffer.allocUnsafe(Math.max(bufferBytes, needed));
    this.#used = 0;
  }
}

function decimalLength(value: number): number {
  let digits = 1;
  for (let bound = 10; bound <= value; bound *= 10) digits++;
  return digits;
}
