import { axisAt, parseFrequency, type TrainingFrame } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { learnCodes } from '../frame/covariate-codes.ts';
import { designOf } from '../regression/design.ts';
import { fitRegression } from '../regression/fit.ts';
import { itemEffects, panelOf, pooledForecast } from '../regression/panel.ts';
import { chance } from './chance.ts';
import { featureWriter, planFeatures } from './features.ts';
import { fitTrees, joinForests } from './fit-trees.ts';
import { itemPast } from './item-past.ts';
import { treesForecast } from './trees-forecast.ts';

const items = 30;
const days = 210;
const horizon = 14;
const rows = new Int32Array(items).fill(days - horizon);

/** Two offers double sales when they meet, and do nothing alone: no sum of effects has that. */
const onOffer = (i: number, k: number, which: number) => (chance(which, i, k >> 2) < 0.5 ? 1 : 0);
const salesOf = (i: number, k: number) =>
  (50 + 10 * i) *
  [1, 1.1, 1.2, 1.1, 1.4, 1.6, 0.8][k % 7]! *
  (onOffer(i, k, 1) * onOffer(i, k, 2) === 1 ? 2 : 1) *
  (0.97 + 0.06 * chance(3, i, k));

function panelFrame(): TrainingFrame {
  const each = (value: (i: number, k: number) => number) =>
    Float64Array.from({ length: items * days }, (_, r) => value(Math.floor(r / days), r % days));
  return {
    axis: axisAt(parseFrequency('D'), 0),
    items: Array.from({ length: items }, (_, i) => `item ${String(i).padStart(2, '0')}`),
    start: new Float64Array(items).fill(19_000),
    offset: Int32Array.from({ length: items + 1 }, (_, i) => i * days),
    history: rows,
    target: each((i, k) => (k < days - horizon ? salesOf(i, k) : Number.NaN)),
    known: [1, 2].map((which) => ({ name: `offer ${which}`, values: each((i, k) => onOffer(i, k, which)) })),
    past: [],
    statics: [],
  };
}

function fitted(frame: TrainingFrame, forest = 0) {
  const design = designOf(
    frame.axis,
    learnCodes(frame),
    { commonWaves: 0, itemWaves: 0, trend: false },
    7,
    365,
    horizon,
  );
  const task = { rows, minRows: 25, memory: 500 };
  const regression = fitRegression(frame, { ...task, design, longSeasons: [] });
  const size = {
    rows: 20_000,
    forests: 1,
    boost: { trees: 60, mostLeaves: 15, rate: 0.15, featureShare: 0.7, leastRows: 20 },
  };
  const trees = fitTrees(frame, regression, { ...task, horizon, seasons: [7], year: 0, size, seed: 1, forest })!;
  return { regression, trees };
}

it('finds an effect of two covariates together, which the regression leaves', () => {
  const frame = panelFrame();
  const { regression, trees } = fitted(frame);
  const periods = Float64Array.from({ length: horizon }, (_, h) => 19_000 + days - horizon + h);
  const errors = { regression: 0, trees: 0 };
  for (let i = 0; i < items; i++) {
    const plain = new Float64Array(horizon);
    const grown = new Float64Array(horizon);
    const effects = itemEffects(regression, i);
    pooledForecast(panelOf(frame, regression.design), regression, effects, i, rows[i]!, periods, [16], plain);
    treesForecast(frame, trees, effects, i, rows[i]!, periods, grown);
    for (let h = 0; h < horizon; h++) {
      const actual = salesOf(i, days - horizon + h);
      errors.regression += Math.abs(plain[h]! / actual - 1) / (items * horizon);
      errors.trees += Math.abs(grown[h]! / actual - 1) / (items * horizon);
    }
  }

  expect(errors.regression).toBeGreaterThan(0.1);
  expect(errors.trees).toBeLessThan(0.06);
});

it('writes every feature that it names, and no more, far past the last row too', () => {
  const frame = panelFrame();
  const { regression } = fitted(frame);
  const panel = panelOf(frame, regression.design);
  const plan = planFeatures(panel, regression, [7], 49);
  const write = featureWriter(panel, plan, itemPast(panel, regression, itemEffects(regression, 0), 0, rows[0]!));
  for (const k of [8, 150, 205, 900]) {
    const out = new Float64Array(plan.names.length + 1).fill(Number.POSITIVE_INFINITY);

    write(k, Math.min(k, rows[0]!), out);

    expect(out.indexOf(Number.POSITIVE_INFINITY)).toBe(plan.names.length);
  }
});

it('forecasts the mean of its forests', () => {
  const frame = panelFrame();
  const fits = [0, 1].map((forest) => fitted(frame, forest));
  const { regression } = fits[0]!;
  const periods = Float64Array.from({ length: horizon }, (_, h) => 19_000 + days - horizon + h);
  const [first, second, both] = [...fits.map((it) => it.trees), joinForests(fits.map((it) => it.trees))].map(
    (trees) => {
      const out = new Float64Array(horizon);
      treesForecast(frame, trees, itemEffects(regression, 0), 0, rows[0]!, periods, out);
      return out;
    },
  );

  expect(first).not.toEqual(second);
  both!.forEach((it, h) => {
    expect(it / ((first![h]! + second![h]!) / 2)).toBeCloseTo(1, 12);
  });
});

it('gives the same forest again', () => {
  const frame = panelFrame();

  expect(fitted(frame).trees.forests).toEqual(fitted(frame).trees.forests);
});

it('sees nothing from the origin on, but for the item-wide means that leave the row out', () => {
  const frame = panelFrame();
  const { regression } = fitted(frame);
  const later = { ...frame, target: frame.target.slice() };
  for (let k = 101; k < days - horizon; k++) later.target[k]! *= 3;
  const [before, after] = [frame, later].map((it) => {
    const panel = panelOf(it, regression.design);
    const plan = planFeatures(panel, regression, [7], 0);
    const out = new Float64Array(plan.names.length);
    featureWriter(panel, plan, itemPast(panel, regression, itemEffects(regression, 0), 0, rows[0]!))(105, 101, out);
    return plan.names.map((name, f) => [name, out[f]!] as const).filter(([name]) => !name.endsWith('with position'));
  });

  expect(after).toEqual(before);
});
