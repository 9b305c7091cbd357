import { formatDay, parseDay, weekday } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { generateSample } from './generate-sample.ts';
import type { Store } from './store.ts';
import { type StoreSeries, truthQuantiles } from './store-series.ts';

const plan = generateSample({ stores: 150, days: 942, seed: 11 });
const drawn = Array.from({ length: 150 }, (_, i) => plan.store(i + 1)).map((store) => ({
  store,
  series: plan.series(store),
}));
const one = (fits: (store: Store) => boolean) => drawn.find((it) => fits(it.store))!;
const daysOf = ({ day, length }: StoreSeries) => [...day.subarray(0, length)];
const rowOn = (series: StoreSeries, text: string) => series.day.indexOf(parseDay(text));

it('covers every quantile as often as it says', () => {
  // Sales that can be zero have a lump there, so that "at most" a quantile of zero says more than its share.
  const rows = drawn.flatMap(({ series }) =>
    daysOf(series).map((_, i) =>
      truthQuantiles.map((_, k) => [series.sales[i]!, series.quantiles[9 * i + k]!] as const),
    ),
  );

  truthQuantiles.forEach((u, k) => {
    const scored = rows.map((it) => it[k]!).filter(([, quantile]) => quantile > 0);
    const covered = scored.filter(([sales, quantile]) => sales <= quantile).length / scored.length;
    expect(Math.abs(covered - u)).toBeLessThan(4 * Math.sqrt((u * (1 - u)) / scored.length));
  });
});

it('draws sales whose average is the mean that it states', () => {
  const ratios = drawn.flatMap(({ series }) => daysOf(series).map((_, i) => series.sales[i]! / series.mean[i]!));
  const average = ratios.reduce((sum, it) => sum + it, 0) / ratios.length;
  const variance = ratios.reduce((sum, it) => sum + (it - average) ** 2, 0) / ratios.length;

  expect(Math.abs(average - 1)).toBeLessThan(4 * Math.sqrt(variance / ratios.length));
});

it('draws the noise of a day without regard to the day before', () => {
  const signs = drawn.map(({ series }) =>
    daysOf(series).map((_, i) => (series.sales[i]! > series.quantiles[9 * i + 4]! ? 1 : -1)),
  );
  const products = signs.flatMap((it) => it.slice(1).map((sign, i) => sign * it[i]!));

  const correlation = products.reduce((sum, it) => sum + it, 0) / products.length;

  expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(products.length));
});

it('states the quantiles of lognormal noise round the mean', () => {
  const { series } = one((it) => it.format === 'market');
  const [p10, p50, p90] = [0, 4, 8].map((k) => series.quantiles[k]! / 100) as [number, number, number];

  // Symmetric in the logarithm; the mean lies exp(s^2 / 2) above the median, s being ln(p90 / p50) / 1.28155.
  const s = Math.log(p90 / p50) / 1.2815515655446004;
  expect((p10 * p90) / (p50 * p50)).toBeCloseTo(1, 5);
  expect(series.mean[0]! / 100).toBeCloseTo(p50 * Math.exp((s * s) / 2), 1);
});

it('gives small stores days without a sale, as often as the lump at zero says', () => {
  const { series, store } = one((it) => it.format === 'kiosk' && it.zeroShare[0]! > 0.2);
  const mondays = daysOf(series).flatMap((day, i) => (weekday(day) === 0 ? [i] : []));
  const share = store.zeroShare[0]!;

  const empty = mondays.filter((i) => series.sales[i] === 0).length / mondays.length;

  expect(Math.abs(empty - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / mondays.length));
  expect(series.quantiles[9 * mondays[0]! + 1]).toBe(0);
});

it('has no row on a day when the store is closed', () => {
  const { series } = one((it) => it.format === 'market' && it.state === 'BY' && !it.openedOn && !it.refurbishment);

  expect(daysOf(series).filter((day) => weekday(day) === 6)).toEqual([]);
  for (const holiday of ['2025-01-06', '2025-04-18', '2025-06-19', '2026-12-25'])
    expect(rowOn(series, holiday)).toBe(-1);
  expect(rowOn(series, '2025-01-07')).toBeGreaterThan(0);
});

it('opens stations on Sundays', () => {
  const { series } = one((it) => it.format === 'station');

  expect(daysOf(series).filter((day) => weekday(day) === 6).length).toBeGreaterThan(100);
});

it('starts a new store on its first day, below its later level', () => {
  const { store, series } = one((it) => it.openedOn !== undefined && it.openedOn < plan.window.last - 400);

  expect(series.day[0]).toBeGreaterThanOrEqual(store.openedOn!);
  expect(series.day[0]).toBeLessThan(store.openedOn! + 4);
});

it('closes a store for its refurbishment', () => {
  const { store, series } = one((it) => it.refurbishment !== undefined && it.refurbishment.to < plan.window.last);
  const { from, to } = store.refurbishment!;

  expect(daysOf(series).filter((day) => day >= from && day < to)).toEqual([]);
  expect(daysOf(series).filter((day) => day >= to).length).toBeGreaterThan(0);
});

it('runs 56 days past the last sale', () => {
  const ends = drawn.map(({ series }) => series.day[series.length - 1]!);

  expect(formatDay(Math.max(...ends))).toBe('2026-12-26');
  expect(drawn.every(({ series }) => series.day[series.sold - 1]! <= plan.window.last)).toBe(true);
});

it('sells more on promotion days, and less while a promotion is carried over', () => {
  const { series } = one((it) => it.promotionLift > 0.35 && it.carryOver > 0.05 && !it.openedOn);
  const saturdays = daysOf(series).flatMap((day, i) => (weekday(day) === 5 && i < 600 ? [i] : []));
  const average = (rows: number[]) => rows.reduce((sum, i) => sum + series.mean[i]!, 0) / rows.length;

  const [promoted, plain] = [1, 0].map((promo) => average(saturdays.filter((i) => series.promo[i] === promo)));
  const mondays = daysOf(series).flatMap((day, i) => (weekday(day) === 0 && i > 0 && series.promo[i] === 0 ? [i] : []));
  const [after, others] = [1, 0].map((before) => average(mondays.filter((i) => series.promo[i - 1] === before)));

  expect(promoted! / plain!).toBeGreaterThan(1.15);
  expect(after! / others!).toBeLessThan(0.98);
});

it('is noisier on quiet days', () => {
  const { series } = one((it) => it.format === 'city' && it.smallSalesNoise > 0.06);
  const plain = daysOf(series).flatMap((_, i) => (series.promo[i] === 0 ? [i] : []));
  const spread = (i: number) => series.quantiles[9 * i + 8]! / series.quantiles[9 * i]!;

  const byMean = plain.toSorted((a, b) => series.mean[a]! - series.mean[b]!);

  expect(spread(byMean[0]!)).toBeGreaterThan(spread(byMean.at(-1)!));
});

it('draws a store the same, however many others there are', () => {
  const other = generateSample({ stores: 3, days: 942, seed: 11 });

  expect(other.series(other.store(3))).toEqual(drawn[2]!.series);
});

it('keeps names and codes within the columns of the star, in bytes too', () => {
  const longest = (text: (store: Store) => string) => Math.max(...drawn.map((it) => Buffer.byteLength(text(it.store))));

  expect(longest((it) => it.name)).toBeLessThanOrEqual(50);
  expect(longest((it) => it.address)).toBeLessThanOrEqual(100);
  expect(longest((it) => it.city)).toBeLessThanOrEqual(50);
  expect(longest((it) => it.state)).toBeLessThanOrEqual(10);
});
