import type { Forecast, ForecastRequest, TrainingFrame } from '@tandem/data-model';
import type { TrainingJob, TrainingReport } from '@tandem/data-model/contract';
import type { Model } from './artifact/model.ts';
import { backtest } from './backtest/backtest.ts';
import { fitRegressions } from './backtest/regressions.ts';
import { weigh } from './ensemble/weigh.ts';
import { forecastRows } from './forecast.ts';
import { inPlaceRunner } from './in-place-runner.ts';
import { describePlan, planTraining } from './plan.ts';
import { report } from './report.ts';
import { runControl, type TrainOptions } from './run-control.ts';

/**
 * Trains every candidate on a panel, backtests them over rolling windows and blends them into one ensemble.
 *
 * The same frame and job give the same model, byte for byte, for any number of threads, unless a time limit cuts it
 * short; the report says what was left out. Throws NothingToForecast where no item has a value, and Cancelled soon
 * after the signal.
 */
export async function train(
  frame: TrainingFrame,
  job: TrainingJob,
  options: TrainOptions = {},
): Promise<{ model: Model; report: TrainingReport }> {
  const run = runControl(
    options.runner ?? inPlaceRunner(frame),
    options,
    job.completionCriteria.maxAutoMLJobRuntimeInSeconds,
  );
  const plan = planTraining(frame, job, options.scaleSeason); // seasons, codes of covariates, windows
  run.log(describePlan(frame, plan));
  const regressions = await fitRegressions(frame, plan, run); // every form at every cutoff; the form that forecast best stays
  const tested = await backtest(frame, plan, regressions, run); // medians of each candidate in each window, parameters on all data
  const ensemble = weigh(frame, plan, tested); // weights and spread; the test window is not looked at for weights
  return { model: ensemble.model, report: report(frame, plan, tested, ensemble, run.secondsUsed()) };
}

/**
 * Forecasts the rows of a request, in its order, by a trained model and the past in `frame`, which may be newer or
 * longer than the one it was trained on. Covariates are those of the frame's rows; periods beyond them have the base
 * values. An item that the model does not know, or with too little past, is forecast by the pooled regression from
 * those like it. About a millisecond for an item.
 */
export function predict(model: Model, frame: TrainingFrame, request: ForecastRequest): Forecast {
  return forecastRows(model, frame, request);
}
