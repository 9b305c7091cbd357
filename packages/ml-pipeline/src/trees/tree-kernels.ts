import { subtract, sumRows } from './histogram.ts';
import { partition } from './partition.ts';
import { bestSplit } from './splitting.ts';
import { wasmKernels } from './wasm-kernels.ts';

/** What growing a tree spends its time on. All kernels give the same bits; see the plain functions for what each does. */
export interface TreeKernels {
  /** New arrays, zero, for the kernels' arguments: they reach no others. */
  readonly bytes: (length: number) => Uint8Array;
  readonly words: (length: number) => Int32Array;
  readonly doubles: (length: number) => Float64Array;
  readonly sumRows: typeof sumRows;
  readonly subtract: typeof subtract;
  readonly partition: typeof partition;
  readonly bestSplit: typeof bestSplit;
}

/** The kernels in TypeScript: the twin that the others are tested against, and what runs where there are no others. */
export const plainKernels: TreeKernels = {
  bytes: (length) => new Uint8Array(length),
  words: (length) => new Int32Array(length),
  doubles: (length) => new Float64Array(length),
  sumRows,
  subtract,
  partition,
  bestSplit,
};

/**
 * The fastest kernels that this machine has, with room for arrays of so many bytes in all. Arrays had from an earlier call on the same thread are
 * no longer valid.
 */
export const treeKernels = (features: number, room: number): TreeKernels => wasmKernels(features, room) ?? plainKernels;
