import type { BinnedRows, Bins } from './binning.ts';

/**
 * Trees as flat arrays, one tree after another. Node k asks whether the bin of `feature[k]` is among the bits `low[k]`, `high[k]`; if so the
 * way leads to `left[k]`, else to the node after that. A leaf has `feature` -1 and a `value`.
 */
export interface Forest {
  readonly bins: Bins;
  readonly base: number;
  /** First node of each tree. */
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly left: Int32Array;
  readonly value: Float64Array;
}

/** Nodes of one tree; the root is node 0. */
export type Tree = Pick<Forest, 'feature' | 'low' | 'high' | 'left' | 'value'>;

export function joinTrees(bins: Bins, base: number, trees: readonly Tree[]): Forest {
  const roots = new Int32Array(trees.length);
  const count = trees.reduce((sum, it) => sum + it.feature.length, 0);
  const forest = {
    bins,
    base,
    roots,
    feature: new Int32Array(count),
    low: new Int32Array(count),
    high: new Int32Array(count),
    left: new Int32Array(count),
    value: new Float64Array(count),
  };
  let at = 0;
  trees.forEach((tree, t) => {
    roots[t] = at;
    forest.feature.set(tree.feature, at);
    forest.low.set(tree.low, at);
    forest.high.set(tree.high, at);
    forest.left.set(
      tree.left.map((it) => it + at),
      at,
    );
    forest.value.set(tree.value, at);
    at += tree.feature.length;
  });
  return forest;
}

/** The leaf that a binned row falls into, from a tree's first node on. */
export function leafOf({ feature, low, high, left }: Tree, root: number, bytes: Uint8Array, at: number): number {
  let node = root;
  for (let f = feature[node]!; f >= 0; f = feature[node]!) {
    const bin = bytes[at + f]!;
    const bits = bin < 32 ? low[node]! : high[node]!;
    node = left[node]! + (1 - ((bits >>> (bin & 31)) & 1));
  }
  return node;
}

/** Sum of all trees for one row, O(trees * depth). */
export function predictRow(forest: Forest, rows: BinnedRows, row: number): number {
  const at = row * rows.stride;
  let sum = forest.base;
  for (let t = 0; t < forest.roots.length; t++) sum += forest.value[leafOf(forest, forest.roots[t]!, rows.bytes, at)]!;
  return sum;
}
