import { Conflict, NotFound } from '@tandem/data-model';
import type { BatchForecast } from '@tandem/data-model/contract';
import type { ForecastSource } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { objectKeys } from '../object-keys.ts';
import { getModel } from './models.ts';
import { asOf, queuedJob } from './queued-job.ts';
import { getTrainingRun } from './training-runs.ts';

/** Of which model, as many steps ahead as its job says unless told, and whether somebody waits. */
type NewForecast = Pick<BatchForecast, 'modelId' | 'priority'> & { readonly horizon?: number | undefined };

/** Accepts a forecast of every item, as far ahead as its model was trained for unless told. Throws NotFound for the model. */
export async function createBatchForecast(
  deps: Deps,
  projectId: string,
  { modelId, horizon: asked, priority }: NewForecast,
): Promise<BatchForecast> {
  const { control, queue } = deps;
  const { trainingRunId } = await getModel(deps, projectId, modelId);
  const horizon = asked ?? (await getTrainingRun(deps, projectId, trainingRunId)).job.forecastHorizon;
  const nothingYet = { items: null, rows: null, cutoff: null };
  const batch = await control.batchForecasts.create({
    ...{ projectId, modelId, horizon },
    ...asOf(priority),
    ...queuedJob,
    ...nothingYet,
  });
  await queue.send({ kind: 'batch-forecast', projectId, id: batch.id, ...asOf(priority) });
  return batch;
}

export async function getBatchForecast(
  { control }: Pick<Deps, 'control'>,
  projectId: string,
  id: string,
): Promise<BatchForecast> {
  const batch = await control.batchForecasts.get(projectId, id);
  if (!batch) throw new NotFound('batch forecast', id);
  return batch;
}

/** A batch forecast whose results can be read. Throws NotFound, or Conflict unless it has succeeded. */
export async function finishedBatchForecast(
  deps: Pick<Deps, 'control'>,
  projectId: string,
  id: string,
): Promise<BatchForecast & { cutoff: string }> {
  const batch = await getBatchForecast(deps, projectId, id);
  if (batch.state === 'succeeded' && batch.cutoff !== null) return { ...batch, cutoff: batch.cutoff };
  throw new Conflict(
    `The batch forecast has no results: it is "${batch.state}".`,
    batch.state === 'queued' || batch.state === 'running' ? 'Wait until it has succeeded.' : 'Start another one.',
  );
}

/** What a finished batch forecast was made from. Throws NotFound, or Conflict unless it has succeeded. */
export async function batchForecastSource(
  deps: Pick<Deps, 'control'>,
  projectId: string,
  id: string,
): Promise<{ batch: BatchForecast; source: ForecastSource }> {
  const batch = await finishedBatchForecast(deps, projectId, id);
  const { trainingRunId } = await getModel(deps, projectId, batch.modelId);
  return {
    batch,
    source: {
      modelKey: objectKeys.model(projectId, trainingRunId),
      frameKey: objectKeys.batchFrame(projectId, id),
    },
  };
}
