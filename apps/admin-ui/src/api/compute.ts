import type { Compute } from '@tandem/data-model/contract';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { pace } from './pace.ts';

/** The processes of a project; asking does not start the one that owns the warehouse. */
export const computeQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'compute'],
    queryFn: ({ signal }) => client.getCompute({ params: { projectId } }, { signal }),
    refetchInterval: ({ state }) => (isBusy(state.data) ? pace.liveMs : pace.idleMs),
  });

const isBusy = (compute: Compute | undefined): boolean =>
  (compute?.warehouse.calls ?? 0) > 0 || (compute?.queries.processes.some(({ running }) => running) ?? false);

/** Something done to the processes of a project. What the tables hold is not asked again: that would start the warehouse. */
export function useComputeAct<Argument = void>(
  projectId: string,
  act: (argument: Argument) => Promise<unknown>,
  done?: () => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => done?.(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: computeQuery(projectId).queryKey }),
  });
}
