import {
  counted,
  formatFrequency,
  formatPeriod,
  InvalidInput,
  NothingToForecast,
  parseQuantile,
  type TrainingFrame,
} from '@tandem/data-model';
import type { TrainingJob } from '@tandem/data-model/contract';
import { countValues, layOutWindows, type Window } from './backtest/windows.ts';
import { calendarSeasons, scoringSeason } from './frame/calendar.ts';
import { type CovariateCode, learnCodes } from './frame/covariate-codes.ts';
import { findSeasons } from './frame/find-seasons.ts';
import { checkPlan } from './given-plan.ts';
import { treesOf, windowsOf } from './preset-sizes.ts';
import { mostSeasonColumns, type RegressionForm } from './regression/design.ts';
import { evenly } from './regression/fit.ts';
import type { TreesSize } from './trees/fit-trees.ts';

/** All that is decided before anything is fitted. */
export interface TrainingPlan {
  readonly horizon: number;
  readonly quantiles: readonly number[];
  readonly effort: TrainingJob['preset'];
  readonly scaleSeason: number;
  /** Short seasons that the panel has, in steps. */
  readonly seasons: readonly number[];
  /** A year in steps, where it is longer than those and the panel spans one. */
  readonly year: number | undefined;
  readonly codes: readonly CovariateCode[];
  /** Whether the longest series spans a year and a half. */
  readonly yearSeenAgain: boolean;
  /** Forms of the pooled regression to try. */
  readonly forms: readonly RegressionForm[];
  /** Short season with a column for each position, and those too long for that. */
  readonly columnSeason: number;
  readonly longSeasons: readonly number[];
  readonly memory: number;
  readonly trendUnit: number;
  /** Values that each item has. */
  readonly values: Int32Array;
  /** Items with fewer values get no models of their own. */
  readonly minRows: number;
  readonly windows: readonly Window[];
  /** Items that windows score, ascending, in shared memory; of the others no window has a row. */
  readonly tested: Int32Array;
  /** Undefined where there are none. */
  readonly trees: TreesSize | undefined;
  readonly seed: number;
}

/** A series of fewer values is not modelled by itself, unless the whole panel is short. */
const usualMinRows = 25;

/** Rows older than this many years weigh less than 1/e, where a year is longer than the short seasons. */
const memoryYears = 1.4;

export function planTraining(
  frame: TrainingFrame,
  job: TrainingJob,
  scaleSeason: number | undefined,
  importedSource?: string,
): TrainingPlan {
  const n = frame.items.length;
  if (job.plan) checkPlan(job, job.plan, importedSource);
  refuseInfinite(frame);
  const values = new Int32Array(new SharedArrayBuffer(4 * n));
  for (let i = 0; i < n; i++) values[i] = countValues(frame, i, frame.history[i]!);
  const lengths = [...values].filter((it) => it > 0).sort((a, b) => a - b);
  if (lengths.length === 0) {
    throw new NothingToForecast(
      n === 1 ? 'The only item has no value in the past.' : `None of the ${n} items has a value in the past.`,
      'Load sales of at least one item, then train again.',
    );
  }
  const typical = lengths[lengths.length >> 1]!;
  const minRows = Math.min(usualMinRows, Math.max(4, Math.floor(typical / 3)));
  const horizon = job.forecastHorizon;
  const { short, year } = calendarSeasons(frame.axis.frequency);
  const long = Array.from(values.keys()).filter((i) => values[i]! >= minRows);
  const seasons = findSeasons(frame, evenly(long, 100), short);
  const spansYear = year !== undefined && lengths[lengths.length - 1]! >= year + horizon;
  const codes = learnCodes(frame);
  const columnSeason = (seasons[0] ?? 0) <= mostSeasonColumns ? (seasons[0] ?? 0) : 0;
  const windows = layOutWindows(frame, horizon, windowsOf[job.preset], minRows);
  const whole = sampleWindows(
    {
      horizon,
      quantiles: job.forecastQuantiles
        .map(parseQuantile)
        .sort((a, b) => a - b)
        .filter((q, k, all) => q !== all[k - 1]),
      effort: job.preset,
      scaleSeason: scaleSeason ?? scoringSeason(frame.axis.frequency),
      seasons,
      year: spansYear ? year : undefined,
      yearSeenAgain: spansYear && lengths[lengths.length - 1]! >= 1.5 * year!,
      codes,
      forms: formsOf(spansYear, job.preset),
      columnSeason,
      longSeasons: seasons.filter((m) => m !== columnSeason),
      memory: year === undefined ? Number.POSITIVE_INFINITY : memoryYears * year,
      trendUnit: year ?? Math.max(10, 2 * (seasons[0] ?? 0)),
      values,
      minRows,
      trees: treesOf[job.preset],
      seed: job.seed,
      windows,
      tested: shared(long.length > 0 ? long : Array.from(values.keys())),
    },
    windows.length,
    mostTested(windows),
  );
  // A plan's items are some of these, as those of the run that completed it were.
  return job.plan ? sampleWindows(whole, job.plan.windows, job.plan.testedItems) : whole;
}

