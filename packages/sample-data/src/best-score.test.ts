import { expect, it } from 'vitest';
import { generateSample } from './generate-sample.ts';
import { type StoreSeries, truthQuantiles } from './store-series.ts';

const plan = generateSample({ stores: 200, days: 942, seed: 1 });
const series = Array.from({ length: 200 }, (_, i) => plan.series(plan.store(i + 1)));

/** Sum of the scaled quantile losses of a store's holdout, and how many days it has. */
function score(store: StoreSeries, quantileAt: (row: number, k: number) => number): { loss: number; days: number } {
  const scale = seasonalScale(store);
  let loss = 0;
  for (let row = store.sold; row < store.length; row++) {
    for (let k = 0; k < truthQuantiles.length; k++) {
      const error = store.sales[row]! - quantileAt(row, k);
      loss +=
        (2 * Math.max(truthQuantiles[k]! * error, (truthQuantiles[k]! - 1) * error)) / scale / truthQuantiles.length;
    }
  }
  return { loss, days: store.length - store.sold };
}

/** The sales of the same weekday, as late as the sample has them. */
function seasonalNaive(store: StoreSeries): (row: number) => number {
  const sold = new Map(Array.from({ length: store.sold }, (_, i) => [store.day[i]!, store.sales[i]!]));
  const latest = new Map([...sold].map(([day, sales]) => [day % 7, sales]));
  return (row) => latest.get(store.day[row]! % 7) ?? 0;
}

/** Mean absolute difference from the same weekday a week before. */
function seasonalScale(store: StoreSeries): number {
  const sold = new Map(Array.from({ length: store.sold }, (_, i) => [store.day[i]!, store.sales[i]!]));
  const differences = [...sold].flatMap(([day, sales]) =>
    sold.has(day - 7) ? [Math.abs(sales - sold.get(day - 7)!)] : [],
  );
  return differences.reduce((sum, it) => sum + it, 0) / differences.length;
}

function average(scores: { loss: number; days: number }[]): number {
  const kept = scores.filter((it) => Number.isFinite(it.loss));
  return kept.reduce((sum, it) => sum + it.loss, 0) / kept.reduce((sum, it) => sum + it.days, 0);
}

const best = average(series.map((store) => score(store, (row, k) => store.quantiles[9 * row + k]!)));

it('leaves a forecaster much to win: truth scores far below seasonal naive on the holdout', () => {
  const naive = average(series.map((store) => score(store, seasonalNaive(store))));

  expect(best / naive).toBeLessThan(0.5);
  expect(naive).toBeGreaterThan(0.8);
});

it.each([0.97, 1.03])('scores worse when the true quantiles are multiplied by %d', (factor) => {
  const shifted = average(series.map((store) => score(store, (row, k) => factor * store.quantiles[9 * row + k]!)));

  expect(shifted).toBeGreaterThan(best);
});

it('scores worse when the true quantiles are drawn apart or together', () => {
  const stretched = (by: number) =>
    average(
      series.map((store) =>
        score(store, (row, k) => {
          const median = store.quantiles[9 * row + 4]!;
          return median + by * (store.quantiles[9 * row + k]! - median);
        }),
      ),
    );

  expect(stretched(0.8)).toBeGreaterThan(best);
  expect(stretched(1.2)).toBeGreaterThan(best);
});
