import { expect, it } from 'vitest';
import { panel, uniform } from '../../test/panel.ts';
import { learnCodes } from '../frame/covariate-codes.ts';
import { designOf } from './design.ts';
import { fitRegression } from './fit.ts';

const plain = { commonWaves: 0, itemWaves: 0, trend: false };

/** 30 items of 140 days: item i sells exp(lift_i * promotion) times a weekday's factor, with 5 % noise. */
function fitPromotions(lift: (item: number) => number, days = 140) {
  const random = uniform(9);
  const promo = (i: number, k: number) => ((k * 7 + i * 3) % 11 < 3 ? 1 : 0);
  const items = Array.from({ length: 30 }, (_, i) => ({
    id: `i${i + 100}`,
    past: Array.from(
      { length: days },
      (_, k) => 50 * Math.exp(lift(i) * promo(i, k) + (k % 7 === 5 ? 0.3 : 0) + 0.1 * (random() - 0.5)),
    ),
  }));
  const frame = panel(items, { known: { promo } });
  const codes = learnCodes(frame);
  const design = designOf(frame.axis, codes, plain, 7, 365, 14);
  const fit = fitRegression(frame, {
    design,
    rows: frame.history,
    minRows: 25,
    longSeasons: [],
    memory: Number.POSITIVE_INFINITY,
  });
  const own = design.own[0]!;
  // Promotion by weekday is common to all items; on average over the week it belongs to the lift.
  const crossed = fit.common.subarray(design.crossed[0], design.crossed[0]! + 7).reduce((sum, it) => sum + it / 7, 0);
  return {
    lifts: items.map((_, i) => fit.item[i * design.itemColumns + own]! + crossed),
    sd: Math.sqrt(fit.tau2[design.group[own]!]!),
  };
}

it('learns one lift where items do not differ, and says so by a variance near zero', () => {
  const { lifts, sd } = fitPromotions(() => 0.4);

  // The scale is a shifted logarithm: at a shift of 0.005 a factor of 1.5 is short of its logarithm by less than 1 %.
  for (const it of lifts) expect(Math.abs(it - 0.4)).toBeLessThan(0.02);
  expect(sd).toBeLessThan(0.01);
});

it('gives each item its own lift where they do', () => {
  const lift = (i: number) => 0.1 + 0.02 * i;
  const { lifts, sd } = fitPromotions(lift);

  lifts.forEach((it, i) => {
    expect(Math.abs(it - lift(i))).toBeLessThan(0.05);
  });
  // The true standard deviation between items is 0.173.
  expect(Math.abs(sd / 0.173 - 1)).toBeLessThan(0.25);
});
