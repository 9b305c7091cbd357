import type { Day } from '@tandem/data-model';
import { normalQuantile } from './normal-quantile.ts';
import { exp } from './portable-math.ts';
import { randomStream } from './random-stream.ts';
import type { Store } from './store.ts';
import type { TradingCalendar } from './trading-calendar.ts';

/** p10 .. p90, of which truth.csv states the values. */
export const truthQuantiles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;

/**
 * The trading days of one store, ascending: n rows, of which the first `sold` are the sample and the rest the
 * holdout. Money is in whole cents, rounded half up. Closed days have no row.
 */
export interface StoreSeries {
  readonly length: number;
  readonly sold: number;
  /** Shape (n). */
  readonly day: Int32Array;
  readonly promo: Uint8Array;
  readonly schoolHoliday: Uint8Array;
  /** Expected sales, shape (n). */
  readonly mean: Float64Array;
  /** Quantiles of the distribution that `sales` was drawn from, shape (n, 9). */
  readonly quantiles: Float64Array;
  /** The draw, shape (n). */
  readonly sales: Float64Array;
}

const q = truthQuantiles.length;
/** Standard deviation of log noise is larger by this on promotion days. */
const promotionNoise = 1.2;
/** Share of the carry-over that is left a day later. */
const carryOverLeft = 0.6;

/**
 * Draws one store. With m = exp(everything that store and date decide), sales are zero with probability z, else
 * m times lognormal noise of mean one and log-deviation s: the mean is (1 - z) m, and the quantile at u is
 * m exp(s N((u - z) / (1 - z)) - s^2 / 2), or zero where u <= z; N is the normal quantile function.
 * docs/sample-data.md has every term of m, s and z.
 */
export function drawSeries(
  store: Store,
  seed: number,
  calendar: TradingCalendar,
  promotion: (day: Day) => boolean,
): StoreSeries {
  const { first, last } = calendar.window;
  const { holiday, school } = calendar.state(store.state);
  const series = emptySeries(calendar.length);
  const noise = randomStream(seed, 'noise', store.id);
  const normals = store.zeroShare.map((zero) => truthQuantiles.map((u) => conditionalNormal(u, zero)));
  const isOpen = (i: number) => opens(store, first + i, calendar.weekday[i]!, holiday[i] === 1);
  let n = 0;
  let sold = 0;
  let carried = 0;
  let promo = 0;
  for (let i = 0; i < calendar.length; i++) {
    carried = carryOverLeft * (carried + promo);
    promo = 0;
    if (!isOpen(i)) continue;
    const day = first + i;
    const wd = calendar.weekday[i]!;
    promo = promotion(day) ? 1 : 0;
    const next = wd === 5 && !store.opensSundays ? i + 2 : i + 1;
    const eve = holiday[next] === 1 && !store.opensHolidays ? store.holidayEve : 0;
    const log =
      slowPart(store, day, first) +
      store.weekday[wd]! +
      yearlyPart(store, calendar.yearly, i) +
      store.dateShare * calendar.dateEffect[i]! +
      store.promotionLift * promo -
      store.carryOver * carried +
      store.schoolHoliday * school[i]! +
      eve;
    const m = exp(log);
    // Quiet days are noisier: the second part of the variance falls as sales rise towards the store's level.
    const variance =
      (store.noise * store.noise + store.smallSalesNoise * store.smallSalesNoise * exp(store.level - log)) *
      (promo ? promotionNoise * promotionNoise : 1);
    const deviation = Math.sqrt(variance);
    const base = m * exp(-variance / 2);
    const zero = store.zeroShare[wd]!;
    series.day[n] = day;
    series.promo[n] = promo;
    series.schoolHoliday[n] = school[i]!;
    series.mean[n] = cents((1 - zero) * m);
    writeQuantiles(series.quantiles, n * q, base, deviation, normals[wd]!, zero === 0);
    const z = conditionalNormal(noise.uniform(), zero);
    series.sales[n] = Number.isNaN(z) ? 0 : cents(base * exp(deviation * z));
    n++;
    if (day <= last) sold = n;
  }
  return { ...series, length: n, sold };
}

function opens(store: Store, day: Day, weekday: number, isHoliday: boolean): boolean {
  if (store.openedOn !== undefined && day < store.openedOn) return false;
  if (store.refurbishment && day >= store.refurbishment.from && day < store.refurbishment.to) return false;
  return (weekday < 6 || store.opensSundays) && (!isHoliday || store.opensHolidays);
}

/** Level, trend with its bend, the ramp after an opening, and the lift after a refurbishment. */
function slowPart(store: Store, day: Day, first: Day): number {
  const before = Math.min(day, store.bend) - first;
  const after = Math.max(day - store.bend, 0);
  const trend = (store.growth * before + store.laterGrowth * after) / 365.25;
  const ramp = store.openedOn === undefined ? 0 : -0.5 / (1 + (day - store.openedOn) / 30);
  const lift = store.refurbishment && day >= store.refurbishment.to ? store.refurbishment.lift : 0;
  return store.level + trend + ramp + lift;
}

function yearlyPart({ yearly }: Store, table: Float64Array, i: number): number {
  return (
    yearly[0]! * table[4 * i]! +
    yearly[1]! * table[4 * i + 1]! +
    yearly[2]! * table[4 * i + 2]! +
    yearly[3]! * table[4 * i + 3]!
  );
}

/** The normal quantile at u given that there is a sale at all; NaN where u falls on the zero. */
function conditionalNormal(u: number, zero: number): number {
  return u <= zero ? Number.NaN : normalQuantile(zero === 0 ? u : (u - zero) / (1 - zero));
}

/** Rounding is monotone, so the rounded quantiles are exactly those of the rounded sales. */
function writeQuantiles(
  out: Float64Array,
  at: number,
  base: number,
  deviation: number,
  normals: readonly number[],
  symmetric: boolean,
): void {
  const half = symmetric ? (q - 1) / 2 : q;
  for (let k = 0; k < half; k++) {
    const z = normals[k]!;
    out[at + k] = Number.isNaN(z) ? 0 : cents(base * exp(deviation * z));
  }
  if (!symmetric) return;
  // N(u) = -N(1 - u): half of the exponentials are reciprocals of the others.
  out[at + half] = cents(base);
  for (let k = half + 1; k < q; k++) out[at + k] = cents(base / exp(deviation * normals[q - 1 - k]!));
}

function cents(amount: number): number {
  return Math.floor(amount * 100 + 0.5);
}

function emptySeries(length: number) {
  return {
    day: new Int32Array(length),
    promo: new Uint8Array(length),
    schoolHoliday: new Uint8Array(length),
    mean: new Float64Array(length),
    quantiles: new Float64Array(q * length),
    sales: new Float64Array(length),
  };
}
