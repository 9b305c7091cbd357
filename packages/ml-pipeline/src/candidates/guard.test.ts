import { expect, it } from 'vitest';
import { boundsOf, guarded } from './guard.ts';

it('lets a forecast lie one range beyond the past where the past is too short to know its moves', () => {
  const { low, high } = boundsOf(Float64Array.of(10, 30, 20), 0, 3, 1, 2);

  expect([low, high]).toEqual([0, 50]);
});

it('holds a series that has long fallen down: two of the largest moves over the steps ahead, from the last season', () => {
  const falling = Float64Array.from({ length: 200 }, (_, t) => 1000 - 5 * t);

  // The last is 5; over 14 steps it has always fallen by 70.
  expect(boundsOf(falling, 0, 200, 1, 14)).toEqual({ low: 0, high: 5 + 140, floor: 0, most: 1000, last: 5 });
  expect(boundsOf(falling, 0, 200).high).toBe(1995);
});

it('tells an item that was negative once from one that never was', () => {
  const rising = Float64Array.from({ length: 200 }, (_, t) => t - 10);

  expect(boundsOf(rising, 0, 200, 1, 5)).toMatchObject({ low: 189 - 94.5, floor: Number.NEGATIVE_INFINITY });
});

it('lets growth go on twice as fast as ever, and no faster', () => {
  const line = Float64Array.from({ length: 100 }, (_, t) => 1000 + 100 * t);
  const bounds = boundsOf(line, 0, 100, 1, 60);
  const far = boundsOf(line, 0, 100, 1, 20);

  // Forty moves over sixty steps are fewer than sixty: the range is the bound.
  expect(bounds.high).toBe(10_900 + 9_900);
  expect(far.high).toBe(10_900 + 5_450);
  expect(guarded(1e9, far)).toBe(far.high);
  expect(guarded(Number.NaN, far)).toBe(10_900);
});

it('moves with the unit, and reads a gap at the end as the season before it', () => {
  const y = Float64Array.from({ length: 60 }, (_, t) => (t > 55 ? Number.NaN : 5 + (t % 4)));
  const { low, high } = boundsOf(y, 0, 60, 4, 8);
  const scaled = boundsOf(
    y.map((it) => 100 * it),
    0,
    60,
    4,
    8,
  );

  expect([low, high]).toEqual([1, 12]);
  expect([scaled.low, scaled.high]).toEqual([100, 1200]);
});
