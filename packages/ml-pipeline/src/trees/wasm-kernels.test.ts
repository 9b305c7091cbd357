import { expect, it } from 'vitest';
import { binnedRows, mostBins } from './binning.ts';
import { chance } from './chance.ts';
import { histogramLength, totalOf, unit } from './histogram.ts';
import { plainKernels, type TreeKernels } from './tree-kernels.ts';
import { wasmKernels } from './wasm-kernels.ts';

const count = 3000;
const features = 37;
const rules = { ridge: 5, leastWeight: 20, leastGain: 0 };

/** The same seeded rows in the arrays of some kernels: features of many bins and of two, one without a value here and there, levels. */
function lessonIn(kernels: TreeKernels, drawn: readonly number[], seed: number) {
  const { stride } = binnedRows(0, features);
  const bytes = kernels.bytes(count * stride);
  const packed = kernels.doubles(count);
  for (let r = 0; r < count; r++) {
    for (let f = 0; f < features; f++) {
      const most = f % 5 === 0 ? 2 : mostBins - 2;
      bytes[r * stride + f] = f % 7 === 3 && r % 6 === 0 ? 0 : 1 + Math.floor(most * chance(seed, r, f));
    }
    const weight = 1 + Math.floor(255 * chance(seed, r, 99));
    packed[r] = weight * unit + Math.round(weight * (2 * chance(seed, r, 98) - 1));
  }
  const words = (values: readonly number[]) => {
    const array = kernels.words(values.length);
    array.set(values);
    return array;
  };
  return {
    binned: { bytes, stride, features, count },
    packed,
    features: words(drawn),
    categorical: words(drawn.map((f) => (f % 4 === 2 ? 1 : 0))),
    rows: words(Array.from({ length: count }, (_, r) => r).filter((r) => chance(seed, r, 97) < 0.4)),
  };
}

/** Everything that the kernels give for a seeded lesson: sums of a part, what is left, the best split, how it sorts the rows. */
function workOf(kernels: TreeKernels, drawn: readonly number[], seed: number) {
  const lesson = lessonIn(kernels, drawn, seed);
  const { binned, packed, rows } = lesson;
  const length = drawn.length * mostBins;
  const [whole, part] = [0, 1].map(() => kernels.doubles(histogramLength(drawn.length))) as [
    Float64Array,
    Float64Array,
  ];
  const column = kernels.bytes(count);
  for (let r = 0; r < count; r++) column[r] = binned.bytes[r * binned.stride + drawn[0]!]!;

  kernels.sumRows(binned, lesson.features, rows, 0, rows.length, packed, whole);
  kernels.sumRows(binned, lesson.features, rows, 5, 5 + Math.floor(rows.length / 3), packed, part);
  const split = kernels.bestSplit(whole, totalOf(whole), lesson.categorical, rules)!;
  const partSplit = kernels.bestSplit(part, totalOf(part), lesson.categorical, { ...rules, leastGain: 5 });
  const sums = [...whole.subarray(0, length)];
  kernels.subtract(whole, part);
  const left = [...whole.subarray(0, length)];
  const middle = kernels.partition(column, rows, 3, rows.length - 2, split, kernels.words(count));
  return { sums, part: [...part.subarray(0, length)], left, split, partSplit, middle, rows: [...rows] };
}

const all = Array.from({ length: features }, (_, f) => f);

it.each([
  ['all features', all],
  ['the first ones', all.slice(0, 17)],
  ['some from here and there', all.filter((f) => f % 3 !== 1)],
  ['one of levels', [34]],
])('gives the bits of the plain kernels for %s', (_, drawn) => {
  for (let seed = 0; seed < 10; seed++) {
    const kernels = wasmKernels(features, 1 << 20)!;

    expect(workOf(kernels, drawn, seed)).toEqual(workOf(plainKernels, drawn, seed));
  }
});

it('keeps arrays apart, and grows to the room that is asked for', () => {
  const kernels = wasmKernels(features, 40_000_000)!;
  const first = kernels.bytes(3).fill(1);
  const second = kernels.doubles(4_000_000).fill(2);
  const third = kernels.words(5).fill(3);

  expect([first, third].map((it) => [...it])).toEqual([
    [1, 1, 1],
    [3, 3, 3, 3, 3],
  ]);
  expect(second.every((it) => it === 2)).toBe(true);
});

it('leaves more features than it has room for to the plain kernels', () => {
  expect(wasmKernels(1025, 1000)).toBeUndefined();
});
