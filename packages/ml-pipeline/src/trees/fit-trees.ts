import type { TrainingFrame } from '@tandem/data-model';
import { countValues } from '../backtest/windows.ts';
import { evenly } from '../regression/fit.ts';
import { itemEffects, panelOf, type RegressionFit } from '../regression/panel.ts';
import { binnedRows, learnBins, putRow } from './binning.ts';
import { type BoostRules, boost } from './boost.ts';
import { type FeaturePlan, featureWriter, planFeatures } from './features.ts';
import { itemPast } from './item-past.ts';
import { drawRows, leastPast } from './training-rows.ts';
import type { Forest } from './tree-model.ts';

/** Forests over all items on what a pooled regression leaves, and all that is needed to forecast by them. */
export interface TreesFit {
  readonly regression: RegressionFit;
  readonly plan: FeaturePlan;
  /** The mean of their medians is the forecast: one forest alone varies much with the rows and blocks that it drew. */
  readonly forests: readonly Forest[];
}

/** How large the trees are and how much they learn from. */
export interface TreesSize {
  /** Rows that they learn from, about. */
  readonly rows: number;
  readonly boost: Omit<BoostRules, 'judges'>;
  readonly forests: number;
}

export interface TreesTask {
  /** Past rows of each item that may be read, shape (items). */
  readonly rows: Int32Array;
  /** Items with fewer values are left out. */
  readonly minRows: number;
  readonly horizon: number;
  /** Season lengths whose positions are features, the shortest first. */
  readonly seasons: readonly number[];
  /** A year in whole seasons; 0 where none is spanned. */
  readonly year: number;
  /** Steps after which a row weighs 1/e; Infinity for none. */
  readonly memory: number;
  readonly size: TreesSize;
  readonly seed: number;
  /** Which of the forests: each learns from rows of its own draw. */
  readonly forest: number;
}

const mostItems = 4000;
const itemsForBins = 400;
const rowsForBins = 20_000;

/**
 * Fits one forest on the residuals of a pooled regression. Even ones have leaves that other blocks of time judge, which are modest; odd ones leaves
 * that all rows judge, which keep what came once: together they err less than either. O(rows drawn * features * trees) time; a byte for each row and feature.
 * Undefined where there are fewer than a hundred rows to learn from.
 */
export function fitTrees(frame: TrainingFrame, regression: RegressionFit, task: TreesTask): TreesFit | undefined {
  const { rows, minRows, horizon, memory, seed, size, forest } = task;
  const panel = panelOf(frame, regression.design);
  const plan = planFeatures(panel, regression, task.seasons, task.year);
  const features = plan.names.length;
  const fitted: number[] = [];
  for (let i = 0; i < frame.items.length; i++) if (countValues(frame, i, rows[i]!) >= minRows) fitted.push(i);
  const items = evenly(fitted, mostItems);
  const values = new Float64Array(features);

  /** Calls `visit` for each row drawn that has a residual, once its features lie in `values`; stops where it gives false. */
  const visitRows = (of: readonly number[], visit: (item: number, k: number, residual: number) => boolean) => {
    for (const i of of) {
      const past = itemPast(panel, regression, itemEffects(regression, i), i, rows[i]!);
      const write = featureWriter(panel, plan, past);
      for (let k = leastPast; k < rows[i]!; k++) {
        if (Number.isNaN(past.residual[k]!) || !draw.isDrawn(i, k)) continue;
        const origin = draw.originOf(i, k);
        write(k, origin, values);
        if (!visit(i, k, past.residual[k]! - past.level[origin]!)) return;
      }
    }
  };

  const draw = drawRows(frame, items, rows, { memory, horizon, wanted: size.rows, seed: seed + forest });
  const sample = new Float64Array(rowsForBins * features);
  let sampled = 0;
  let seen = 0;
  const some = evenly(items, itemsForBins);
  const stride = Math.max(1, Math.ceil((draw.most * some.length) / Math.max(items.length, 1) / rowsForBins));
  visitRows(some, () => {
    if (seen++ % stride === 0) sample.set(values, sampled++ * features);
    return sampled < rowsForBins;
  });
  if (seen < 100) return undefined;
  const bins = learnBins(sample.subarray(0, sampled * features), features, plan.categorical);

  const binned = binnedRows(draw.most, features);
  const target = new Float64Array(draw.most);
  const weight = new Float64Array(draw.most);
  const block = new Int32Array(draw.most);
  const blockSteps = blockLength(task);
  let count = 0;
  visitRows(items, (i, k, residual) => {
    putRow(bins, binned, count, values);
    target[count] = residual;
    weight[count] = draw.weightOf(i, k);
    block[count++] = Math.floor((frame.start[i]! + k) / blockSteps);
    return count < draw.most;
  });
  const grown = boost(
    bins,
    { ...binned, count },
    { target: target.subarray(0, count), weight: weight.subarray(0, count), block: block.subarray(0, count) },
    { ...size.boost, judges: forest % 2 === 0 ? 'others' : 'all' },
    seed + forest,
  );
  return { regression, plan, forests: [grown] };
}

/** One fit of several that differ in their forests only. */
export const joinForests = (fits: readonly TreesFit[]): TreesFit => ({
  ...fits[0]!,
  forests: fits.flatMap((it) => it.forests),
});

/** Rows of one block share what happened to all items at the time: two short seasons, or a twentieth of a year. */
const blockLength = ({ seasons, year, horizon }: TreesTask) =>
  Math.max(
    1,
    seasons[0] !== undefined && seasons[0] <= 31 ? 2 * seasons[0] : Math.round(year / 20) || Math.ceil(horizon / 2),
  );
