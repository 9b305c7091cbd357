import { treesWasm } from '../generated/trees-wasm.ts';
import type { BinnedRows } from './binning.ts';
import { mostBins } from './binning.ts';
import type { BinSet } from './partition.ts';
import { levelSmoothing, type Split, type SplitRules, splitOf } from './splitting.ts';
import type { TreeKernels } from './tree-kernels.ts';

/** What is used of a global that Node has and its types lack. */
interface WebAssemblyGlobal {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** Exports of assembly/trees.ts; arrays are addresses. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  firstFree(): number;
  sumRows(
    bytes: number,
    stride: number,
    features: number,
    drawn: number,
    rows: number,
    count: number,
    packed: number,
    out: number,
  ): void;
  subtract(parent: number, child: number, length: number): void;
  partition(column: number, rows: number, from: number, to: number, low: number, high: number, scratch: number): number;
  bestSplit(
    histogram: number,
    total: number,
    drawn: number,
    categorical: number,
    ridge: number,
    leastWeight: number,
    leastGain: number,
    smoothing: number,
    out: number,
  ): number;
}

const page = 65_536;
/** As in assembly/trees.ts. */
const mostFeatures = 1024;
/** Gain, place and count of a split, and its bins. */
const splitBytes = 16 + 4 * mostBins;

let loaded: Exports | null | undefined;

/** One instance for each thread; null where WebAssembly or its SIMD is missing. */
function load(): Exports | null {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyGlobal };
  try {
    const compiled = new WebAssembly.Module(Buffer.from(treesWasm, 'base64'));
    return new WebAssembly.Instance(compiled).exports as Exports;
  } catch {
    return null;
  }
}

/** Kernels in WebAssembly SIMD, or undefined where it is missing or the room is more than it can reach (4 GB). */
export function wasmKernels(features: number, room: number): TreeKernels | undefined {
  if (loaded === undefined) loaded = load();
  if (!loaded || features > mostFeatures) return undefined;
  const wasm = loaded;
  const { memory } = wasm;
  const out = Math.ceil(wasm.firstFree() / 16) * 16;
  let free = out + splitBytes;
  const lacking = Math.ceil((free + room - memory.buffer.byteLength) / page);
  try {
    if (lacking > 0) memory.grow(lacking);
  } catch {
    return undefined;
  }
  const { buffer } = memory;
  const found = new DataView(buffer, out, splitBytes);
  const foundBins = new Int32Array(buffer, out + 16, mostBins);
  const take = (bytes: number): number => {
    const at = free;
    free += Math.ceil(bytes / 16) * 16;
    return at;
  };
  return {
    bytes: (length) => new Uint8Array(buffer, take(length), length).fill(0),
    words: (length) => new Int32Array(buffer, take(4 * length), length).fill(0),
    doubles: (length) => new Float64Array(buffer, take(8 * length), length).fill(0),
    sumRows({ bytes, stride }: BinnedRows, features, rows, from, to, packed, sums) {
      const first = rows.byteOffset + 4 * from;
      const [a, b, c, d] = [bytes.byteOffset, features.byteOffset, packed.byteOffset, sums.byteOffset];
      wasm.sumRows(a, stride, b, features.length, first, to - from, c, d);
    },
    subtract: (parent, child) => wasm.subtract(parent.byteOffset, child.byteOffset, parent.length),
    partition: (column, rows, from, to, { low, high }: BinSet, scratch) =>
      wasm.partition(column.byteOffset, rows.byteOffset, from, to, low, high, scratch.byteOffset),
    bestSplit(histogram, total, categorical, { ridge, leastWeight, leastGain }: SplitRules): Split | undefined {
      const smoothing = levelSmoothing * leastWeight;
      const [a, b] = [histogram.byteOffset, categorical.byteOffset];
      if (!wasm.bestSplit(a, total, categorical.length, b, ridge, leastWeight, leastGain, smoothing, out)) return;
      return splitOf(found.getFloat64(0, true), found.getInt32(8, true), foundBins, found.getInt32(12, true));
    },
  };
}