/** Rows that are scored in all windows together, about: more tell no more of weights, and each takes a fit. */
const mostScored = 1_500_000;

function mostTested(windows: readonly Window[]): number {
  const steps = windows.reduce((sum, it) => sum + it.steps, 0);
  return Math.max(1000, Math.floor(mostScored / Math.max(steps, 1)));
}

/** A plan with the latest of its windows and some of its tested items, evenly taken. */
export function sampleWindows(plan: TrainingPlan, windows: number, items: number): TrainingPlan {
  const tested = items < plan.tested.length ? shared(evenly(Array.from(plan.tested), Math.max(items, 1))) : plan.tested;
  const kept = plan.windows.slice(Math.max(plan.windows.length - windows, 0));
  if (tested === plan.tested) return { ...plan, windows: kept };
  return { ...plan, tested, windows: kept.map((it) => ({ ...it, rows: rowsOf(it.rows, tested) })) };
}

/** The rows of some items; none of the others. */
function rowsOf(rows: Int32Array, items: Int32Array): Int32Array {
  const out = new Int32Array(new SharedArrayBuffer(rows.byteLength));
  for (const i of items) out[i] = rows[i]!;
  return out;
}

const shared = (items: readonly number[]): Int32Array => {
  const out = new Int32Array(new SharedArrayBuffer(4 * items.length));
  out.set(items);
  return out;
};

function refuseInfinite(frame: TrainingFrame) {
  const rows = [{ name: 'the target', values: frame.target }, ...frame.known, ...frame.past];
  for (const { name, values } of rows) {
    const row = values.findIndex(isInfinite);
    if (row < 0) continue;
    const item = frame.offset.findIndex((it) => it > row) - 1;
    const at = formatPeriod(frame.axis, frame.start[item]! + row - frame.offset[item]!);
    throw infinite(`${name} of item ${frame.items[item]} at ${at}`);
  }
  for (const { name, values } of frame.statics) {
    const item = values.findIndex(isInfinite);
    if (item >= 0) throw infinite(`${name} of item ${frame.items[item]}`);
  }
}

const isInfinite = (it: number) => it === Number.POSITIVE_INFINITY || it === Number.NEGATIVE_INFINITY;

const infinite = (what: string) =>
  new InvalidInput(`The value of ${what} is infinite.`, 'Correct it, or leave it out: then it counts as missing.');

/**
 * Without a year, with and without a trend; with one, the year matters more, and only the preset `best` has time for
 * a trend as well.
 */
function formsOf(spansYear: boolean, effort: TrainingJob['preset']): RegressionForm[] {
  const plain = { commonWaves: 0, itemWaves: 0, trend: false };
  const forms = spansYear ? [plain, { commonWaves: 20, itemWaves: 3, trend: false }] : [plain];
  return spansYear && effort !== 'best' ? forms : forms.flatMap((it) => [it, { ...it, trend: true }]);
}

export const describePlan = (frame: TrainingFrame, plan: TrainingPlan) =>
  `${counted(frame.items.length, 'item')} of ${formatFrequency(frame.axis.frequency)} steps; seasons ${plan.seasons.join(', ') || 'none'}; ${counted(plan.windows.length, 'window')}`;
