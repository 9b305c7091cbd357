import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { pace } from './pace.ts';

/** What a project can work through, and whether it can now; asking starts nothing. */
export const connectionsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'connections'],
    queryFn: async ({ signal }) => (await client.listConnections({ params: { projectId } }, { signal })).connections,
    refetchInterval: pace.idleMs,
  });
