import { expect, it } from 'vitest';
import { panel } from '../../test/panel.ts';
import { learnCodes } from '../frame/covariate-codes.ts';
import { designOf } from '../regression/design.ts';
import { fitRegression } from '../regression/fit.ts';
import { itemEffects, panelOf } from '../regression/panel.ts';
import { itemPast } from './item-past.ts';
import { pastFeatures, pastNames } from './past-features.ts';

const frame = panel([{ id: 'a', past: Array.from({ length: 60 }, (_, k) => 10 + (k % 3)) }]);
const form = { commonWaves: 0, itemWaves: 0, trend: false };
const design = designOf(frame.axis, learnCodes(frame), form, 0, 365, 7);
const task = { design, rows: frame.history, minRows: 25, longSeasons: [], memory: 500 };
const regression = fitRegression(frame, task);
const seen = panelOf(frame, design);
const past = itemPast(seen, regression, itemEffects(regression, 0), 0, 60);

const written = (values: Float64Array, origin: number, levels?: readonly string[]) => {
  const covariate = { name: 'visitors', values, ...(levels ? { levels } : {}) };
  const out = new Float64Array(pastNames(covariate).length);
  pastFeatures(seen, past, covariate)(50, origin, out, 0);
  return [...out];
};

it('rises with what was seen before the origin, and sees nothing of what came after', () => {
  const steps = Float64Array.from({ length: 60 }, (_, k) => (k < 40 ? 1 : 3));
  const other = steps.map((it, k) => (k < 50 ? it : 100 * it));

  const [quick, slow] = written(steps, 50) as [number, number];

  expect(quick).toBeGreaterThan(slow);
  expect(slow).toBeGreaterThan(written(steps, 40)[1]!);
  expect(written(other, 50)).toEqual(written(steps, 50));
});

it('is the same in another unit, and zero where nothing is known', () => {
  const values = Float64Array.from({ length: 60 }, (_, k) => (k * 7) % 11);
  const scaled = values.map((it) => 1000 * it + 5);

  written(scaled, 45).forEach((it, l) => {
    expect(it).toBeCloseTo(written(values, 45)[l]!, 10);
  });
  expect(written(new Float64Array(60).fill(Number.NaN), 45)).toEqual([0, 0]);
});

it('gives the last known of a set of levels', () => {
  const values = Float64Array.from({ length: 60 }, (_, k) => (k === 20 ? 1 : k === 30 ? 0 : Number.NaN));

  expect([10, 21, 30, 31].map((origin) => written(values, origin, ['x', 'y'])[0])).toEqual([Number.NaN, 1, 1, 0]);
});
