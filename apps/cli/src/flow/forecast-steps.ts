import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@tandem/client';
import type { BatchForecast, Endpoint, Model, NewTrainingRun, TrainingRun } from '@tandem/data-model/contract';
import { describe, ended, isGood, JobFailed } from './jobs.ts';

/** What a step works with: the project, a way to show how far it is, and the signal to stop. */
export interface StepContext {
  readonly client: Client;
  readonly projectId: string;
  readonly note: (text: string) => void;
  readonly signal: AbortSignal;
}

export const forecastName = 'sales-forecast';
const horizon = 28;
const job: NonNullable<NewTrainingRun['job']> = {
  forecastHorizon: horizon,
  forecastQuantiles: ['p10', 'p20', 'p30', 'p40', 'p50', 'p60', 'p70', 'p80', 'p90'],
  preset: 'fast',
};

/** Trains on the star as it is, unless a run begun at the instant `since` or later is good. */
export async function ensureTraining(
  { client, projectId, note, signal }: StepContext,
  since: string,
): Promise<TrainingRun> {
  const params = { projectId };
  const { trainingRuns } = await client.listTrainingRuns({ params });
  const fits = (it: TrainingRun) => it.name === forecastName && isGood(it) && it.createdAt >= since;
  const { id } =
    trainingRuns.find(fits) ?? (await client.createTrainingRun({ params, body: { name: forecastName, job } }));
  const byRun = { params: { projectId, trainingRunId: id } };
  for await (const { progress } of client.streamTrainingRun(byRun, { signal })) if (progress) note(describe(progress));
  return ended('Training', () => client.getTrainingRun(byRun), note, signal);
}

export async function ensureModel({ client, projectId }: StepContext, run: TrainingRun): Promise<Model> {
  const params = { projectId };
  const { models } = await client.listModels({ params });
  return (
    models.find((it) => it.trainingRunId === run.id) ??
    client.createModel({ params, body: { name: forecastName, trainingRunId: run.id } })
  );
}

/** The endpoint, serving this model. */
export async function ensureEndpoint({ client, projectId, signal }: StepContext, model: Model): Promise<Endpoint> {
  const params = { projectId };
  const find = async () =>
    (await client.listEndpoints({ params })).endpoints.find(
      (it) => it.name === forecastName && it.modelId === model.id && it.state !== 'failed',
    );
  let endpoint =
    (await find()) ?? (await client.createEndpoint({ params, body: { name: forecastName, modelId: model.id } }));
  while (endpoint.state === 'creating') {
    await sleep(50, undefined, { signal });
    const { endpoints } = await client.listEndpoints({ params });
    endpoint = endpoints.find((it) => it.name === forecastName) ?? endpoint;
  }
  if (endpoint.state === 'failed') throw new JobFailed('Serving the model', endpoint.error, 'failed');
  return endpoint;
}

export async function ensureBatchForecast(
  { client, projectId, note, signal }: StepContext,
  model: Model,
): Promise<BatchForecast> {
  const params = { projectId };
  const { batchForecasts } = await client.listBatchForecasts({ params });
  const { id } =
    batchForecasts.find((it) => it.modelId === model.id && it.horizon === horizon && isGood(it)) ??
    (await client.createBatchForecast({ params, body: { modelId: model.id, horizon } }));
  const ask = () => client.getBatchForecast({ params: { projectId, batchForecastId: id } });
  return ended('The batch forecast', ask, note, signal);
}
