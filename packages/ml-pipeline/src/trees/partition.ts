/** Which bins go left: bit b of the two words is set where bin b does. */
export interface BinSet {
  readonly low: number;
  readonly high: number;
}

/**
 * Puts the rows that go left first, both parts in their order, and gives where the right ones begin. O(to - from); no branch hangs on a bin, as it would be
 * guessed wrong.
 *
 * @param column  bin of every row in the feature that splits, shape (all rows): close together, unlike the bins of a row
 * @param rows    indices of rows; those from `from` to `to` (exclusive) are sorted
 * @param scratch shape (to - from) or longer; overwritten
 */
export function partition(
  column: Uint8Array,
  rows: Int32Array,
  from: number,
  to: number,
  { low, high }: BinSet,
  scratch: Int32Array,
): number {
  let middle = from;
  let rest = 0;
  for (let k = from; k < to; k++) {
    const row = rows[k]!;
    const bin = column[row]!;
    const bits = low ^ ((low ^ high) & -(bin >>> 5));
    const left = (bits >>> (bin & 31)) & 1;
    rows[middle] = row;
    scratch[rest] = row;
    middle += left;
    rest += 1 - left;
  }
  for (let k = 0; k < rest; k++) rows[middle + k] = scratch[k]!;
  return middle;
}
