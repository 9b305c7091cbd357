import type { TrainingFrame } from '@tandem/data-model';
import type { TaskModule } from '@tandem/ports';
import { countValues } from './backtest/windows.ts';
import { boundsOf, guarded } from './candidates/guard.ts';
import { itemCandidates } from './candidates/registry.ts';
import { itemSeries, type SeriesPlan } from './frame/item-series.ts';
import { meansZero } from './frame/zero-gate.ts';
import { fitRegression, type RegressionTask } from './regression/fit.ts';
import { itemEffects, panelOf, pooledForecast, type RegressionFit } from './regression/panel.ts';
import { fitTrees, type TreesFit, type TreesTask } from './trees/fit-trees.ts';
import { treesForecast } from './trees/trees-forecast.ts';

/**
 * Fits the pooled regression on all items at one cutoff, and forecasts `steps` steps of each under each half-life.
 */
export interface RegressionWork extends RegressionTask {
  readonly kind: 'regression';
  readonly steps: number;
  readonly halfLives: readonly number[];
}

/** Fits one family on items `from` to `to` (exclusive) at one cutoff, and forecasts `steps` steps of each. */
export interface CandidateWork {
  readonly kind: 'candidate';
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly rows: Int32Array;
  readonly minRows: number;
  readonly steps: number;
  readonly plan: SeriesPlan;
  readonly fit: RegressionFit;
}

/** Fits trees over all items at one cutoff, on what a pooled regression without a year leaves, and forecasts `steps` steps of each. */
export interface TreesWork extends TreesTask {
  readonly kind: 'trees';
  readonly steps: number;
  /** How to fit that regression, unless `fit` is it already. */
  readonly regression: RegressionTask;
  readonly fit?: RegressionFit;
}

export type Task = RegressionWork | CandidateWork | TreesWork;

export interface TaskResult {
  /**
   * Medians, shape (items of the task, steps), of a regression (half-lives, items, steps); target unit; NaN where an
   * item has too little past.
   */
  readonly medians: Float64Array;
  /** Shape (items of the task, parameters of the family); NaN likewise. */
  readonly parameters: Float64Array;
  readonly fit?: RegressionFit;
  readonly trees?: TreesFit;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

/** The module that worker threads run: given the frame (in shared memory), it does tasks. Same task, same bytes. */
const tasks: TaskModule<TrainingFrame, Task, TaskResult> = (frame) => (task) => {
  switch (task.kind) {
    case 'regression':
      return regress(frame, task);
    case 'candidate':
      return fitCandidate(frame, task);
    case 'trees':
      return growTrees(frame, task);
  }
};
export default tasks;

function regress(frame: TrainingFrame, task: RegressionWork): TaskResult {
  const started = performance.now();
  const fit = fitRegression(frame, task);
  const fitted = performance.now();
  const n = frame.items.length;
  const { steps, rows, minRows, halfLives } = task;
  const medians = new Float64Array(new SharedArrayBuffer(8 * halfLives.length * n * steps)).fill(Number.NaN);
  const all = new Float64Array(halfLives.length * steps);
  const panel = panelOf(frame, fit.design);
  const periods = new Float64Array(steps);
  for (let i = 0; steps > 0 && i < n; i++) {
    if (countValues(frame, i, rows[i]!) < minRows) continue;
    for (let h = 0; h < steps; h++) periods[h] = frame.start[i]! + rows[i]! + h;
    pooledForecast(panel, fit, itemEffects(fit, i), i, rows[i]!, periods, halfLives, all);
    for (let l = 0; l < halfLives.length; l++) {
      const out = medians.subarray((l * n + i) * steps, (l * n + i + 1) * steps);
      out.set(all.subarray(l * steps, (l + 1) * steps));
      finish(frame, panel.covariates, fit, i, rows[i]!, out, true);
    }
  }
  return {
    medians,
    parameters: new Float64Array(0),
    fit,
    fitSeconds: (fitted - started) / 1000,
    predictSeconds: (performance.now() - fitted) / 1000,
  };
}

function fitCandidate(frame: TrainingFrame, task: CandidateWork): TaskResult {
  const { from, to, rows, steps, minRows, fit } = task;
  const candidate = itemCandidates.find((it) => it.name === task.name)!;
  const panel = panelOf(frame, fit.design);
  const medians = new Float64Array((to - from) * steps).fill(Number.NaN);
  const parameters = new Float64Array((to - from) * candidate.parameters).fill(Number.NaN);
  let fitSeconds = 0;
  let predictSeconds = 0;
  for (let i = from; i < to; i++) {
    if (countValues(frame, i, rows[i]!) < minRows) continue;
    const started = performance.now();
    const { series, restore } = itemSeries(panel, fit, itemEffects(fit, i), task.plan, i, rows[i]!, candidate.sees);
    const params = candidate.fit(series);
    const fitted = performance.now();
    fitSeconds += (fitted - started) / 1000;
    if (params.length === 0) continue;
    parameters.set(params, (i - from) * candidate.parameters);
    const out = medians.subarray((i - from) * steps, (i - from + 1) * steps);
    candidate.forecast(series, params, steps, out);
    const after = frame.start[i]! + rows[i]!;
    for (let h = 0; h < steps; h++) out[h] = restore(out[h]!, after + h);
    finish(frame, panel.covariates, fit, i, rows[i]!, out, candidate.sees !== 'plain');
    predictSeconds += (performance.now() - fitted) / 1000;
  }
  return { medians, parameters, fitSeconds, predictSeconds };
}

function growTrees(frame: TrainingFrame, task: TreesWork): TaskResult {
  const started = performance.now();
  const { rows, minRows, steps } = task;
  const fit = task.fit ?? fitRegression(frame, task.regression);
  const trees = fitTrees(frame, fit, task);
  const fitted = performance.now();
  const { covariates } = panelOf(frame, fit.design);
  const n = frame.items.length;
  const medians = new Float64Array(n * steps).fill(Number.NaN);
  const periods = new Float64Array(steps);
  for (let i = 0; trees && steps > 0 && i < n; i++) {
    if (countValues(frame, i, rows[i]!) < minRows) continue;
    const out = medians.subarray(i * steps, (i + 1) * steps);
    for (let h = 0; h < steps; h++) periods[h] = frame.start[i]! + rows[i]! + h;
    treesForecast(frame, trees, itemEffects(fit, i), i, rows[i]!, periods, out);
    finish(frame, covariates, fit, i, rows[i]!, out, true);
  }
  return {
    medians,
    parameters: new Float64Array(0),
    ...(trees ? { trees } : {}),
    fitSeconds: (fitted - started) / 1000,
    predictSeconds: (performance.now() - fitted) / 1000,
  };
}

/** Bounds the forecasts of consecutive periods after `rows`, and puts the learned zeros in. */
function finish(
  frame: TrainingFrame,
  covariates: ReturnType<typeof panelOf>['covariates'],
  fit: RegressionFit,
  i: number,
  rows: number,
  out: Float64Array,
  gated: boolean,
) {
  const first = frame.offset[i]!;
  const { season, horizon } = fit.design;
  const bounds = boundsOf(frame.target, first, rows, Math.max(season, 1), Math.max(horizon, out.length));
  for (let h = 0; h < out.length; h++) {
    const row = first + rows + h < frame.offset[i + 1]! ? first + rows + h : -1;
    const zero = gated && meansZero(fit.gate, covariates, i, row, frame.start[i]! + rows + h);
    out[h] = zero ? 0 : guarded(out[h]!, bounds);
  }
}
