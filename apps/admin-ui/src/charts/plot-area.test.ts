import { expect, it } from 'vitest';
import { ceiling, timeToX, valueToY, xToTime } from './plot-area.ts';

const area = { width: 500, height: 300, left: 50, right: 50, top: 20, bottom: 30 };

it('runs time evenly from the left edge of the plot to the right', () => {
  expect([0, 25, 100].map((at) => timeToX(area, [0, 100], at))).toEqual([50, 150, 450]);
});

it('gives back the time of a pixel', () => {
  expect(xToTime(area, [0, 100], timeToX(area, [0, 100], 37))).toBeCloseTo(37, 12);
});

it('stands a single step in the middle', () => {
  expect(timeToX(area, [7, 7], 7)).toBe(250);
});

it('stands zero on the axis and the ceiling at the top', () => {
  expect([0, 50, 100].map((value) => valueToY(area, 100, value))).toEqual([270, 145, 20]);
});

it('leaves room above the largest value, and does not divide by nothing', () => {
  expect(ceiling([null, 100, 20])).toBeCloseTo(108);
  expect(ceiling([null])).toBe(1);
});
