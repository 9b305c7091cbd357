import type { Client } from '@tandem/client';
import type { WorkflowRun } from '@tandem/data-model/contract';
import { expect } from 'vitest';

/** A workflow of every step, whose gate lets the first model through. */
export const wholeWorkflow = {
  load: {},
  train: { job: { preset: 'fast', forecastHorizon: 7 } },
  gate: { mostWorse: { WQL: 0.05, MASE: 0.05 }, coverage: { least: 0, most: 1 } },
  deploy: { endpoint: 'live' },
  batchForecast: {},
} as const;

export const hasEnded = ({ state }: WorkflowRun) => state !== 'queued' && state !== 'running';

/** Its only run succeeded in every step, and the project has one of each thing that it makes. */
export async function expectEachMadeOnce(client: Client, projectId: string, run: WorkflowRun): Promise<void> {
  const params = { projectId };
  expect(run.steps.map((it) => [it.step, it.state, it.error])).toEqual(
    ['load', 'train', 'gate', 'deploy', 'batch-forecast'].map((it) => [it, 'succeeded', null]),
  );
  const [{ loads }, { trainingRuns }, { models }, { endpoints }, { batchForecasts }] = await Promise.all([
    client.listLoads({ params }),
    client.listTrainingRuns({ params }),
    client.listModels({ params }),
    client.listEndpoints({ params }),
    client.listBatchForecasts({ params }),
  ]);
  expect(loads.map((it) => it.state)).toEqual(['succeeded']);
  expect(trainingRuns.map((it) => it.state)).toEqual(['succeeded']);
  expect(models.map((it) => [it.name, it.version])).toEqual([['sales-forecast', 1]]);
  expect(endpoints).toMatchObject([{ name: 'live', state: 'in-service', modelId: models[0]!.id }]);
  expect(batchForecasts).toMatchObject([{ state: 'succeeded', modelId: models[0]!.id }]);
}
