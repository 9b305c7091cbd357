import { expect, it } from 'vitest';
import { binnedRows, mostBins } from './binning.ts';
import { chance } from './chance.ts';
import { histogramLength, subtract, sumRows, unit, weightIn } from './histogram.ts';

const count = 500;
const features = 5;

function seededRows() {
  const rows = binnedRows(count, features);
  const packed = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    for (let f = 0; f < features; f++) rows.bytes[r * rows.width * 4 + f] = Math.floor(64 * chance(1, r, f));
    const weight = 1 + Math.floor(255 * chance(2, r, 0));
    packed[r] = weight * unit + Math.round(weight * (2 * chance(3, r, 0) - 1));
  }
  return { rows, packed };
}

it('sums weight and gradient by feature and bin, as the plain twin does', () => {
  const { rows, packed } = seededRows();
  const some = Int32Array.from({ length: count }, (_, k) => k).filter((r) => r % 3 !== 0);
  const out = new Float64Array(histogramLength(rows)).fill(7);

  sumRows(rows, some, 10, 200, packed, out);

  const twin = new Map<number, number>();
  for (const r of some.subarray(10, 200)) {
    for (let f = 0; f < features; f++) {
      const cell = f * mostBins + rows.bytes[r * rows.width * 4 + f]!;
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
  const forth = new Float64Array(histogramLength(rows));
  const back = new Float64Array(histogramLength(rows));
  const half = new Float64Array(histogramLength(rows));
  const rest = new Float64Array(histogramLength(rows));

  sumRows(rows, order, 0, count, packed, forth);
  sumRows(rows, order, 0, 123, packed, half);
  sumRows(rows, order, 123, count, packed, rest);
  sumRows(rows, order.slice().reverse(), 0, count, packed, back);
  expect(back).toEqual(forth);

  subtract(forth, half);
  expect(forth).toEqual(rest);
});

it('reads the weight back for gradients of either sign', () => {
  expect(weightIn(5 * unit + 5)).toBe(5);
  expect(weightIn(5 * unit - 5)).toBe(5);
  expect(weightIn(2 ** 26 * unit - 2 ** 26)).toBe(2 ** 26);
});
