import { expect, it } from 'vitest';
import { randomStream } from './random-stream.ts';

const draw = (count: number, ...key: (number | string)[]) => {
  const random = randomStream(...key);
  return Array.from({ length: count }, () => random.uniform());
};

it('repeats itself for the same key, and for no other', () => {
  expect(draw(5, 1, 'noise', 7)).toEqual(draw(5, 1, 'noise', 7));
  for (const other of [
    [2, 'noise', 7],
    [1, 'store', 7],
    [1, 'noise', 8],
    [1, 'noise', 7, 0],
    [1 + 2 ** 32, 'noise', 7],
  ]) {
    expect(draw(5, ...other)).not.toEqual(draw(5, 1, 'noise', 7));
  }
});

it('gives the numbers that it gave when samples were first published', () => {
  expect(draw(2, 1, 'noise', 1)).toMatchInlineSnapshot(`
    [
      0.28289476774287003,
      0.921374701451381,
    ]
  `);
});

it('is uniform to within five standard errors', () => {
  const n = 100_000;
  const values = draw(n, 3, 'test');
  const tenths = Array.from({ length: 10 }, (_, k) => values.filter((it) => Math.floor(it * 10) === k).length);

  for (const count of tenths) expect(Math.abs(count - n / 10)).toBeLessThan(5 * Math.sqrt(n * 0.09));
  expect(Math.min(...values)).toBeGreaterThan(0);
  expect(Math.max(...values)).toBeLessThan(1);
});

it('gives neighbouring keys unrelated numbers', () => {
  const n = 20_000;
  const products = Array.from({ length: n }, (_, i) => {
    const [a, b] = [i, i + 1].map((key) => draw(1, 5, 'noise', key)[0]! - 0.5);
    return a! * b! * 12;
  });

  const correlation = products.reduce((sum, it) => sum + it, 0) / n;

  expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(n));
});
