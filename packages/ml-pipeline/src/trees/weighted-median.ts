/** More values than this are thinned evenly first. */
const mostValues = 1000;

/**
 * The least value at which half of the weight of some rows is reached; 0 for no rows. O(rows), at most a thousand are looked at.
 *
 * @param rows indices into `values` and `weight`; those from `from` to `to` (exclusive) are meant
 */
export function weightedMedian(
  values: Float64Array,
  weight: Int32Array,
  rows: Int32Array,
  from: number,
  to: number,
): number {
  const stride = Math.max(1, Math.ceil((to - from) / mostValues));
  const count = Math.ceil((to - from) / stride);
  if (count <= 0) return 0;
  const picked = new Float64Array(count);
  const weights = new Float64Array(count);
  let total = 0;
  for (let k = 0; k < count; k++) {
    const row = rows[from + k * stride]!;
    picked[k] = values[row]!;
    weights[k] = weight[row]!;
    total += weight[row]!;
  }
  return selectHalf(picked, weights, total / 2);
}

/** Weighted quickselect (Hoare 1961); both arrays are reordered. */
function selectHalf(values: Float64Array, weights: Float64Array, half: number): number {
  let low = 0;
  let high = values.length - 1;
  let before = 0;
  while (low < high) {
    const pivot = middleOf(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let a = low;
    let b = high;
    let sum = 0;
    while (a <= b) {
      while (values[a]! < pivot) sum += weights[a++]!;
      while (values[b]! > pivot) b--;
      if (a > b) break;
      const value = values[a]!;
      const weight = weights[a]!;
      values[a] = values[b]!;
      weights[a] = weights[b]!;
      values[b] = value;
      weights[b] = weight;
      sum += weights[a++]!;
      b--;
    }
    // Up to b values are at most the pivot, from a on at least; between them, if anything, lies the pivot itself.
    const between = a - b === 2 ? weights[a - 1]! : 0;
    if (before + sum - between >= half) high = b;
    else if (before + sum >= half) return pivot;
    else {
      before += sum;
      low = a;
    }
  }
  return values[low]!;
}

const middleOf = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
