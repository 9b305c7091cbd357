import { type Forecast, type ForecastRequest, KnownError, type TrainingFrame } from '@tandem/data-model';
import type { TrainingJob } from '@tandem/data-model/contract';
import type { TaskModule } from '@tandem/ports';
import type { Model } from './artifact/model.ts';
import { scaledErrors } from './backtest/scaled-errors.ts';
import { type Backtested, testedOf } from './backtest/tested.ts';
import { countValues } from './backtest/windows.ts';
import { boundsOf, guarded } from './candidates/guard.ts';
import { hasContext } from './candidates/imported-model.ts';
import { itemCandidates } from './candidates/registry.ts';
import { type Weighed, weigh } from './ensemble/weigh.ts';
import { forecastRows } from './forecast.ts';
import { itemSeries, type SeriesPlan } from './frame/item-series.ts';
import { meansZero } from './frame/zero-gate.ts';
import type { ImportedAhead } from './imported-ahead.ts';
import { planTraining, type TrainingPlan } from './plan.ts';
import {
  type CommonFit,
  fitCommon,
  fitEffects,
  fitRegression,
  learnOthers,
  type RegressionTask,
} from './regression/fit.ts';
import {
  asKnownIn,
  type CodedFrame,
  codedFrame,
  itemEffects,
  panelOf,
  pooledForecast,
  type RegressionFit,
  takeOver,
} from './regression/panel.ts';
import { fitTrees, type TreesFit, type TreesTask } from './trees/fit-trees.ts';
import { treesForecast } from './trees/trees-forecast.ts';

/** Decides what is tried; see planTraining. Checks of the frame come back as a refusal. */
export interface PlanWork {
  readonly kind: 'plan';
  readonly job: TrainingJob;
  readonly scaleSeason: number | undefined;
  /** Whether the run brings an imported model. */
  /** What tells the run's imported model from others; undefined where it brings none. */
  readonly importedSource: string | undefined;
}

/** Fits the pooled regression at one cutoff, and forecasts `steps` steps of the tested items under each half-life. */
export interface RegressionWork extends RegressionTask {
  readonly kind: 'regression';
  readonly steps: number;
  readonly tested: Int32Array;
  readonly halfLives: readonly number[];
  readonly scaleSeason: number;
}

/** The three steps of a pooled regression over many items: the second comes for some items at a time. */
export interface CommonWork extends RegressionTask {
  readonly kind: 'common';
}
export interface EffectsWork extends RegressionTask {
  readonly kind: 'effects';
  readonly common: CommonFit;
  readonly from: number;
  readonly to: number;
}
export interface OthersWork extends RegressionTask {
  readonly kind: 'others';
  readonly common: CommonFit;
}

/** Fits one family on some items at one cutoff, and forecasts `steps` steps of each. */
export interface CandidateWork {
  readonly kind: 'candidate';
  readonly name: string;
  readonly items: Int32Array;
  readonly rows: Int32Array;
  readonly minRows: number;
  readonly steps: number;
  readonly plan: SeriesPlan;
  readonly fit: RegressionFit;
}

/** Grows one forest over all items at one cutoff, on what a pooled regression leaves, and forecasts `steps` steps of the tested. */
export interface TreesWork extends TreesTask {
  readonly kind: 'trees';
  readonly steps: number;
  readonly tested: Int32Array;
  readonly fit: RegressionFit;
}

/** Bounds what an imported model said of some items at one cutoff. */
export interface ImportedWork {
  readonly kind: 'imported';
  readonly items: Int32Array;
  readonly rows: Int32Array;
  readonly minRows: number;
  readonly steps: number;
  readonly fit: RegressionFit;
  readonly contextLength: number;
  /** Shape (items, given), target unit; not looked at for items without a context. */
  readonly ahead: Float32Array;
  readonly given: number;
}

/** Weighs what was tested. */
export interface WeighWork {
  readonly kind: 'weigh';
  readonly plan: TrainingPlan;
  readonly tested: Backtested;
}

/** Forecasts rows of the frame's items by a model of the same items. */
export interface ForecastWork {
  readonly kind: 'forecast';
  readonly model: Omit<Model, 'items'>;
  readonly request: ForecastRequest;
  readonly imported: ImportedAhead | undefined;
}

