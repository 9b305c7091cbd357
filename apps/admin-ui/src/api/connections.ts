import { keepPreviousData, queryOptions } from '@tanstack/react-query';
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

/** Tables of a database outside, which is opened for it; those whose name has `search` in it. */
export const remoteTablesQuery = (projectId: string, connectionId: string, search: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'connections', connectionId, 'tables', search],
    queryFn: ({ signal }) =>
      client.listConnectionTables({ params: { projectId, connectionId }, query: search ? { search } : {} }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
