import type { BinnedRows } from './binning.ts';
import { histogramLength, subtract, sumRows } from './histogram.ts';
import { bestSplit, goesLeft, type Split, type SplitRules } from './splitting.ts';
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

/**
 * Grows one tree, its values still 0, leaf by leaf, the most helpful split first (Shi 2007, Best-first decision tree learning). Of two children the smaller is summed, the
 * larger is what is left of the parent.
 *
 * @param rows     indices of the rows to grow on; overwritten: each node's rows lie together, in their order
 * @param packed   weight and gradient of every row; see `unit`
 * @param features features that may be used
 */
export function growTree(
  binned: BinnedRows,
  rows: Int32Array,
  packed: Float64Array,
  features: Int32Array,
  categorical: Int32Array,
  rules: TreeRules,
  space: TreeSpace,
): Tree {
  const most = 2 * rules.mostLeaves - 1;
  const feature = new Int32Array(most).fill(-1);
  const low = new Int32Array(most);
  const high = new Int32Array(most);
  const left = new Int32Array(most);
  const from = new Int32Array(most);
  const to = new Int32Array(most);
  const total = new Float64Array(most);
  const open: OpenLeaf[] = [];
  const take = () => space.free.pop() ?? new Float64Array(histogramLength(binned));
  const consider = (node: number, histogram: Float64Array) => {
    const split = bestSplit(histogram, total[node]!, features, categorical, rules);
    if (split) open.push({ node, split, histogram });
    else space.free.push(histogram);
  };
  to[0] = rows.length;
  for (let k = 0; k < rows.length; k++) total[0]! += packed[rows[k]!]!;
  const whole = take();
  sumRows(binned, rows, 0, rows.length, packed, whole);
  consider(0, whole);
  let nodes = 1;
  while (open.length > 0 && nodes + 2 <= most) {
    const { node, split, histogram } = takeBest(open);
    const begin = from[node]!;
    const end = to[node]!;
    const middle = partition(binned, rows, begin, end, split, space.scratch);
    feature[node] = split.feature;
    low[node] = split.low;
    high[node] = split.high;
    left[node] = nodes;
    const [a, b] = [nodes, nodes + 1];
    nodes += 2;
    from[a] = begin;
    to[a] = middle;
    from[b] = middle;
    to[b] = end;
    const small = middle - begin <= end - middle ? a : b;
    const large = a + b - small;
    for (let k = from[small]!; k < to[small]!; k++) total[small]! += packed[rows[k]!]!;
    total[large] = total[node]! - total[small]!;
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
  return { feature: cut(feature), low: cut(low), high: cut(high), left: cut(left), value: new Float64Array(nodes) };
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

/** Puts the rows that go left first, both parts in their order, and gives where the right ones begin. */
function partition(
  { bytes, width }: BinnedRows,
  rows: Int32Array,
  from: number,
  to: number,
  { feature, low, high }: Split,
  scratch: Int32Array,
): number {
  let middle = from;
  let rest = 0;
  for (let k = from; k < to; k++) {
    const row = rows[k]!;
    if (goesLeft(low, high, bytes[row * width * 4 + feature]!)) rows[middle++] = row;
    else scratch[rest++] = row;
  }
  rows.set(scratch.subarray(0, rest), middle);
  return middle;
}
