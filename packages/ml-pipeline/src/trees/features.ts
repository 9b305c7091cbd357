import type { Covariate } from '@tandem/data-model';
import { monthShare, yearShare } from '../frame/calendar.ts';
import { positionOf } from '../frame/zero-gate.ts';
import { isDaily } from '../regression/design.ts';
import type { Panel, RegressionFit, StaticCode } from '../regression/panel.ts';
import { covariateFeatures } from './covariate-features.ts';
import { type ItemPast, recentHalfLives } from './item-past.ts';
import { pastFeatures, pastNames } from './past-features.ts';

/** What trees see of a row, decided once for a panel and kept with the model. */
export interface FeaturePlan {
  readonly names: readonly string[];
  readonly categorical: readonly boolean[];
  /** Season lengths whose positions are features. */
  readonly seasons: readonly number[];
  /** A year in whole steps that keeps the season's position; 0 where no item spans one. */
  readonly year: number;
  /** Covariates known in the past only, with the levels of those that have some. */
  readonly past: readonly { readonly name: string; readonly levels?: readonly string[] }[];
  readonly statics: readonly StaticCode[];
}

const mostSeasons = 2;

export function planFeatures(panel: Panel, fit: RegressionFit, seasons: readonly number[], year: number): FeaturePlan {
  const names: string[] = [];
  const categorical: boolean[] = [];
  const add = (name: string, isCategorical = false) => {
    names.push(name);
    categorical.push(isCategorical);
  };
  const { design } = fit;
  const kept = seasons.slice(0, mostSeasons);
  add('steps ahead');
  for (const m of kept) add(`position of ${m}`);
  add('part of the year');
  if (isDaily(panel.frame.axis)) add('part of the month');
  add('effects');
  add('size');
  add('spread');
  for (const it of recentHalfLives) add(`level over ${it}`);
  add('level over all');
  add('values in the last 28');
  for (const m of kept) {
    add(`last at position of ${m}`);
    add(`last four at position of ${m}`);
  }
  if (year > 0) {
    add('a year ago');
    add('change a year ago');
  }
  add('since gap');
  add('length of gap');
  panel.covariates.forEach(({ levels }, c) => {
    const name = design.codes[c]!.name;
    add(name, levels > 2);
    if (levels > 0) {
      add(`${name} before`, levels > 2);
      add(`${name} after`, levels > 2);
      add(`${name} since`);
      add(`${name} until`);
      add(`${name} with position`);
      add(`${name} in the season before`);
      add(`${name} in the season after`);
    } else {
      add(`${name} against before`);
      add(`${name} against usual`);
    }
  });
  const past = panel.frame.past.filter(({ values }) => values.some((it) => !Number.isNaN(it)));
  for (const it of past) for (const { name, categorical: isCategorical } of pastNames(it)) add(name, isCategorical);
  const { statics } = fit.likeItems;
  for (const it of statics) add(it.name, 'levels' in it);
  return {
    names,
    categorical,
    seasons: kept,
    year,
    past: past.map(({ name, levels }) => ({ name, ...(levels ? { levels } : {}) })),
    statics,
  };
}

/** Writes some features of row `k`, as it looks from the first `origin` rows, from `out[n]` on, and gives the index after them. */
export type FeaturePart = (k: number, origin: number, out: Float64Array, n: number) => number;

/**
 * Makes the function that writes one row's features: row `k` of an item as it looks from the first `origin` rows. Of what comes from there on only known
 * covariates are looked at, and means over the whole item that leave the row itself out. NaN is missing.
 */
export function featureWriter(panel: Panel, plan: FeaturePlan, past: ItemPast) {
  const parts: readonly FeaturePart[] = [
    calendarFeatures(panel, plan, past),
    levelFeatures(past),
    ...plan.seasons.map((m) => seasonFeatures(past, m)),
    ...(plan.year > 0 ? [yearFeatures(past, plan.year)] : []),
    gapFeatures(past),
    ...panel.covariates.map((_, c) => covariateFeatures(panel, past, c, plan.seasons[0] ?? 1)),
    ...plan.past.map((it) => pastFeatures(panel, past, pastCovariate(panel, it))),
  ];
  const attributes = plan.statics.map((it) => attributeOf(it, panel, past.frameItem));
  return (k: number, origin: number, out: Float64Array): void => {
    let n = 0;
    for (const part of parts) n = part(k, origin, out, n);
    for (const it of attributes) out[n++] = it;
  };
}

