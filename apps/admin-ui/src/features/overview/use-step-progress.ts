import type { FlowStepName, JobState, Progress } from '@tandem/data-model/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { loadsQuery } from '../../api/files.ts';
import { batchForecastsQuery } from '../../api/forecasts.ts';
import { isLive } from '../../api/pace.ts';
import { trainingRunsQuery } from '../../api/training.ts';

/** The job that works: one that runs before one that waits. */
const atWork = <T extends { readonly state: JobState }>(jobs: readonly T[] | undefined) =>
  jobs?.find(({ state }) => state === 'running') ?? jobs?.find(isLive);

/** The job that runs for a step now; undefined for steps that are no jobs. */
export function useStepProgress(
  projectId: string,
  step: FlowStepName,
): { readonly state: JobState; readonly progress: Progress | null } | undefined {
  const { data: loads } = useInfiniteQuery({ ...loadsQuery(projectId), enabled: step === 'load' });
  const { data: runs } = useQuery({ ...trainingRunsQuery(projectId), enabled: step === 'training' });
  const { data: batches } = useQuery({ ...batchForecastsQuery(projectId), enabled: step === 'batch-forecast' });
  switch (step) {
    case 'load':
      return atWork(loads);
    case 'training':
      return atWork(runs);
    case 'batch-forecast':
      return atWork(batches);
    default:
      return undefined;
  }
}
