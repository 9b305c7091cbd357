import type { FlowStepName, JobState, Progress } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { loadsQuery } from '../../api/files.ts';
import { batchForecastsQuery } from '../../api/forecasts.ts';
import { isLive } from '../../api/pace.ts';
import { trainingRunsQuery } from '../../api/training.ts';

/** The job that runs for a step now; undefined for steps that are no jobs. */
export function useStepProgress(
  projectId: string,
  step: FlowStepName,
): { readonly state: JobState; readonly progress: Progress | null } | undefined {
  const { data: loads } = useQuery({ ...loadsQuery(projectId), enabled: step === 'load' });
  const { data: runs } = useQuery({ ...trainingRunsQuery(projectId), enabled: step === 'training' });
  const { data: batches } = useQuery({ ...batchForecastsQuery(projectId), enabled: step === 'batch-forecast' });
  switch (step) {
    case 'load':
      return loads?.find(isLive);
    case 'training':
      return runs?.find(isLive);
    case 'batch-forecast':
      return batches?.find(isLive);
    default:
      return undefined;
  }
}
