import { expect, it } from 'vitest';
import { levelWindows } from './level-windows.ts';

const rows = 30;
const pointsOf = (errors: readonly number[]) => {
  const count = rows * errors.length;
  const window = Int32Array.from({ length: count }, (_, k) => Math.floor(k / rows));
  return {
    count,
    item: new Int32Array(count),
    window,
    step: new Float64Array(count).fill(1),
    actual: Float64Array.from(window, (w, k) => 100 + (k % 2 === 0 ? 1 : -1) * errors[w]!),
    scale: new Float64Array(count).fill(10),
    size: new Float64Array(count).fill(100),
    zero: new Uint8Array(count),
    sparse: new Uint8Array(count),
  };
};
const hundred = (count: number) => new Float64Array(count).fill(100);

it('brings the errors of every window to the size of the median one, signs kept', () => {
  const points = pointsOf([2, 30, 3]);

  const { actual } = levelWindows(points, hundred(points.count));

  expect([0, 1, rows, rows + 1, 2 * rows].map((k) => actual[k]! - 100)).toEqual(
    [3, -3, 3, -3, 3].map((it) => expect.closeTo(it, 10)),
  );
});

it('changes nothing where there is one window, no error, or too few rows', () => {
  for (const points of [pointsOf([4]), pointsOf([0, 0])]) {
    expect(levelWindows(points, hundred(points.count)).actual).toEqual(points.actual);
  }
  const few = pointsOf([2, 30]);
  const window = few.window.map((_, k) => (k === 0 ? 1 : 0));

  expect(levelWindows({ ...few, window }, hundred(few.count)).actual[0]).toBe(few.actual[0]);
});