function calendarFeatures(panel: Panel, { seasons }: FeaturePlan, { frameItem }: ItemPast): FeaturePart {
  const start = panel.frame.start[frameItem]!;
  const shares = calendarOf(panel);
  const hasMonth = isDaily(panel.frame.axis);
  return (k, origin, out, at) => {
    let n = at;
    out[n++] = k - origin + 1;
    for (const m of seasons) out[n++] = positionOf(start + k, m);
    const { year, month } = shares(start + k);
    out[n++] = year;
    if (hasMonth) out[n++] = month;
    return n;
  };
}

function levelFeatures(past: ItemPast): FeaturePart {
  const { effects, recent, counts } = past;
  const logSize = Math.log(effects.scale.size);
  return (k, origin, out, at) => {
    let n = at;
    out[n++] = past.effect(k);
    out[n++] = logSize;
    out[n++] = effects.sigma;
    for (const it of recent) out[n++] = it[origin]!;
    out[n++] = meanBetween(past, 0, origin);
    out[n++] = counts[origin]! - counts[Math.max(origin - 28, 0)]!;
    return n;
  };
}

/** The last value at the same position of a season, and the mean of the last four, shrunk to zero. */
function seasonFeatures({ residual }: ItemPast, m: number): FeaturePart {
  return (k, origin, out, n) => {
    let at = k - m * Math.max(1, Math.ceil((k - origin + 1) / m));
    let sum = 0;
    let count = 0;
    let last = Number.NaN;
    for (let j = 0; j < 4 && at >= 0; j++, at -= m) {
      const r = residual[at]!;
      if (Number.isNaN(r)) continue;
      if (count === 0) last = r;
      sum += r;
      count++;
    }
    out[n] = last;
    out[n + 1] = count > 0 ? sum / (count + 1) : Number.NaN;
    return n + 2;
  };
}

/** The mean around the same time of the last year that was seen, and how that stood to what came before. */
function yearFeatures(past: ItemPast, year: number): FeaturePart {
  const half = Math.max(1, Math.round(year / 50));
  return (k, origin, out, n) => {
    const back = year * Math.max(1, Math.ceil((k - origin + 1) / year));
    const then = k - back;
    const around = then - half >= 0 ? meanBetween(past, then - half, Math.min(then + half + 1, origin)) : Number.NaN;
    out[n] = around;
    out[n + 1] = around - meanBetween(past, origin - back - 4 * half, origin - back);
    return n + 2;
  };
}

function gapFeatures({ gapEnd, gapLength }: ItemPast): FeaturePart {
  return (k, origin, out, n) => {
    const end = gapEnd[origin]!;
    out[n] = end >= 0 ? Math.min(k - end, 400) : Number.NaN;
    out[n + 1] = end >= 0 ? gapLength[origin]! : Number.NaN;
    return n + 2;
  };
}

/** Mean residual of rows `from` to `to` (exclusive); NaN where there is none. */
function meanBetween({ sums, counts }: ItemPast, from: number, to: number): number {
  const a = Math.max(from, 0);
  const b = Math.max(to, a);
  const count = counts[b]! - counts[a]!;
  return count > 0 ? (sums[b]! - sums[a]!) / count : Number.NaN;
}

function attributeOf(code: StaticCode, { frame }: Panel, item: number): number {
  const covariate = frame.statics.find((it) => it.name === code.name);
  const raw = covariate ? covariate.values[item]! : Number.NaN;
  if (Number.isNaN(raw) || !('levels' in code)) return raw;
  const level = code.levels.indexOf(covariate?.levels?.[raw] ?? String(raw));
  return level >= 0 ? level : Number.NaN;
}

/** The covariate of that name in this frame, its levels those of training; all missing where there is none. */
function pastCovariate({ frame }: Panel, { name, levels }: FeaturePlan['past'][number]): Covariate {
  const found = frame.past.find((it) => it.name === name);
  const values = found?.values ?? new Float64Array(frame.target.length).fill(Number.NaN);
  if (!levels || !found?.levels || found.levels === levels) return { name, values, ...(levels ? { levels } : {}) };
  const codes = found.levels.map((it) => levels.indexOf(it));
  return {
    name,
    levels,
    values: values.map((it) => (codes[it] !== undefined && codes[it] >= 0 ? codes[it] : Number.NaN)),
  };
}

type CalendarShares = { readonly year: number; readonly month: number };

const calendars = new WeakMap<Panel['frame'], Map<number, CalendarShares>>();

function calendarOf({ frame }: Panel): (period: number) => CalendarShares {
  const known = calendars.get(frame) ?? new Map<number, CalendarShares>();
  calendars.set(frame, known);
  return (period) => {
    let it = known.get(period);
    if (!it) {
      it = { year: yearShare(frame.axis, period), month: monthShare(frame.axis, period) };
      known.set(period, it);
    }
    return it;
  };
}
