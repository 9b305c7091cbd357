import { expect, it } from 'vitest';
import { tables } from '../../../test/fixtures.ts';
import { layOutStar } from './star-layout.ts';

it('puts dimensions left of facts and draws each known reference once', () => {
  const { boxes, edges } = layOutStar(tables);

  const [dimension, fact] = boxes;
  expect(dimension!.x).toBeLessThan(fact!.x);
  expect(edges.map(({ from, to }) => [from, to])).toEqual([['store_sales', 'store_dim']]);
});

it('lays boxes of one column below each other without overlap', () => {
  const { boxes } = layOutStar([tables[0]!, { ...tables[0]!, name: 'date_dim' }]);

  expect(boxes[1]!.y - boxes[0]!.y).toBeGreaterThan(64);
});
