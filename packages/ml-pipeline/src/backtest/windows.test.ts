import { expect, it } from 'vitest';
import { panel } from '../../test/panel.ts';
import { actualsOf, layOutWindows } from './windows.ts';

const ones = (n: number) => Array<number>(n).fill(1);

it('cuts all items at the same dates where they end together', () => {
  const frame = panel([
    { id: 'a', start: 100, past: ones(60) },
    { id: 'b', start: 130, past: ones(30) },
  ]);

  const windows = layOutWindows(frame, 10, 3, 5);

  expect(windows.map(({ use, rows }) => [use, ...rows])).toEqual([
    ['weights', 30, 0],
    ['weights', 40, 10],
    ['test', 50, 20],
  ]);
});

it('counts from each item’s own end where they do not', () => {
  const frame = panel([
    { id: 'a', start: 0, past: ones(60) },
    { id: 'b', start: 0, past: ones(90) },
  ]);

  expect([...layOutWindows(frame, 10, 3, 5)[2]!.rows]).toEqual([50, 80]);
});

it('never lets the actuals of a window reach past the next cutoff, however short the series', () => {
  for (let n = 1; n < 40; n++) {
    const windows = layOutWindows(panel([{ id: 'a', past: ones(n) }]), 8, 4, 4);

    windows.forEach(({ rows, steps }, w) => {
      expect(rows[0]! + steps).toBeLessThanOrEqual(windows[w + 1]?.rows[0] ?? n);
      expect(rows[0]).toBeGreaterThanOrEqual(4);
    });
  }
});

it('takes no guess of the target for an actual', () => {
  const frame = panel([
    { id: 'a', past: [1, 2] },
    { id: 'b', past: [3, 4, 5, 6, 7] },
  ]);
  const guessed = Uint8Array.of(0, 0, 0, 0, 0, 1, 0);

  expect([...actualsOf({ ...frame, guessed }, 1, 2, 3)]).toEqual([5, Number.NaN, 7]);
  expect([...actualsOf(frame, 1, 2, 3)]).toEqual([5, 6, 7]);
});
