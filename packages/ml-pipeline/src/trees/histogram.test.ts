import { expect, it } from 'vitest';
import { binnedRows, mostBins } from './binning.ts';
import { chance } from './chance.ts';
import { histogramLength, subtract, sumRows, totalOf, unit, weightIn } from './histogram.ts';

const count = 500;
const features = 5;
const all = Int32Array.of(0, 1, 2, 3, 4);

function seededRows() {
  const rows = binnedRows(count, features);
  const packed = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    for (let f = 0; f < features; f++) rows.bytes[r * rows.stride + f] = Math.floor(64 * chance(1, r, f));
    const weight = 1 + Math.floor(255 * chance(2, r, 0));
    packed[r] = weight * unit + Math.round(weight * (2 * chance(3, r, 0) - 1));
  }
  return { rows, packed };
}

it('gives the hand-worked sums, in the order of the features asked for', () => {
  const rows = binnedRows(4, 3);
  [
    [1, 9, 2],
    [1, 9, 3],
    [2, 9, 3],
    [1, 9, 2],
  ].forEach((bins, r) => {
    rows.bytes.set(bins, r * rows.stride);
  });
  const packed = Float64Array.of(2 * unit + 1, 3 * unit - 3, 5 * unit + 4, 7 * unit - 7);
  const out = new Float64Array(histogramLength(2)).fill(7);

  sumRows(rows, Int32Array.of(0, 2), Int32Array.of(3, 0, 1, 2), 1, 4, packed, out);

  expect([1, 2, mostBins + 2, mostBins + 3].map((cell) => out[cell])).toEqual([
    5 * unit - 2,
    5 * unit + 4,
    2 * unit + 1,
    8 * unit + 1,
  ]);
  expect(totalOf(out)).toBe(10 * unit + 2);
});

it('sums weight and gradient by feature and bin, as counting one by one does', () => {
  const { rows, packed } = seededRows();
  const some = Int32Array.from({ length: count }, (_, k) => k).filter((r) => r % 3 !== 0);
  const out = new Float64Array(histogramLength(features)).fill(7);

  sumRows(rows, all, some, 10, 200, packed, out);

  const twin = new Map<number, number>();
  for (const r of some.subarray(10, 200)) {
    for (let f = 0; f < features; f++) {
      const cell = f * mostBins + rows.bytes[r * rows.stride + f]!;
      twin.set(cell, (twin.get(cell) ?? 0) + packed[r]!);
    }
  }
  expect([...out.subarray(0, features * mostBins)]).toEqual(
    Array.from({ length: features * mostBins }, (_, cell) => twin.get(cell) ?? 0),
  );
});

it('gives the same sums, to the bit, for any order of rows and by subtraction', () => {
  const { rows, packed } = seededRows();
  const order = Int32Array.from({ length: count }, (_, k) => k);
  const forth = new Float64Array(histogramLength(features));
  const back = new Float64Array(histogramLength(features));
  const half = new Float64Array(histogramLength(features));
  const rest = new Float64Array(histogramLength(features));

  sumRows(rows, all, order, 0, count, packed, forth);
  sumRows(rows, all, order, 0, 123, packed, half);
  sumRows(rows, all, order, 123, count, packed, rest);
  sumRows(rows, all, order.slice().reverse(), 0, count, packed, back);
  expect(back).toEqual(forth);

  subtract(forth, half);
  expect(forth).toEqual(rest);
});

it('reads the weight back for gradients of either sign', () => {
  expect(weightIn(5 * unit + 5)).toBe(5);
  expect(weightIn(5 * unit - 5)).toBe(5);
  expect(weightIn(2 ** 26 * unit - 2 ** 26)).toBe(2 ** 26);
});
