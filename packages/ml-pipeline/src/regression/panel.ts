import type { TrainingFrame } from '@tandem/data-model';
import { type CodedCovariate, codeCovariates } from '../frame/covariate-codes.ts';
import { fromWorking, toWorking, type WorkingScale } from '../frame/working-scale.ts';
import { meansZero, type ZeroGate } from '../frame/zero-gate.ts';
import {
  allParts,
  commonWaveCount,
  type Design,
  fillRow,
  type Parts,
  type SparseRow,
  sparseRow,
  type WaveTable,
  waveTable,
} from './design.ts';

/** A frame seen through a design: its covariates in code, and the waves of its periods. */
export interface Panel {
  readonly frame: TrainingFrame;
  readonly design: Design;
  readonly covariates: readonly CodedCovariate[];
  readonly waves: WaveTable;
  /** Rows of an item whose covariates are known, where not all in the frame are: a window knows no more than its horizon. */
  readonly knownRows?: (item: number) => number;
}

/** Rows of an item, from its first, whose covariates may be looked at. */
export function knownRows({ frame, knownRows: limit }: Panel, item: number): number {
  const length = frame.offset[item + 1]! - frame.offset[item]!;
  return limit ? Math.min(limit(item), length) : length;
}

/** The panel as a window sees it: covariates are known for `steps` rows after the first `rows` of each item. */
export const asKnownIn = (panel: Panel, rows: Int32Array, steps: number): Panel =>
  steps > 0 ? { ...panel, knownRows: (item) => rows[item]! + steps } : panel;

const wavesByDesign = new WeakMap<Design, WaveTable>();
const codesByFrame = new WeakMap<TrainingFrame, CodedFrame>();

/** A frame's covariates in the codes of `key`, in shared memory: what one thread coded, the others take over. */
export interface CodedFrame {
  readonly key: string;
  readonly covariates: readonly CodedCovariate[];
}

/** Codes the known covariates of a frame, unless that was done or taken over. O(rows * covariates). */
export function codedFrame(frame: TrainingFrame, codes: Design['codes']): CodedFrame {
  const key = JSON.stringify(codes);
  let coded = codesByFrame.get(frame);
  if (coded?.key !== key) {
    coded = { key, covariates: codeCovariates(frame, codes) };
    codesByFrame.set(frame, coded);
  }
  return coded;
}

/** Takes over what another thread coded of the same frame. */
export function takeOver(frame: TrainingFrame, coded: CodedFrame): void {
  if (codesByFrame.get(frame)?.key !== coded.key) codesByFrame.set(frame, coded);
}

/** O(rows * covariates) the first time for a frame; the waves are kept with the design. */
export function panelOf(frame: TrainingFrame, design: Design): Panel {
  const coded = codedFrame(frame, design.codes);
  let waves = wavesByDesign.get(design);
  if (!waves) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < frame.items.length; i++) {
      low = Math.min(low, frame.start[i]!);
      high = Math.max(high, frame.start[i]! + frame.offset[i + 1]! - frame.offset[i]!);
    }
    waves = waveTable(design, Math.min(low, high), high);
    wavesByDesign.set(design, waves);
  }
  return { frame, design, covariates: coded.covariates, waves };
}

/** A fitted pooled regression. Arrays over items may lie in shared memory. Coefficients are on the working scale. */
export interface RegressionFit {
  readonly design: Design;
  readonly gate: ZeroGate;
  /** Shape (items): scale of each item; see WorkingScale. */
  readonly size: Float64Array;
  readonly shift: Float64Array;
  /** Shape (items): intercepts, residual standard deviations, last training periods. */
  readonly level: Float64Array;
  readonly sigma: Float64Array;
  readonly end: Float64Array;
  /** Shape (items, itemColumns). */
  readonly item: Float64Array;
  /** Shape (columns): what items are shrunk to; also the coefficients of the columns that are only common. */
  readonly common: Float64Array;
  /** Shape (commonWaveCount). */
  readonly waves: Float64Array;
  /** Shape (groups): variance between items. */
  readonly tau2: Float64Array;
  /** Seasons longer than `mostSeasonColumns`: terms of shape (items, m). */
  readonly profiles: readonly { readonly m: number; readonly terms: Float64Array }[];
  /** Steps after which a row weighs 1/e; Infinity for none. */
  readonly memory: number;
  /** Half-life, in steps, of the recent level in the residual. */
  readonly halfLife: number;
  /** What an item without a past of its own is expected to be, by its attributes. */
  readonly likeItems: LikeItems;
  readonly youngItems: YoungItems;
}

