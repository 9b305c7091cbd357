import type { TrainingFrame } from '@tandem/data-model';
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
import { type FittedEffects, type ItemEffects, type Panel, panelOf, type RegressionFit, workingPast } from './panel.ts';
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

/**
 * Fits a hierarchical regression on the working scale by penalised least squares: common coefficients, waves that all
 * items share, then coefficients of each item shrunk towards the common ones by variances learned from the panel
 * (empirical Bayes), then profiles of long seasons. The half-life of the recent level is left to the backtest: in the
 * residuals of a fit every level but the latest looks like zero. Outliers are pulled in at three standard deviations
 * (Huber's pseudo-values).
 *
 * O(rows * covariates^2) time and O(rows) memory. Sources: Laird & Ware (1982), Random-effects models for
 * longitudinal data, doi:10.2307/2529876; Huber (1981), Robust Statistics, 7.8.
 */
export function fitRegression(frame: TrainingFrame, task: RegressionTask): RegressionFit {
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
  const past: Float64Array[] = [];
  for (let i = 0; i < n; i++) {
    const values = gatedValues(panel, gate, i, rows[i]!);
    const scale = workingScale(values);
    fit.size[i] = scale.size;
    fit.shift[i] = scale.shift;
    fit.end[i] = frame.start[i]! + rows[i]! - 1;
    const z = workingPast(panel, gate, i, i, rows[i]!, scale);
    past.push(z);
    let count = 0;
    for (const value of z) if (!Number.isNaN(value)) count++;
    fit.level[i] = count > 0 ? median(z) : 0;
    fit.sigma[i] = count > 1 ? Math.max(1.4826 * median(z.map((it) => Math.abs(it - fit.level[i]!))), 1e-3) : 1;
    if (count >= minRows) fitted.push(i);
  }
  const sample = evenly(fitted, sampleItems);
  let waves: WaveEffect | undefined;
  for (let round = 0; round < (fit.waves.length > 0 ? 2 : 1); round++) {
    fitCommonColumns(panel, fit, sample, past, waves, round);
    fitCommonWaves(panel, settle(panel, fit, sample, past, waves), task.memory, fit.waves);
    waves = waveEffect(panel, fit.waves);
  }
  learnVariances(panel, fit, evenly(fitted, varianceSample), past, waves);
  for (const i of fitted) {
    const from = { level: fit.level[i]!, sigma: fit.sigma[i]!, end: fit.end[i]! };
    storeItem(fit, i, fitOwnEffects(panel, fit, waves, i, past[i]!, from));
  }
  const typical = fitted.length > 0 ? median(fitted.map((i) => fit.sigma[i]!)) : 1;
  for (let i = 0; i < n; i++) fit.sigma[i] = Math.max(fit.sigma[i]!, 0.05 * typical, 1e-4);
  const width = 2 + design.itemColumns;
  const outputs = new Float64Array(n * width);
  const seen = fitted.length > 0 ? fitted : past.flatMap((z, i) => (z.some((it) => !Number.isNaN(it)) ? [i] : []));
  for (const i of seen) {
    outputs[i * width] = Math.log(fit.size[i]!);
    outputs[i * width + 1] = fit.level[i]!;
    outputs.set(fit.item.subarray(i * design.itemColumns, (i + 1) * design.itemColumns), i * width + 2);
  }
  const highest = (i: number) => boundsOf(frame.target, frame.offset[i]!, rows[i]!).most;
  const likeItems = learnLikeItems(frame.statics, outputs, width, seen, fit.shift, fit.sigma, highest);
  const young = learnYoungItems(panel, fit, likeItems, evenly(fitted, varianceSample), past, minRows);
  return {
    ...fit,
    halfLife: usualHalfLife,
    likeItems,
    youngItems: young ?? { noise: likeItems.sigma, drift: likeItems.sigma, opening: new Float64Array(0) },
  };
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
