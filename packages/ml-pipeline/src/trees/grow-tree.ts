import { totalOf } from './histogram.ts';
import type { Split, SplitRules } from './splitting.ts';
import type { Tree } from './tree-model.ts';
import type { TreeSpace } from './tree-space.ts';

export interface TreeRules extends SplitRules {
  readonly mostLeaves: number;
}

interface OpenLeaf {
  readonly node: number;
  readonly split: Split;
  readonly histogram: Float64Array;
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
 * larger is what is left of the parent. What there is to learn lies in `space`: features, their kinds, packed rows.
 *
 * @param growing indices of the rows to grow on; overwritten: each node's rows lie together, in their order
 * @param judging indices of further rows, which are only sorted into the nodes, likewise
 */
export function growTree(space: TreeSpace, growing: Int32Array, judging: Int32Array, rules: TreeRules): GrownTree {
  const { kernels, binned, columns, packed, features, categorical, scratch, free } = space;
  const most = 2 * rules.mostLeaves - 1;
  const feature = new Int32Array(most).fill(-1);
  const low = new Int32Array(most);
  const high = new Int32Array(most);
  const left = new Int32Array(most);
  const lists = [growing, judging].map((rows) => ({ rows, from: new Int32Array(most), to: new Int32Array(most) }));
  const [{ from, to }] = lists as [NodeRows];
  const open: OpenLeaf[] = [];
  const consider = (node: number, histogram: Float64Array) => {
    const split = kernels.bestSplit(histogram, totalOf(histogram), categorical, rules);
    if (split) open.push({ node, split, histogram });
    else free.push(histogram);
  };
  for (const list of lists) list.to[0] = list.rows.length;
  const whole = free.pop()!;
  kernels.sumRows(binned, features, growing, 0, growing.length, packed, whole);
  consider(0, whole);
  let nodes = 1;
  while (open.length > 0 && nodes + 2 <= most) {
    const { node, split, histogram } = takeBest(open);
    const chosen = features[split.place]!;
    const [a, b] = [nodes, nodes + 1];
    feature[node] = chosen;
    low[node] = split.low;
    high[node] = split.high;
    left[node] = a;
    nodes += 2;
    const column = columns.subarray(chosen * binned.count, (chosen + 1) * binned.count);
    for (const { rows, from, to } of lists) {
      const middle = kernels.partition(column, rows, from[node]!, to[node]!, split, scratch);
      from[a] = from[node]!;
      to[a] = middle;
      from[b] = middle;
      to[b] = to[node]!;
    }
    if (nodes + 2 > most) {
      free.push(histogram);
      break;
    }
    const small = to[a]! - from[a]! <= to[b]! - from[b]! ? a : b;
    const ofSmall = free.pop()!;
    kernels.sumRows(binned, features, growing, from[small]!, to[small]!, packed, ofSmall);
    kernels.subtract(histogram, ofSmall);
    consider(small, ofSmall);
    consider(a + b - small, histogram);
  }
  for (const { histogram } of open) free.push(histogram);
  const cut = (it: Int32Array) => it.slice(0, nodes);
  const [ofGrowing, ofJudging] = lists.map(({ rows, from, to }) => ({ rows, from: cut(from), to: cut(to) }));
  return {
    tree: { feature: cut(feature), low: cut(low), high: cut(high), left: cut(left), value: new Float64Array(nodes) },
    growing: ofGrowing!,
    judging: ofJudging!,
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
