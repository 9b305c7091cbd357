import { expect, it } from 'vitest';
import { pieces } from './pieces.ts';

const cut = (items: number[], size: number) => {
  const request = { item: Int32Array.from(items), period: Float64Array.from(items.keys()) };
  return [...pieces(request, size)].map((it) => ({
    items: [...it.request.item],
    first: it.request.period[0],
    upTo: it.upTo,
  }));
};

it('gives every row once, in order, and never a part of an item', () => {
  expect(cut([0, 0, 1, 1, 1, 3, 4], 3)).toEqual([
    { items: [0, 0, 1, 1, 1], first: 0, upTo: 5 },
    { items: [3, 4], first: 5, upTo: 7 },
  ]);
});

it('gives nothing of nothing', () => {
  expect(cut([], 3)).toEqual([]);
});
