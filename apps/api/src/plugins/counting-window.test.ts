import { expect, it } from 'vitest';
import { countingWindow } from './counting-window.ts';

it('lets each key have its number in a window, and says how long the next one is away', () => {
  const window = countingWindow(2, 10_000);

  expect([window.count('a', 0), window.count('a', 1_000), window.count('a', 4_000)]).toEqual([0, 0, 6_000]);
  expect(window.count('b', 4_000)).toBe(0);
  expect(window.count('a', 10_000)).toBe(0);
});

it('lets keys beyond a hundred thousand share one number', () => {
  const window = countingWindow(1, 10_000);
  for (let k = 0; k < 100_000; k++) window.count(`${k}`, 0);

  expect([window.count('one', 0), window.count('two', 0), window.count('7', 0)]).toEqual([0, 10_000, 10_000]);
});
