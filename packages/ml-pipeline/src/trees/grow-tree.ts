import type { BinnedRows } from './binning.ts';
import { histogramLength, subtract, sumRows, totalOf } from './histogram.ts';
import { bestSplit, type Split, type SplitRules } from './splitting.ts';
import type { Tree } from './tree-model.ts';

export interface TreeRules extends SplitRules {
  readonly mostLeaves: number;
}

interface OpenLeaf {
  readonly node: number;
  readonly split: Split;
  readonly histogram: Float64Array;
}

/** Histograms and row lists that one training run uses again for each tree. */
export interface TreeSpace {
  readonly free: Float64Array[];
  readonly scratch: Int32Array;
}

/** Indices of rows, and where the rows of each node lie in them once a tree is grown: shape (nodes). */
export interface NodeRows {
  readonly rows: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export interface GrownTree {
  readonly tree: Tree;
  readonly growing: NodeRows;
  readonly judging: NodeRows;
}

/**
 * Grows one tree, its values still 0, leaf by leaf, the most helpful split first (Shi 2007, Best-first decision tree learning). Of two children the smaller is summed, the
 * larger is what is left of the parent.
 *
 * @param columns  bins once more, feature by feature: shape (features, rows)
 * @param rows     indices of the rows to grow on; overwritten: each node's rows lie together, in their order
 * @param others   indices of further rows, which are only sorted into the nodes, likewise
 * @param packed   weight and gradient of every row; see `unit`
 * @param features features that may be used
 */
export function growTree(
  binned: BinnedRows,
  columns: Uint8Array,
  rows: Int32Array,
  others: Int32Array,
  packed: Float64Array,
  features: Int32Array,
  categorical: Int32Array,
  rules: TreeRules,
  space: TreeSpace,
): GrownTree {
  const most = 2 * rules.mostLeaves - 1;
  const feature = new Int32Array(most).fill(-1);
  const low = new Int32Array(most);
  const high = new Int32Array(most);
  const left = new Int32Array(most);
  const [from, to] = [new Int32Array(most), new Int32Array(most)];
  const [otherFrom, otherTo] = [new Int32Array(most), new Int32Array(most)];
  const open: OpenLeaf[] = [];
  const take = () => space.free.pop() ?? new Float64Array(histogramLength(binned));
  const consider = (node: number, histogram: Float64Array) => {
    const split = bestSplit(histogram, totalOf(histogram), features, categorical, rules);
    if (split) open.push({ node, split, histogram });
    else space.free.push(histogram);
  };
  to[0] = rows.length;
  otherTo[0] = others.length;
  const whole = take();
  sumRows(binned, rows, 0, rows.length, packed, whole);
  consider(0, whole);
  let nodes = 1;
  while (open.length > 0 && nodes + 2 <= most) {
    const { node, split, histogram } = takeBest(open);
    feature[node] = split.feature;
    low[node] = split.low;
    high[node] = split.high;
    left[node] = nodes;
    const [a, b] = [nodes, nodes + 1];
    nodes += 2;
    const column = columns.subarray(split.feature * binned.count, (split.feature + 1) * binned.count);
    for (const [list, start, end] of [
      [rows, from, to],
      [others, otherFrom, otherTo],
    ] as const) {
      const middle = partition(column, list, start[node]!, end[node]!, split, space.scratch);
      start[a] = start[node]!;
      end[a] = middle;
      start[b] = middle;
      end[b] = end[node]!;
    }
    const small = to[a]! - from[a]! <= to[b]! - from[b]! ? a : b;
    const large = a + b - small;
    if (nodes + 2 > most) {
      space.free.push(histogram);
      break;
    }
    const ofSmall = take();
    sumRows(binned, rows, from[small]!, to[small]!, packed, ofSmall);
    subtract(histogram, ofSmall);
    consider(small, ofSmall);
    consider(large, histogram);
  }
  for (const { histogram } of open) space.free.push(histogram);
  const cut = (it: Int32Array) => it.slice(0, nodes);
  return {
    tree: { feature: cut(feature), low: cut(low), high: cut(high), left: cut(left), value: new Float64Array(nodes) },
    growing: { rows, from: cut(from), to: cut(to) },
    judging: { rows: others, from: cut(otherFrom), to: cut(otherTo) },
  };
}

function takeBest(open: OpenLeaf[]): OpenLeaf {
  let best = 0;
  for (let k = 1; k < open.length; k++) {
    const gain = open[k]!.split.gain - open[best]!.split.gain;
    if (gain > 0 || (gain === 0 && open[k]!.node < open[best]!.node)) best = k;
  }
  const taken = open[best]!;
  open[best] = open[open.length - 1]!;
  open.pop();
  return taken;
}

/**
 * Puts the rows that go left first, both parts in their order, and gives where the right ones begin. No branch hangs on a bin: it would be guessed
 * wrong.
 *
 * @param column bin of every row in the feature that splits
 */
function partition(
  column: Uint8Array,
  rows: Int32Array,
  from: number,
  to: number,
  { low, high }: Split,
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
