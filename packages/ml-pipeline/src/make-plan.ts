import { InvalidInput, NothingToForecast, type TrainingFrame } from '@tandem/data-model';
import type { TrainingJob } from '@tandem/data-model/contract';
import type { TrainingPlan } from './plan.ts';
import { takeOver } from './regression/panel.ts';
import type { RunControl } from './run-control.ts';
import type { PlanResult, Refusal } from './tasks.ts';

/**
 * Decides what is tried, on a thread: of a large panel that takes seconds, in which a caller may want to cancel. What it
 * coded of the covariates all threads then share.
 */
export async function makePlan(
  frame: TrainingFrame,
  job: TrainingJob,
  scaleSeason: number | undefined,
  run: RunControl,
): Promise<TrainingPlan> {
  const result = (await run.one('plan', { kind: 'plan', job, scaleSeason, importedSource: run.imported?.source })) as
    | PlanResult
    | Refusal;
  if ('refused' in result) {
    const { code, message, mend } = result.refused;
    throw code === 'NOTHING_TO_FORECAST' ? new NothingToForecast(message, mend) : new InvalidInput(message, mend);
  }
  takeOver(frame, result.coded);
  run.share(result.coded);
  return result.plan;
}
