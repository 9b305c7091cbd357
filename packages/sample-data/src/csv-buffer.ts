const comma = 44;
const newline = 10;
const zero = 48;
const dot = 46;

/**
 * CSV text as bytes, built without strings: a sample has millions of numbers, and making a string of each is most
 * of the time otherwise. Grows as needed; `take` hands the bytes over and starts again.
 */
export class CsvBuffer {
  private bytes = new Uint8Array(1 << 20);
  private length = 0;

  get size(): number {
    return this.length;
  }

  /** Copies bytes as they are. */
  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  comma(): void {
    this.reserve(1);
    this.bytes[this.length++] = comma;
  }

  endRecord(): void {
    this.reserve(1);
    this.bytes[this.length++] = newline;
  }

  /** A whole number, 0 to 2^53. */
  integer(value: number): void {
    this.reserve(17);
    this.length += this.digits(value, 1);
  }

  /** Whole cents, 0 to 2^53, printed as units with two decimals. */
  cents(value: number): void {
    this.reserve(18);
    const written = this.digits(value, 3);
    const end = this.length + written;
    this.bytes[end] = this.bytes[end - 1]!;
    this.bytes[end - 1] = this.bytes[end - 2]!;
    this.bytes[end - 2] = dot;
    this.length = end + 1;
  }

  /** The bytes so far; the next write overwrites them. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }

  /** Writes at the end, without moving it; returns the number of digits. */
  private digits(value: number, least: number): number {
    let count = 1;
    for (let rest = value; rest >= 10; count++) rest = Math.floor(rest / 10);
    const width = Math.max(count, least);
    let rest = value;
    for (let i = this.length + width - 1; i >= this.length; i--) {
      const tens = Math.floor(rest / 10);
      this.bytes[i] = zero + (rest - tens * 10);
      rest = tens;
    }
    return width;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(2 * (this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

/** One record of CSV (RFC 4180), without a line end: fields are quoted where they must be. */
export function csvRecord(fields: readonly string[]): string {
  return fields.map((it) => (/[",\r\n]/.test(it) ? `"${it.replaceAll('"', '""')}"` : it)).join(',');
}
