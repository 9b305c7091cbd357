/** How raw feature values become small integers. Bin 0 is for missing values. */
export interface Bins {
  /** Upper ends (inclusive) of the bins of each numeric feature but its last, ascending, one feature after another. */
  readonly edges: Float64Array;
  /** Bounds of each feature's edges, shape (features + 1). */
  readonly offset: Int32Array;
  /** 1 where a feature's values are codes of levels, in no order. */
  readonly categorical: Int32Array;
}

/** Bins of a feature, the missing one included: a histogram of 32 features stays within a core's first cache. */
export const mostBins = 64;

/**
 * Bins of about equal counts. An edge is a value of the sample, so that a rising transform of a feature gives the same bins.
 *
 * @param sample      shape (rows, features); NaN is missing
 * @param categorical for each feature, whether its values are codes 0, 1, ... of levels
 */
export function learnBins(sample: Float64Array, features: number, categorical: readonly boolean[]): Bins {
  const rows = sample.length / features;
  const edges: number[] = [];
  const offset = new Int32Array(features + 1);
  for (let f = 0; f < features; f++) {
    if (!categorical[f]) {
      const values = new Float64Array(rows);
      let count = 0;
      for (let r = 0; r < rows; r++) {
        const value = sample[r * features + f]!;
        if (!Number.isNaN(value)) values[count++] = value;
      }
      edges.push(...edgesOf(values.subarray(0, count).sort()));
    }
    offset[f + 1] = edges.length;
  }
  return { edges: Float64Array.from(edges), offset, categorical: Int32Array.from(categorical, (it) => (it ? 1 : 0)) };
}

/** At most 62 of the sorted values, never the largest: a value that alone fills a bin gets one of its own. */
function edgesOf(sorted: Float64Array): number[] {
  const most = mostBins - 2;
  const distinct: number[] = [];
  const ends: number[] = [];
  for (let k = 0; k < sorted.length; k++) {
    if (k + 1 < sorted.length && sorted[k + 1] === sorted[k]) continue;
    distinct.push(sorted[k]!);
    ends.push(k + 1);
  }
  if (distinct.length <= most + 1) return distinct.slice(0, -1);
  const edges: number[] = [];
  let taken = 0;
  for (let k = 0; k < distinct.length - 1 && edges.length < most; k++) {
    const wanted = (sorted.length - taken) / (most + 1 - edges.length);
    if (ends[k]! - taken < wanted) continue;
    edges.push(distinct[k]!);
    taken = ends[k]!;
  }
  return edges;
}

/** Bin of one value. Codes past the last bin share it. */
export function binOf({ edges, offset, categorical }: Bins, feature: number, value: number): number {
  if (Number.isNaN(value)) return 0;
  if (categorical[feature] === 1) return Math.min(value + 1, mostBins - 1);
  const from = offset[feature]!;
  let low = from;
  let high = offset[feature + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low - from + 1;
}

/** Rows of bins, each padded to whole vectors of 16. */
export interface BinnedRows {
  readonly bytes: Uint8Array;
  /** Bytes of a row. */
  readonly stride: number;
  readonly features: number;
  readonly count: number;
}

export function binnedRows(count: number, features: number): BinnedRows {
  const stride = Math.ceil(features / 16) * 16;
  return { bytes: new Uint8Array(count * stride), stride, features, count };
}

/** Writes the bins of `values`, shape (features), as row `row`. */
export function putRow(bins: Bins, rows: BinnedRows, row: number, values: Float64Array): void {
  const at = row * rows.stride;
  for (let f = 0; f < rows.features; f++) rows.bytes[at + f] = binOf(bins, f, values[f]!);
}

/** Rows that are turned together: what they touch stays in a core's first cache. */
const tile = 64;

/**
 * Writes the bins once more, feature by feature.
 *
 * @param columns shape (features, rows); overwritten
 */
export function putColumns({ bytes, stride, features, count }: BinnedRows, columns: Uint8Array): void {
  for (let begin = 0; begin < count; begin += tile) {
    const end = Math.min(begin + tile, count);
    for (let f = 0; f < features; f++) {
      for (let r = begin; r < end; r++) columns[f * count + r] = bytes[r * stride + f]!;
    }
  }
}