export type FitTask = RegressionWork | CommonWork | EffectsWork | OthersWork | CandidateWork | TreesWork | ImportedWork;
/** Any task; `coded` is what another thread coded of the frame's covariates. */
export type Task = (PlanWork | FitTask | WeighWork | ForecastWork) & { readonly coded?: CodedFrame };

export interface FitResult {
  /**
   * Medians, shape (items of the task, steps), of a regression (half-lives, tested items, steps); target unit; NaN
   * where an item has too little past.
   */
  readonly medians: Float64Array;
  /** Shape (items of the task, parameters of the family); NaN likewise. */
  readonly parameters: Float64Array;
  readonly common?: CommonFit;
  readonly fit?: RegressionFit;
  readonly trees?: TreesFit;
  /** Of a regression, for each half-life: sum and number of scaled errors. */
  readonly losses?: Float64Array;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

export interface PlanResult {
  readonly plan: TrainingPlan;
  readonly coded: CodedFrame;
}

/** A KnownError of the frame, which keeps its class through any thread. */
export interface Refusal {
  readonly refused: { readonly code: string; readonly message: string; readonly mend: string };
}

export type TaskResult = FitResult | PlanResult | Refusal | Weighed | Forecast;

/** The module that worker threads run: given the frame (in shared memory), it does tasks. Same task, same bytes. */
const tasks: TaskModule<TrainingFrame, Task, TaskResult> = (frame) => (task) => {
  if (task.coded) takeOver(frame, task.coded);
  switch (task.kind) {
    case 'plan':
      return planned(frame, task);
    case 'regression':
      return regress(frame, task);
    case 'common':
      return timed(() => ({ common: fitCommon(frame, task) }));
    case 'effects':
      return timed(() => {
        fitEffects(frame, task, task.common, task.from, task.to);
        return {};
      });
    case 'others':
      return timed(() => ({ fit: learnOthers(frame, task, task.common) }));
    case 'candidate':
      return fitCandidate(frame, task);
    case 'trees':
      return growTrees(frame, task);
    case 'imported':
      return boundImported(frame, task);
    case 'weigh':
      return weigh(frame, task.plan, testedOf(frame, task.plan, task.tested));
    case 'forecast':
      return forecastRows({ ...task.model, items: frame.items }, frame, task.request, undefined, task.imported);
  }
};
export default tasks;

function planned(frame: TrainingFrame, { job, scaleSeason, importedSource }: PlanWork): PlanResult | Refusal {
  try {
    const plan = planTraining(frame, job, scaleSeason, importedSource);
    return { plan, coded: codedFrame(frame, plan.codes) };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return { refused: { code: error.code, message: error.message, mend: error.mend } };
  }
}

const nothing = new Float64Array(0);

function timed(fit: () => Pick<FitResult, 'common' | 'fit'>): FitResult {
  const started = performance.now();
  const result = fit();
  const fitSeconds = (performance.now() - started) / 1000;
  return { medians: nothing, parameters: nothing, ...result, fitSeconds, predictSeconds: 0 };
}

function regress(frame: TrainingFrame, task: RegressionWork): FitResult {
  const started = performance.now();
  const fit = fitRegression(frame, task);
  const fitted = performance.now();
  const { steps, tested, rows, minRows, halfLives } = task;
  const n = tested.length;
  const medians = new Float64Array(new SharedArrayBuffer(8 * halfLives.length * n * steps)).fill(Number.NaN);
  const losses = new Float64Array(2 * halfLives.length);
  const all = new Float64Array(halfLives.length * steps);
  const panel = asKnownIn(panelOf(frame, fit.design), rows, steps);
  const periods = new Float64Array(steps);
  for (let p = 0; steps > 0 && p < n; p++) {
    const i = tested[p]!;
    if (countValues(frame, i, rows[i]!) < minRows) continue;
    for (let h = 0; h < steps; h++) periods[h] = frame.start[i]! + rows[i]! + h;
    pooledForecast(panel, fit, itemEffects(fit, i), i, rows[i]!, periods, halfLives, all);
    const errors = scaledErrors(frame, i, rows[i]!, steps, task.scaleSeason);
    for (let l = 0; l < halfLives.length; l++) {
      const out = medians.subarray((l * n + p) * steps, (l * n + p + 1) * steps);
      out.set(all.subarray(l * steps, (l + 1) * steps));
      finish(frame, panel.covariates, fit, i, rows[i]!, out, true);
      errors.add(out, losses, 2 * l);
    }
  }
  return {
    medians,
    parameters: nothing,
    fit,
    losses,
    fitSeconds: (fitted - started) / 1000,
    predictSeconds: (performance.now() - fitted) / 1000,
  };
}

function fitCandidate(frame: TrainingFrame, task: CandidateWork): FitResult {
  const { items, rows, steps, minRows, fit } = task;
  const candidate = itemCandidates.find((it) => it.name === task.name)!;
  const panel = asKnownIn(panelOf(frame, fit.design), rows, steps);
  const medians = new Float64Array(items.length * steps).fill(Number.NaN);
  const parameters = new Float64Array(items.length * candidate.parameters).fill(Number.NaN);
  let fitSeconds = 0;
  let predictSeconds = 0;
  for (let p = 0; p < items.length; p++) {
    const i = items[p]!;
    if (countValues(frame, i, rows[i]!) < minRows) continue;
    const started = performance.now();
    const { series, restore } = itemSeries(panel, fit, itemEffects(fit, i), task.plan, i, rows[i]!, candidate.sees);
    const params = candidate.fit(series);
    const fitted = performance.now();
    fitSeconds += (fitted - started) / 1000;
    if (params.length === 0) continue;
    parameters.set(params, p * candidate.parameters);
    if (steps === 0) continue;
    const out = medians.subarray(p * steps, (p + 1) * steps);
    candidate.forecast(series, params, steps, out);
    const after = frame.start[i]! + rows[i]!;
    for (let h = 0; h < steps; h++) out[h] = restore(out[h]!, after + h);
    finish(frame, panel.covariates, fit, i, rows[i]!, out, candidate.sees !== 'plain');
    predictSeconds += (performance.now() - fitted) / 1000;
  }
  return { medians, parameters, fitSeconds, predictSeconds };
}

function growTrees(frame: TrainingFrame, task: TreesWork): FitResult {
  const started = performance.now();
  const { rows, minRows, steps, tested, fit } = task;
  const trees = fitTrees(frame, fit, task);
  const fitted = performance.now();
  const panel = asKnownIn(panelOf(frame, fit.design), rows, steps);
  const medians = new Float64Array(tested.length * steps).fill(Number.NaN);
  const periods = new Float64Array(steps);
  for (let p = 0; trees && steps > 0 && p < tested.length; p++) {
    const i = tested[p]!;
    if (countValues(frame, i, rows[i]!) < minRows) continue;
    const out = medians.subarray(p * steps, (p + 1) * steps);
    for (let h = 0; h < steps; h++) periods[h] = frame.start[i]! + rows[i]! + h;
    treesForecast(frame, trees, itemEffects(fit, i), i, rows[i]!, periods, out, panel);
    finish(frame, panel.covariates, fit, i, rows[i]!, out, true);
  }
  return {
    medians,
    parameters: nothing,
    ...(trees ? { trees } : {}),
    fitSeconds: (fitted - started) / 1000,
    predictSeconds: (performance.now() - fitted) / 1000,
  };
}

function boundImported(frame: TrainingFrame, task: ImportedWork): FitResult {
  const started = performance.now();
  const { items, rows, minRows, steps, fit, contextLength, ahead, given } = task;
  const panel = asKnownIn(panelOf(frame, fit.design), rows, steps);
  const medians = new Float64Array(items.length * steps).fill(Number.NaN);
  const reach = Math.min(steps, given);
  for (let p = 0; p < items.length; p++) {
    const i = items[p]!;
    if (countValues(frame, i, rows[i]!) < minRows || !hasContext(frame, i, rows[i]!, contextLength)) continue;
    const out = medians.subarray(p * steps, p * steps + reach);
    out.set(ahead.subarray(p * given, p * given + reach));
    finish(frame, panel.covariates, fit, i, rows[i]!, out, true);
  }
  return { medians, parameters: nothing, fitSeconds: 0, predictSeconds: (performance.now() - started) / 1000 };
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
