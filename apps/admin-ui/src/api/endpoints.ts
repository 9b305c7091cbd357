import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { pace, whileLive } from './pace.ts';

export const endpointsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'endpoints'],
    queryFn: async ({ signal }) => (await client.listEndpoints({ params: { projectId } }, { signal })).endpoints,
    // The request count moves while others call.
    refetchInterval: ({ state }) => whileLive(state.data) || pace.idleMs,
  });
