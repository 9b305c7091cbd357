import type { TrainingFrame } from '@tandem/data-model';
import { countOf } from '../candidates/candidate.ts';
import { boundsOf } from '../candidates/guard.ts';
import { workingScale } from '../frame/working-scale.ts';
import { learnZeroGate, meansZero } from '../frame/zero-gate.ts';
import { median } from '../kernels/order-statistics.ts';
import { fitCommonColumns, settle } from './common-columns.ts';
import { fitCommonWaves, waveEffect } from './common-waves.ts';
import { commonWaveCount, type Design } from './design.ts';
import { learnVariances } from './item-effects.ts';
import type { WaveEffect } from './item-rows.ts';
import { learnLikeItems } from './like-items.ts';
import { fitOwnEffects } from './own-effects.ts';
import {
  type FittedEffects,
  type ItemEffects,
  type Panel,
  panelOf,
  type RegressionFit,
  scaleOf,
  workingPast,
} from './panel.ts';
import { learnYoungItems } from './young-items.ts';

/** What a regression is fitted on. */
export interface RegressionTask {
  readonly design: Design;
  /** Past rows of each item that may be read, shape (items). */
  readonly rows: Int32Array;
  /** Items with at least this many values get coefficients of their own. */
  readonly minRows: number;
  /** Seasons that are too long for columns of their own, in steps. */
  readonly longSeasons: readonly number[];
  /** Steps after which a row weighs 1/e; Infinity for none. */
  readonly memory: number;
}

/** Half-life of the recent level where no window tells a better one: about a month of days. */
const usualHalfLife = 32;

/** Enough items to learn what is common to all; evenly taken. */
const sampleItems = 1500;
const varianceSample = 300;

/** What all items share, and room for what each has of its own, in shared memory. */
export interface CommonFit {
  readonly effects: FittedEffects;
  /** Items that get coefficients of their own. */
  readonly fitted: Int32Array;
}

/**
 * Fits a hierarchical regression on the working scale by penalised least squares: common coefficients, waves that all
 * items share, then coefficients of each item shrunk towards the common ones by variances learned from the panel
 * (empirical Bayes), then profiles of long seasons. The half-life of the recent level is left to the backtest: in the
 * residuals of a fit every level but the latest looks like zero. Outliers are pulled in at three standard deviations
 * (Huber's pseudo-values).
 *
 * Three steps, of which the second can be taken for some items at a time, on several threads. O(rows * covariates^2)
 * time; memory for the coefficients of all items and the rows of a sample. Sources: Laird & Ware (1982), Random-effects
 * models for longitudinal data, doi:10.2307/2529876; Huber (1981), Robust Statistics, 7.8.
 */
export function fitRegression(frame: TrainingFrame, task: RegressionTask): RegressionFit {
  const common = fitCommon(frame, task);
  fitEffects(frame, task, common, 0, frame.items.length);
  return learnOthers(frame, task, common);
}

/** First step: what the items of a sample share. */
export function fitCommon(frame: TrainingFrame, task: RegressionTask): CommonFit {
  const { design, rows, minRows } = task;
  const n = frame.items.length;
  const panel = panelOf(frame, design);
  const gate = learnZeroGate(frame, panel.covariates, rows, gateSeason(design, task));
  const shared = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length));
  const fit = {
    design,
    gate,
    size: shared(n),
    shift: shared(n),
    level: shared(n),
    sigma: shared(n),
    end: shared(n),
    item: shared(n * design.itemColumns),
    common: new Float64Array(design.columns),
    waves: new Float64Array(commonWaveCount(design)),
    tau2: new Float64Array(design.groups).fill(0.01),
    profiles: task.longSeasons.map((m) => ({ m, terms: shared(n * m) })),
    memory: task.memory,
  };
  const fitted: number[] = [];
  for (let i = 0; i < n; i++) if (countUngated(panel, gate, i, rows[i]!) >= minRows) fitted.push(i);
  const sample = evenly(fitted, sampleItems);
  const past: Float64Array[] = [];
  for (const i of [...sample, ...evenly(fitted, varianceSample)]) past[i] ??= startItem(panel, fit, i, rows[i]!);
  let waves: WaveEffect | undefined;
  for (let round = 0; round < (fit.waves.length > 0 ? 2 : 1); round++) {
    fitCommonColumns(panel, fit, sample, past, waves, round);
    fitCommonWaves(panel, settle(panel, fit, sample, past, waves), task.memory, fit.waves);
    waves = waveEffect(panel, fit.waves);
  }
  learnVariances(panel, fit, evenly(fitted, varianceSample), past, waves);
  return { effects: fit, fitted: Int32Array.from(fitted) };
}

