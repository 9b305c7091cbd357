import { expect, it } from 'vitest';
import { binnedRows } from './binning.ts';
import { growTree } from './grow-tree.ts';
import { unit } from './histogram.ts';
import { leafOf } from './tree-model.ts';
import { treeSpace } from './tree-space.ts';

const rules = { mostLeaves: 8, ridge: 0, leastWeight: 1, leastGain: 1e-9 };

/** Eight rows of two features; the gradient is 3 where both are high, -1 elsewhere. */
function corner() {
  const rows = binnedRows(8, 2);
  const packed = new Float64Array(8);
  for (let r = 0; r < 8; r++) {
    const high = [r & 1, (r >> 1) & 1];
    rows.bytes.set([1 + high[0]!, 1 + high[1]!], r * rows.stride);
    packed[r] = 3 * unit + (high[0] === 1 && high[1] === 1 ? 3 : -1);
  }
  return { rows, packed };
}

function grow({ rows, packed }: ReturnType<typeof corner>, order: number[], mostLeaves = rules.mostLeaves) {
  const space = treeSpace(rows, 2, mostLeaves);
  space.features.set([0, 1]);
  space.packed.set(packed);
  space.growing.set(order);
  space.judging.set([2, 5, 3, 6]);
  return growTree(space, space.growing, space.judging.subarray(0, 4), { ...rules, mostLeaves });
}

it('grows the tree that hand arithmetic gives', () => {
  const panel = corner();
  const { tree, growing, judging } = grow(panel, [0, 1, 2, 3, 4, 5, 6, 7]);

  // First on feature 0 (the tie goes to the first), then its right half on feature 1; the left half is pure.
  expect([...tree.feature]).toEqual([0, -1, 1, -1, -1]);
  expect([...tree.left]).toEqual([1, 0, 3, 0, 0]);
  expect([0, 1, 2, 3, 4].map((node) => [...growing.rows.subarray(growing.from[node], growing.to[node])])).toEqual([
    [0, 2, 4, 6, 1, 5, 3, 7],
    [0, 2, 4, 6],
    [1, 5, 3, 7],
    [1, 5],
    [3, 7],
  ]);
  expect([1, 3, 4].map((leaf) => [...judging.rows.subarray(judging.from[leaf], judging.to[leaf])])).toEqual([
    [2, 6],
    [5],
    [3],
  ]);
  expect([0, 1, 2, 3].map((r) => leafOf(tree, 0, panel.rows.bytes, r * panel.rows.stride))).toEqual([1, 3, 1, 4]);
});

it('gives the same tree for any order of rows', () => {
  const panel = corner();

  expect(grow(panel, [7, 2, 5, 0, 3, 1, 6, 4]).tree).toEqual(grow(panel, [0, 1, 2, 3, 4, 5, 6, 7]).tree);
});

it('stops at the most leaves', () => {
  expect([...grow(corner(), [0, 1, 2, 3, 4, 5, 6, 7], 2).tree.feature]).toEqual([0, -1, -1]);
});
