import { type BinnedRows, putColumns } from './binning.ts';
import { histogramLength } from './histogram.ts';
import { type TreeKernels, treeKernels } from './tree-kernels.ts';

/** The arrays that one training run uses again for each tree, where its kernels reach them. */
export interface TreeSpace {
  readonly kernels: TreeKernels;
  readonly binned: BinnedRows;
  /** The bins once more, feature by feature: shape (features, rows). */
  readonly columns: Uint8Array;
  /** Weight and gradient of every row to grow on; see `unit`. Shape (rows). */
  readonly packed: Float64Array;
  /** Indices of rows on which a tree grows, and of those that judge it: shape (rows) each. */
  readonly growing: Int32Array;
  readonly judging: Int32Array;
  readonly scratch: Int32Array;
  /** Features that a tree may use, rising, and 1 where one has levels: shape (drawn) each. */
  readonly features: Int32Array;
  readonly categorical: Int32Array;
  /** Histograms that no leaf needs at the moment. */
  readonly free: Float64Array[];
}

/**
 * Room for trees of at most `mostLeaves` leaves and `drawn` features over some rows, which are copied.
 *
 * @param kernels default: the fastest that this machine has
 */
export function treeSpace(
  { bytes, stride, features, count }: BinnedRows,
  drawn: number,
  mostLeaves: number,
  kernels = treeKernels(features, roomFor({ stride, features, count }, drawn, mostLeaves)),
): TreeSpace {
  const copied = kernels.bytes(count * stride);
  copied.set(bytes.subarray(0, count * stride));
  const binned = { bytes: copied, stride, features, count };
  const columns = kernels.bytes(features * count);
  putColumns(binned, columns);
  return {
    kernels,
    binned,
    columns,
    packed: kernels.doubles(count),
    growing: kernels.words(count),
    judging: kernels.words(count),
    scratch: kernels.words(count),
    features: kernels.words(drawn),
    categorical: kernels.words(drawn),
    free: Array.from({ length: mostLeaves + 1 }, () => kernels.doubles(histogramLength(drawn))),
  };
}

/** Bytes of all arrays of a space, each rounded up. */
function roomFor(
  { stride, features, count }: Pick<BinnedRows, 'stride' | 'features' | 'count'>,
  drawn: number,
  mostLeaves: number,
): number {
  const ofRows = count * (stride + features + 8 + 3 * 4);
  const histograms = (mostLeaves + 1) * histogramLength(drawn) * 8;
  return ofRows + 8 * drawn + histograms + 16 * (mostLeaves + 16);
}
