import type { SourceColumn } from '@tandem/data-model';
import { recordsWasm } from '../generated/records-wasm.ts';
import type { CsvForm } from './csv-form.ts';
import { type KernelColumns, kernelColumns, mostColumns } from './kernel-columns.ts';

/** What is used of a global that Node has and its types lack. */
interface WebAssemblyGlobal {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** Exports of assembly/records.ts; `bytes`, `out` and `lines` are addresses. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  firstFree(): number;
  columnsAt(): number;
  stateAt(): number;
  begin(columns: number, delimiter: number, quote: number): void;
  beginObjects(columns: number): void;
  objectKeysAt(): number;
  learn(keys: number): void;
  takeText(bytes: number, from: number, length: number, out: number, limit: number): number;
  takeTyped(bytes: number, from: number, length: number, lines: number, most: number): number;
  clearColumn(k: number): void;
  keysAt(): number;
  watch(keys: number): void;
  rises(): number;
}

/** Takes what is plainly good in a file, a hundred megabytes in a few tenths of a second, and leaves the rest to the scanner. */
export interface RecordKernel {
  /** Where the bytes of a file must lie for it. */
  readonly input: Buffer;
  /** Where it writes records as text. */
  readonly output: Buffer;
  readonly columns: KernelColumns;
  /**
   * Says how the records of a file are formed, of which a column without a declaration may hold anything: as CSV, or as
   * lines of JSON. Gives the rows of a group where they are to be typed and can be, else 0; undefined where such files
   * are not for it.
   */
  begin(columns: readonly (SourceColumn | undefined)[], form: CsvForm | 'json', typed: boolean): number | undefined;
  /**
   * From here on takes lines of JSON with these keys in this order, among which each column is once; before, none. As
   * text they are written in the order of the columns.
   */
  learn(keys: readonly ObjectKey[]): void;
  /**
   * Takes records of `bytes`, a part of the input, from `from` on until one is not plain or not whole before `length`,
   * or the output holds more than `limit` bytes. Each is written behind its line and before a line feed.
   */
  takeText(bytes: Buffer, from: number, length: number, line: number, used: number, limit: number): TakenRecords;
  /** The same into the columns, until there are `most` rows. */
  takeTyped(bytes: Buffer, from: number, length: number, line: number, rows: number, most: number): TakenRecords;
  /**
   * From here on, watches whether the columns of a key together rise from typed row to typed row; false where it
   * cannot: it compares whole numbers and days.
   */
  watch(key: readonly number[]): boolean;
  /** Whether they did, so that no two rows have one key. */
  rises(): boolean;
  /** Empties the columns for another group of rows. */
  clear(): void;
}

/** A key as it stands in an object, without a quote or an escape, and its column's number; what has none is not read. */
export interface ObjectKey {
  readonly key: string;
  readonly column: number | undefined;
}

/** One object for all calls of a kernel, overwritten by the next. */
export interface TakenRecords {
  /** Where the first record begins that was not taken, and the physical line of that place. */
  at: number;
  line: number;
  records: number;
  /** Bytes of the output, or rows of the columns, by now. */
  used: number;
  /** The column that has no room for the next record. */
  full: number | undefined;
}

const page = 65_536;
/** As in assembly/columns.ts. */
const mostKeys = 16;
/** As in assembly/objects.ts. */
const objectKeyBytes = 65_536;
/** For typed rows; what is never written to is never taken from the system. */
const columnsRoom = 1 << 25;

let compiled: object | undefined;

/** A kernel with memory of its own; null where WebAssembly is missing. */
export function recordKernel(inputBytes: number, outputBytes: number): RecordKernel | null {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyGlobal };
  try {
    compiled ??= new WebAssembly.Module(Buffer.from(recordsWasm, 'base64'));
  } catch {
    return null;
  }
  const wasm = new WebAssembly.Instance(compiled).exports as Exports;
  const input = rounded(wasm.firstFree());
  const output = input + rounded(inputBytes);
  const room = output + rounded(outputBytes);
  wasm.memory.grow(Math.ceil((room + columnsRoom - wasm.memory.buffer.byteLength) / page));
  const { buffer } = wasm.memory;
  const columns = kernelColumns(buffer, wasm.columnsAt());
  const keys = new Int32Array(buffer, wasm.keysAt(), 2 * mostKeys);
  const state = new Int32Array(buffer, wasm.stateAt(), 4);
  const taken: TakenRecords = { at: 0, line: 0, records: 0, used: 0, full: undefined };
  let count = 0;
  const take = (line: number, used: number, run: () => number): TakenRecords => {
    state.set([line, 0, used, 0]);
    taken.at = run();
    [taken.line, taken.records, taken.used] = state as unknown as [number, number, number];
    taken.full = state[3]! > 0 ? state[3]! - 1 : undefined;
    return taken;
  };
  return {
    input: Buffer.from(buffer, input, inputBytes),
    output: Buffer.from(buffer, output, outputBytes),
    columns,
    begin(of, form, typed) {
      if (of.length > mostColumns) return undefined;
      count = of.length;
      if (form === 'json') wasm.beginObjects(count);
      else wasm.begin(count, form.delimiter.charCodeAt(0), form.quote.charCodeAt(0));
      columns.describe(of);
      const rows = typed ? columns.makeRoom(of, room, columnsRoom) : 0;
      this.clear();
      return rows;
    },
    learn(of) {
      const entries = Buffer.concat(of.map(objectKey));
      const fits = entries.length <= objectKeyBytes;
      if (fits) entries.copy(Buffer.from(buffer, wasm.objectKeysAt(), objectKeyBytes));
      wasm.learn(fits ? of.length : 0);
    },
    takeText: (bytes, from, length, line, used, limit) =>
      take(line, used, () => wasm.takeText(bytes.byteOffset, from, length, output, limit)),
    takeTyped: (bytes, from, length, line, rows, most) =>
      take(line, rows, () => wasm.takeTyped(bytes.byteOffset, from, length, columns.lines(0).byteOffset, most)),
    watch(key) {
      if (key.length === 0 || key.length > mostKeys || !key.every((k) => columns.isWord(k))) return false;
      for (const [k, column] of key.entries()) keys[2 * k] = column;
      wasm.watch(key.length);
      return true;
    },
    rises: () => wasm.rises() === 1,
    clear() {
      for (let k = 0; k < count; k++) wasm.clearColumn(k);
    },
  };
}

function objectKey({ key, column }: ObjectKey): Buffer {
  const text = Buffer.from(`"${key}"`);
  const entry = Buffer.alloc(8 + 4 * Math.ceil(text.length / 4));
  entry.writeInt32LE(column ?? -1, 0);
  entry.writeInt32LE(text.length, 4);
  text.copy(entry, 8);
  return entry;
}

const rounded = (bytes: number): number => Math.ceil(bytes / 16) * 16;