/** A fit before its memory and its like items are learned. */
export type FittedEffects = Omit<RegressionFit, 'halfLife' | 'likeItems' | 'youngItems'>;

/** A ridge regression of item coefficients on static attributes. */
export interface LikeItems {
  readonly statics: readonly StaticCode[];
  /** Shape (1 + attribute columns, outputs): outputs are log size, level, then item coefficients. */
  readonly weights: Float64Array;
  readonly outputs: number;
  /** Standard deviation of log size around its expectation. */
  readonly spread: number;
  /** Usual shift and residual standard deviation of an item. */
  readonly shift: number;
  readonly sigma: number;
  /** No item is expected above: the highest value of any, those aside that are of another order than the others. */
  readonly ceiling: number;
}

/** What the first rows of an item tell of it, learned from the others. Working scale. */
export interface YoungItems {
  /** Standard deviation of values around the item's level and what attributes, calendar and covariates tell. */
  readonly noise: number;
  /** Standard deviation of a level from the next one, each over as many values as make an item a fitted one. */
  readonly drift: number;
  /** How far items that began within the panel were from their later level, by octaves of their age. */
  readonly opening: Float64Array;
}

export type StaticCode =
  | { readonly name: string; readonly levels: readonly string[] }
  | { readonly name: string; readonly mean: number; readonly sd: number; readonly log: boolean };

export const scaleOf = (fit: FittedEffects, item: number): WorkingScale => ({
  size: fit.size[item]!,
  shift: fit.shift[item]!,
});

/** What an item's rows need of a fit: the same for a fitted item and for one that is fitted anew. */
export interface ItemEffects {
  readonly scale: WorkingScale;
  readonly level: number;
  readonly sigma: number;
  readonly end: number;
  readonly item: Float64Array;
  readonly profiles: readonly { readonly m: number; readonly terms: Float64Array }[];
  /** Index in the fit's gate, -1 where it is unknown. */
  readonly gateItem: number;
}

export function itemEffects(fit: FittedEffects, item: number): ItemEffects {
  const p = fit.design.itemColumns;
  return {
    scale: scaleOf(fit, item),
    level: fit.level[item]!,
    sigma: fit.sigma[item]!,
    end: fit.end[item]!,
    item: fit.item.subarray(item * p, (item + 1) * p),
    profiles: fit.profiles.map(({ m, terms }) => ({ m, terms: terms.subarray(item * m, (item + 1) * m) })),
    gateItem: item,
  };
}

/** Sums the effects of one item at any of its periods; made once for an item, as it holds scratch. */
export function effectSum(
  panel: Panel,
  fit: Pick<RegressionFit, 'common' | 'waves'>,
  effects: Pick<ItemEffects, 'item' | 'end' | 'profiles'>,
  frameItem: number,
) {
  const { frame, design, covariates, waves } = panel;
  const scratch: SparseRow = sparseRow(design);
  const first = frame.offset[frameItem]!;
  const last = first + knownRows(panel, frameItem) - 1;
  const start = frame.start[frameItem]!;
  const waveCount = commonWaveCount(design);
  return (period: number, parts: Parts): number => {
    const k = period - start;
    const row = k >= 0 && first + k <= last ? first + k : -1;
    const n = fillRow(design, covariates, waves, parts, row, first, last, period, effects.end, scratch);
    let sum = 0;
    for (let j = 0; j < n; j++) {
      const column = scratch.index[j]!;
      sum += scratch.value[j]! * (column < design.itemColumns ? effects.item[column]! : fit.common[column]!);
    }
    if (waveCount > 0) sum += commonWaves(panel, fit.waves, period);
    if (parts.season) {
      for (const { m, terms } of effects.profiles) sum += terms[((period % m) + m) % m]!;
    }
    return sum;
  };
}

