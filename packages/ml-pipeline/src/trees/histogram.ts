import { type BinnedRows, mostBins } from './binning.ts';

/**
 * Weight and gradient of a row in one number: `weight * unit + gradient`, both whole, so that one addition sums both, and sums are exact:
 * no order of rows, and no subtraction of one histogram from another, changes them.
 */
export const unit = 2 ** 27;

/** Most that the weights of all rows together may be: beyond it the sums would not fit a double. */
export const mostWeight = 2 ** 26;

/** The weight in a sum of packed rows. */
export const weightIn = (sum: number) => Math.floor(sum / unit + 0.5);

/** Features that kernels sum at a time. */
const group = 8;

/** Length of a histogram: `mostBins` packed sums for each feature, padding included. */
export const histogramLength = (features: number) => Math.ceil(features / group) * group * mostBins;

/**
 * Sums packed values by feature and bin.
 *
 * @param features those that are summed, rising
 * @param rows     indices of rows; those from `from` to `to` (exclusive) are summed
 * @param packed   shape (all rows)
 * @param out      shape (histogramLength), in the order of `features`; overwritten; what its padding holds means nothing
 *
 * O((to - from) * features). Source: Ke et al. (2017), LightGBM; the packed sums are after Shi et al. (2022), Quantized training of gradient
 * boosting decision trees.
 */
export function sumRows(
  { bytes, stride }: BinnedRows,
  features: Int32Array,
  rows: Int32Array,
  from: number,
  to: number,
  packed: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  for (let k = from; k < to; k++) {
    const row = rows[k]!;
    const value = packed[row]!;
    const at = row * stride;
    for (let j = 0; j < features.length; j++) out[j * mostBins + bytes[at + features[j]!]!]! += value;
  }
}

/** Takes a child's histogram from its parent's, which becomes that of the other child. */
export function subtract(parent: Float64Array, child: Float64Array): void {
  for (let k = 0; k < parent.length; k++) parent[k]! -= child[k]!;
}

/** Packed sum of all rows of a histogram: every feature has it. */
export function totalOf(histogram: Float64Array): number {
  let sum = 0;
  for (let bin = 0; bin < mostBins; bin++) sum += histogram[bin]!;
  return sum;
}