/** Second step: scale, level and coefficients of items `from` to `to` (exclusive), each from its own rows. */
export function fitEffects(
  frame: TrainingFrame,
  { design, rows }: RegressionTask,
  { effects: fit, fitted }: CommonFit,
  from: number,
  to: number,
): void {
  const panel = panelOf(frame, design);
  const waves = waveEffect(panel, fit.waves);
  let next = lowerBound(fitted, from);
  for (let i = from; i < to; i++) {
    const z =
      fit.size[i] === 0
        ? startItem(panel, fit, i, rows[i]!)
        : workingPast(panel, fit.gate, i, i, rows[i]!, scaleOf(fit, i));
    if (fitted[next] !== i) continue;
    next++;
    const start = { level: fit.level[i]!, sigma: fit.sigma[i]!, end: fit.end[i]! };
    storeItem(fit, i, fitOwnEffects(panel, fit, waves, i, z, start));
  }
}

/** Third step, once all items are fitted: what to expect of those with little past or none. */
export function learnOthers(
  frame: TrainingFrame,
  { design, rows, minRows }: RegressionTask,
  { effects: fit, fitted: list }: CommonFit,
): RegressionFit {
  const n = frame.items.length;
  const panel = panelOf(frame, design);
  const fitted = Array.from(list);
  const typical = fitted.length > 0 ? median(fitted.map((i) => fit.sigma[i]!)) : 1;
  for (let i = 0; i < n; i++) fit.sigma[i] = Math.max(fit.sigma[i]!, 0.05 * typical, 1e-4);
  const width = 2 + design.itemColumns;
  const outputs = new Float64Array(n * width);
  const items = Array.from(frame.items.keys());
  const seen = fitted.length > 0 ? fitted : items.filter((i) => countUngated(panel, fit.gate, i, rows[i]!) > 0);
  for (const i of seen) {
    outputs[i * width] = Math.log(fit.size[i]!);
    outputs[i * width + 1] = fit.level[i]!;
    outputs.set(fit.item.subarray(i * design.itemColumns, (i + 1) * design.itemColumns), i * width + 2);
  }
  const highest = (i: number) => boundsOf(frame.target, frame.offset[i]!, rows[i]!).most;
  const likeItems = learnLikeItems(frame.statics, outputs, width, seen, fit.shift, fit.sigma, highest);
  const sample = evenly(fitted, varianceSample);
  const past: Float64Array[] = [];
  for (const i of sample) past[i] = workingPast(panel, fit.gate, i, i, rows[i]!, scaleOf(fit, i));
  const young = learnYoungItems(panel, fit, likeItems, sample, past, minRows);
  return {
    ...fit,
    halfLife: usualHalfLife,
    likeItems,
    youngItems: young ?? { noise: likeItems.sigma, drift: likeItems.sigma, opening: new Float64Array(0) },
  };
}

/** Sets scale, level and spread of an item from its own values, and gives its working-scale past. */
function startItem(panel: Panel, fit: FittedEffects, i: number, rows: number): Float64Array {
  const scale = workingScale(gatedValues(panel, fit.gate, i, rows));
  fit.size[i] = scale.size;
  fit.shift[i] = scale.shift;
  fit.end[i] = panel.frame.start[i]! + rows - 1;
  const z = workingPast(panel, fit.gate, i, i, rows, scale);
  const level = median(z);
  fit.level[i] = !Number.isNaN(level) ? level : 0;
  const count = countOf(z);
  fit.sigma[i] = count > 1 ? Math.max(1.4826 * median(z.map((it) => Math.abs(it - fit.level[i]!))), 1e-3) : 1;
  return z;
}

function countUngated({ frame, covariates }: Panel, gate: RegressionFit['gate'], i: number, rows: number): number {
  const first = frame.offset[i]!;
  const start = frame.start[i]!;
  let count = 0;
  for (let k = 0; k < rows; k++)
    if (!Number.isNaN(frame.target[first + k]!) && !meansZero(gate, covariates, i, first + k, start + k)) count++;
  return count;
}

/** First place in an ascending list whose number is at least `least`. */
function lowerBound(list: Int32Array, least: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

const gateSeason = (design: Design, { longSeasons }: RegressionTask) => design.season || (longSeasons[0] ?? 0);

function gatedValues(panel: Panel, gate: RegressionFit['gate'], item: number, rows: number): Float64Array {
  const { frame, covariates } = panel;
  const first = frame.offset[item]!;
  const values = frame.target.slice(first, first + rows);
  for (let k = 0; k < rows; k++) {
    if (meansZero(gate, covariates, item, first + k, frame.start[item]! + k)) values[k] = Number.NaN;
  }
  return values;
}

/** At most `most` of a list, evenly spread. */
export function evenly(list: readonly number[], most: number): number[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, k) => list[Math.floor((k * list.length) / most)]!);
}

function storeItem(fit: FittedEffects, i: number, own: ItemEffects) {
  fit.item.set(own.item, i * fit.design.itemColumns);
  fit.level[i] = own.level;
  fit.sigma[i] = own.sigma;
  own.profiles.forEach(({ m, terms }, k) => {
    fit.profiles[k]!.terms.set(terms, i * m);
  });
}
