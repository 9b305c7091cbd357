import { expect, it } from 'vitest';
import { explanation } from '../../test/fixtures.ts';
import { barPieces, drawnParts } from './explanation-parts.ts';

it('stacks what lifts above the level and what lowers below it', () => {
  const { timestamps } = explanation('1');
  const drawn = drawnParts(explanation('1'));
  const pieces = barPieces(timestamps, drawn);
  const ofDay = (h: number) => pieces.filter(({ x1, x2 }) => (x1 + x2) / 2 === Date.parse(timestamps[h]!));

  expect(drawn.map(({ part }) => part?.name || part?.kind)).toEqual(['season', 'promo', 'school_holiday']);
  expect(ofDay(0).map(({ y1, y2 }) => [y1, y2])).toEqual([
    [0, -10],
    [0, 18],
  ]);
  expect(ofDay(1).map(({ y1, y2 }) => [y1, y2])).toEqual([
    [0, -8],
    [-8, -12],
  ]);
});

it('leaves out a part of which no bar would be seen', () => {
  const { timestamps, median, parts } = explanation('1');
  const still = parts.map((part) => (part.name === 'school_holiday' ? { ...part, values: [0, 0.001] } : part));

  const drawn = drawnParts({ ...explanation('1'), timestamps, median, parts: still });

  expect(drawn.map(({ part }) => part?.name || part?.kind)).toEqual(['season', 'promo']);
});

it('sums the inputs that have no colour of their own, the smallest ones', () => {
  const { timestamps, median } = explanation('1');
  const parts = [1, 2, 3, 4, 5, 6].map((it) => ({
    kind: 'known' as const,
    name: `x${it}`,
    base: '0',
    values: median.map(() => it),
  }));

  const drawn = drawnParts({ ...explanation('1'), timestamps, parts });

  expect(drawn.map(({ part }) => part?.name)).toEqual(['x6', 'x5', 'x4', 'x3', undefined]);
  expect(drawn.at(-1)?.values).toEqual([3, 3]);
});
