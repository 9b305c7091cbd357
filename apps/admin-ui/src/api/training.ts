import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { isLive, pace, whileLive } from './pace.ts';

export const trainingRunsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'training-runs'],
    queryFn: async ({ signal }) => (await client.listTrainingRuns({ params: { projectId } }, { signal })).trainingRuns,
    refetchInterval: ({ state }) => whileLive(state.data),
  });

export const trainingRunQuery = (projectId: string, trainingRunId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'training-runs', trainingRunId],
    queryFn: ({ signal }) => client.getTrainingRun({ params: { projectId, trainingRunId } }, { signal }),
    refetchInterval: ({ state }) => (isLive(state.data) ? 2 * pace.liveMs : false),
  });

export const modelsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'models'],
    queryFn: async ({ signal }) => (await client.listModels({ params: { projectId } }, { signal })).models,
  });
