import type { BinnedRows, Bins } from './binning.ts';
import { chance } from './chance.ts';
import { growTree, type NodeRows, type TreeRules } from './grow-tree.ts';
import { mostWeight, unit } from './histogram.ts';
import type { TreeKernels } from './tree-kernels.ts';
import { type Forest, joinTrees, type Tree } from './tree-model.ts';
import { type TreeSpace, treeSpace } from './tree-space.ts';
import { weightedMedian } from './weighted-median.ts';

export interface BoostRules {
  readonly trees: number;
  readonly mostLeaves: number;
  /** Share of a leaf's median error that is taken over. */
  readonly rate: number;
  /** Share of features that one tree may use. */
  readonly featureShare: number;
  /** Least rows of usual weight in a leaf. */
  readonly leastRows: number;
  /** Which rows set a leaf's value: those of the blocks that the tree did not grow on, or all. */
  readonly judges: 'others' | 'all';
}

/** What trees learn: arrays of shape (rows). */
export interface Lesson {
  /** Finite. */
  readonly target: Float64Array;
  /** Positive. */
  readonly weight: Float64Array;
  /** Rows of one block are alike in more than their features, such as what happened to all items on a day. */
  readonly block: Int32Array;
}

/** Rows of usual weight by which a leaf's gain is damped. */
const ridge = 10;
/** Blocks that must speak for a leaf before it is believed by half. */
const doubt = 2;

/**
 * Gradient boosting for the median. Each tree grows on half of the blocks, on the gradient of Huber's loss with its bend at the mean
 * absolute error; a leaf's value is the weighted median error of its rows in the *other* blocks, shrunk by how few blocks speak for it. So what came
 * only once, however many items it hit, teaches nothing.
 *
 * The same lesson, in the same order, gives the same forest, whatever the kernels. Sources: Friedman (2001), Greedy function approximation, doi:10.1214/aos/1013203451, 4.3
 * and 4.4; Athey & Imbens (2016), doi:10.1073/pnas.1510489113 (honest leaves), here by blocks of time.
 */
export function boost(
  bins: Bins,
  rows: BinnedRows,
  { target, weight, block }: Lesson,
  rules: BoostRules,
  seed: number,
  kernels?: TreeKernels,
): Forest {
  const n = rows.count;
  const whole = wholeWeights(weight);
  const usual = whole.reduce((sum, it) => sum + it, 0) / Math.max(n, 1);
  const treeRules: TreeRules = {
    mostLeaves: rules.mostLeaves,
    ridge: ridge * usual,
    leastWeight: rules.leastRows * usual,
    leastGain: 0,
  };
  const base = weightedMedian(
    target,
    whole,
    Int32Array.from({ length: n }, (_, k) => k),
    0,
    n,
  );
  const error = target.map((it) => it - base);
  const blocks = codeBlocks(block);
  const drawn = Math.max(1, Math.round(rules.featureShare * rows.features));
  const space = treeSpace(rows, drawn, rules.mostLeaves, kernels);
  const trees: Tree[] = [];
  for (let t = 0; t < rules.trees; t++) {
    const { growing, judging, voices } = splitBlocks(blocks, space, seed, t);
    packRows(error, whole, growing, space.packed);
    drawFeatures(space, bins, seed, t);
    const grown = growTree(space, growing, judging, treeRules);
    const judges = rules.judges === 'all' ? [grown.growing, grown.judging] : [grown.judging];
    const most = rules.judges === 'all' ? blocks.value.length : voices;
    judge(grown.tree, judges, error, whole, blocks, most, rules.rate);
    takeOver(grown.tree, grown.growing, error);
    takeOver(grown.tree, grown.judging, error);
    trees.push(grown.tree);
  }
  return joinTrees(bins, base, trees);
}

/** Weights as whole numbers from 1, as fine as exact sums allow. */
function wholeWeights(weight: Float64Array): Int32Array {
  let most = 0;
  for (let k = 0; k < weight.length; k++) most = Math.max(most, weight[k]!);
  const levels = Math.min(255, Math.floor(mostWeight / Math.max(weight.length, 1)));
  return Int32Array.from(weight, (it) => Math.max(1, Math.round((it / most) * levels)));
}

