import type { SourceColumn } from '@tandem/data-model';
import { recordsWasm } from '../generated/records-wasm.ts';
import type { CsvForm } from './csv-form.ts';
import { integerRange } from './field-rule.ts';

/** What is used of a global that Node has and its types lack. */
interface WebAssemblyGlobal {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** Exports of assembly/records.ts; `bytes` and `out` are addresses. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  firstFree(): number;
  rulesAt(): number;
  stateAt(): number;
  begin(delimiter: number, quote: number): void;
  take(
    bytes: number,
    from: number,
    length: number,
    columns: number,
    delimiter: number,
    quote: number,
    out: number,
    limit: number,
  ): number;
}

/** Takes what is plainly good in a file, a hundred megabytes in a few tenths of a second, and leaves the rest to the scanner. */
export interface RecordKernel {
  /** Where the bytes of a file must lie for it. */
  readonly input: Buffer;
  /** Where it writes records, each behind its line and before a line feed. */
  readonly output: Buffer;
  /** Says how the records of the file are formed; a column without a declaration may hold anything. */
  begin(columns: readonly (SourceColumn | undefined)[], form: CsvForm): boolean;
  /**
   * Takes records of `bytes`, a part of the input, from `from` on until one is not plain or not whole before `length`,
   * or the output holds more than `limit` bytes.
   */
  take(bytes: Buffer, from: number, length: number, line: number, used: number, limit: number): TakenRecords;
}

/** One object for all calls of `take`, overwritten by the next. */
export interface TakenRecords {
  /** Where the first record begins that was not taken, and the physical line of that place. */
  at: number;
  line: number;
  /** Bytes of the output that are written by now. */
  used: number;
  records: number;
}

const page = 65_536;
/** As in assembly/records.ts. */
const mostColumns = 1024;
const ruleBytes = 32;
const kinds = { integer: 1, decimal: 2, flag: 3, day: 4, text: 5 } as const;

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
  const input = Math.ceil(wasm.firstFree() / 16) * 16;
  const output = input + Math.ceil(inputBytes / 16) * 16;
  wasm.memory.grow(Math.ceil((output + outputBytes - wasm.memory.buffer.byteLength) / page));
  const { buffer } = wasm.memory;
  const rules = new DataView(buffer, wasm.rulesAt(), mostColumns * ruleBytes);
  const state = new Int32Array(buffer, wasm.stateAt(), 3);
  const taken: TakenRecords = { at: 0, line: 0, used: 0, records: 0 };
  let count = 0;
  let delimiter = 0;
  let quote = 0;
  return {
    input: Buffer.from(buffer, input, inputBytes),
    output: Buffer.from(buffer, output, outputBytes),
    begin(columns, form) {
      if (columns.length > mostColumns) return false;
      for (const [k, column] of columns.entries()) writeRule(rules, k * ruleBytes, column);
      count = columns.length;
      delimiter = form.delimiter.charCodeAt(0);
      quote = form.quote.charCodeAt(0);
      wasm.begin(delimiter, quote);
      return true;
    },
    take(bytes, from, length, line, used, limit) {
      state[0] = line;
      state[1] = used;
      state[2] = 0;
      taken.at = wasm.take(bytes.byteOffset, from, length, count, delimiter, quote, output, limit);
      taken.line = state[0];
      taken.used = state[1];
      taken.records = state[2];
      return taken;
    },
  };
}

/** A rule as the kernel reads it: kind, digits or length, least, most. */
function writeRule(rules: DataView, at: number, column: SourceColumn | undefined): void {
  const [kind, size, min, max] = column ? ruleOf(column) : [0, 0, 0, 0];
  rules.setInt32(at, kind, true);
  rules.setInt32(at + 4, size, true);
  rules.setFloat64(at + 8, min, true);
  rules.setFloat64(at + 16, max, true);
}

function ruleOf({ type, range }: SourceColumn): readonly [number, number, number, number] {
  switch (type.kind) {
    case 'flag':
      return [kinds.flag, 0, 0, 0];
    case 'date':
    case 'timestamp':
      return [kinds.day, 0, 0, 0];
    case 'text':
      return [kinds.text, type.length, 0, 0];
    case 'decimal': {
      const { min, max } = range ?? { min: -Infinity, max: Infinity };
      return [kinds.decimal, type.precision - type.scale, min, max];
    }
    default: {
      const { min, max } = integerRange(type.kind, range);
      return [kinds.integer, 0, min, max];
    }
  }
}