/** Effect of the waves that all items share. */
export function commonWaves({ design, waves }: Panel, weights: Float64Array, period: number): number {
  const at = waves.at(period);
  const { commonWaves: yearly } = design.form;
  const monthlyAt = 2 * Math.max(yearly, design.form.itemWaves);
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    const column = k < 2 * yearly ? k : monthlyAt + k - 2 * yearly;
    sum += weights[k]! * waves.values[at + column]!;
  }
  return sum;
}

/** Past of a frame's item on the working scale; NaN where missing or gated. */
export function workingPast(
  panel: Panel,
  gate: ZeroGate,
  gateItem: number,
  frameItem: number,
  rows: number,
  scale: WorkingScale,
): Float64Array {
  const { frame, covariates } = panel;
  const first = frame.offset[frameItem]!;
  const start = frame.start[frameItem]!;
  const z = new Float64Array(rows);
  for (let k = 0; k < rows; k++) {
    const value = frame.target[first + k]!;
    z[k] =
      Number.isNaN(value) || meansZero(gate, covariates, gateItem, first + k, start + k)
        ? Number.NaN
        : toWorking(scale, value);
  }
  return z;
}

/** Residual level of the last rows: exponentially weighted, shrunk to zero by the weight of two rows. */
export function recentLevel(residual: Float64Array, n: number, halfLife: number): number {
  const decay = 0.5 ** (1 / halfLife);
  let sum = 0;
  let weights = 2;
  let w = 1;
  for (let t = n - 1; t >= 0 && w > 1e-4; t--) {
    if (!Number.isNaN(residual[t]!)) {
      sum += w * residual[t]!;
      weights += w;
    }
    w *= decay;
  }
  return sum / weights;
}

/** Residuals of an item's past, clipped at four standard deviations; NaN where missing or gated. Shape (rows). */
export function residualsOf(
  panel: Panel,
  fit: FittedEffects,
  effects: ItemEffects,
  frameItem: number,
  rows: number,
): Float64Array {
  const residual = workingPast(panel, fit.gate, effects.gateItem, frameItem, rows, effects.scale);
  const sum = effectSum(panel, fit, effects, frameItem);
  const start = panel.frame.start[frameItem]!;
  const bound = 4 * effects.sigma;
  for (let k = 0; k < rows; k++) {
    if (Number.isNaN(residual[k]!)) continue;
    const r = residual[k]! - effects.level - sum(start + k, allParts);
    residual[k] = Math.min(Math.max(r, -bound), bound);
  }
  return residual;
}

/** An item's level at the end of its past, on the working scale, under each of some half-lives of the recent one. */
export function pooledLevels(
  panel: Panel,
  fit: FittedEffects,
  effects: ItemEffects,
  frameItem: number,
  rows: number,
  halfLives: readonly number[],
): number[] {
  const residual = residualsOf(panel, fit, effects, frameItem, rows);
  return halfLives.map((it) => effects.level + recentLevel(residual, rows, it));
}

/**
 * Medians of the pooled regression for an item's periods, target unit, under each of some half-lives of the recent
 * level.
 *
 * @param out shape (half-lives, periods); overwritten
 */
export function pooledForecast(
  panel: Panel,
  fit: FittedEffects,
  effects: ItemEffects,
  frameItem: number,
  rows: number,
  periods: Float64Array,
  halfLives: readonly number[],
  out: Float64Array,
): void {
  const levels = pooledLevels(panel, fit, effects, frameItem, rows, halfLives);
  const sum = effectSum(panel, fit, effects, frameItem);
  for (let k = 0; k < periods.length; k++) {
    const whole = sum(periods[k]!, allParts);
    for (let l = 0; l < levels.length; l++) {
      out[l * periods.length + k] = fromWorking(effects.scale, levels[l]! + whole);
    }
  }
}