/** Weight and gradient of each row to grow on in one number. */
function packRows(error: Float64Array, whole: Int32Array, growing: Int32Array, packed: Float64Array) {
  let sum = 0;
  let weights = 0;
  for (let k = 0; k < error.length; k++) {
    sum += whole[k]! * Math.abs(error[k]!);
    weights += whole[k]!;
  }
  const bend = Math.max(sum / Math.max(weights, 1), 1e-12);
  for (let k = 0; k < growing.length; k++) {
    const row = growing[k]!;
    const pull = Math.min(Math.max(error[row]! / bend, -1), 1);
    packed[row] = whole[row]! * unit + Math.floor(whole[row]! * pull + 0.5);
  }
}

interface Blocks {
  /** Block of each row, counted from 0 in the order in which they come. */
  readonly code: Int32Array;
  /** What each was called. */
  readonly value: Int32Array;
}

function codeBlocks(block: Int32Array): Blocks {
  const codes = new Map<number, number>();
  const code = block.map((it) => {
    const known = codes.get(it) ?? codes.size;
    if (known === codes.size) codes.set(it, known);
    return known;
  });
  return { code, value: Int32Array.from(codes.keys()) };
}

/** Rows on which a tree grows and those that set its values: by block, in order. */
function splitBlocks({ code, value }: Blocks, { growing, judging }: TreeSpace, seed: number, tree: number) {
  const grows = value.map((it) => (chance(seed, tree, it) < 0.5 ? 1 : 0));
  let grown = 0;
  for (let r = 0; r < code.length; r++) {
    growing[grown] = r;
    judging[r - grown] = r;
    grown += grows[code[r]!]!;
  }
  const voices = grows.reduce((sum, it) => sum + 1 - it, 0);
  return { growing: growing.subarray(0, grown), judging: judging.subarray(0, code.length - grown), voices };
}

function drawFeatures({ features, categorical, binned }: TreeSpace, bins: Bins, seed: number, tree: number) {
  const drawn = Int32Array.from({ length: binned.features }, (_, f) => f)
    .sort((a, b) => chance(seed + 1, tree, a) - chance(seed + 1, tree, b))
    .subarray(0, features.length)
    .sort();
  features.set(drawn);
  categorical.set(drawn.map((f) => bins.categorical[f]!));
}

/** Sets the values of a tree's leaves by rows of so many blocks in all, `voices`. */
function judge(
  tree: Tree,
  judges: readonly NodeRows[],
  error: Float64Array,
  whole: Int32Array,
  blocks: Blocks,
  voices: number,
  rate: number,
) {
  const seenIn = new Int32Array(blocks.value.length).fill(-1);
  const ofLeaf = new Int32Array(error.length);
  for (let node = 0; node < tree.feature.length; node++) {
    if (tree.feature[node]! >= 0) continue;
    let count = 0;
    for (const { rows, from, to } of judges) {
      ofLeaf.set(rows.subarray(from[node]!, to[node]!), count);
      count += to[node]! - from[node]!;
    }
    let speaking = 0;
    for (let k = 0; k < count && speaking < voices; k++) {
      const block = blocks.code[ofLeaf[k]!]!;
      if (seenIn[block] !== node) speaking++;
      seenIn[block] = node;
    }
    const belief = speaking / (speaking + doubt);
    tree.value[node] = rate * belief * weightedMedian(error, whole, ofLeaf, 0, count);
  }
}

/** Takes from the errors of rows what the leaves that they lie in say. */
function takeOver(tree: Tree, { rows, from, to }: NodeRows, error: Float64Array) {
  for (let node = 0; node < tree.feature.length; node++) {
    if (tree.feature[node]! >= 0) continue;
    const value = tree.value[node]!;
    for (let k = from[node]!; k < to[node]!; k++) error[rows[k]!]! -= value;
  }
}
