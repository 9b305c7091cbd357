import type { Forecast, ForecastRequest, TrainingFrame } from '@tandem/data-model';
import type { TrainingJob, TrainingReport } from '@tandem/data-model/contract';
import type { Model } from './artifact/model.ts';
import { backtest } from './backtest/backtest.ts';
import { fitMembers } from './backtest/fit-members.ts';
import { fitToTime } from './backtest/fit-to-time.ts';
import { fitRegressions } from './backtest/regressions.ts';
import { measureImportance } from './explain/importance.ts';
import { forecastRows } from './forecast.ts';
import type { ImportedAhead } from './imported-ahead.ts';
import { inPlaceRunner } from './in-place-runner.ts';
import { makePlan } from './make-plan.ts';
import { describePlan } from './plan.ts';
import { report } from './report.ts';
import { runControl, type TrainOptions } from './run-control.ts';

/**
 * Trains candidates on a panel, backtests them over rolling windows and blends them into one ensemble.
 *
 * The same frame and job give the same model, byte for byte, for any number of threads, unless a time limit bites; the
 * report's plan says what was completed, and a job with that plan gives the same model again, without a clock. Throws
 * NothingToForecast where no item has a value, and Cancelled soon after the signal.
 */
export async function train(
  frame: TrainingFrame,
  job: TrainingJob,
  options: TrainOptions = {},
): Promise<{ model: Model; report: TrainingReport }> {
  const run = runControl(options.runner ?? inPlaceRunner(frame), options, job);
  const whole = await makePlan(frame, job, options.scaleSeason, run); // seasons, codes of covariates, windows, tested items
  run.log(describePlan(frame, whole));
  const plan = await fitToTime(frame, whole, run); // smaller, where the time limit is near
  const regressions = await fitRegressions(frame, plan, run); // every form at every cutoff; the form that forecast best stays
  const { backtested, trials } = await backtest(frame, plan, regressions, run); // medians of each candidate in each window
  const fitted = await fitMembers(frame, plan, backtested, trials, run); // weights and spread, then what has weight on all data
  const reliance = await measureImportance(frame, plan, fitted, run); // each input shuffled, on the test window
  return { model: fitted.model, report: report(frame, plan, regressions, fitted, reliance, run.secondsUsed()) };
}

/**
 * Forecasts the rows of a request, in its order, by a trained model and the past in `frame`, which may be newer or
 * longer than the one it was trained on. Covariates are those of the frame's rows; periods beyond them have the base
 * values. An item that the model does not know, or with too little past, is forecast by the pooled regression from
 * those like it. About a millisecond for an item.
 *
 * @param imported what `importedAhead` gave for this frame and request, where the ensemble has an imported model
 */
export function predict(
  model: Model,
  frame: TrainingFrame,
  request: ForecastRequest,
  imported?: ImportedAhead,
): Forecast {
  return forecastRows(model, frame, request, undefined, imported);
}
