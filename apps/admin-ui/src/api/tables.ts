import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';

export const tablesQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'tables'],
    queryFn: async ({ signal }) => (await client.listTables({ params: { projectId } }, { signal })).tables,
  });

export const tableRowsQuery = (projectId: string, table: string, offset: number, limit: number) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'tables', table, 'rows', offset, limit],
    queryFn: ({ signal }) =>
      client.listTableRows({ params: { projectId, table }, query: { offset, limit } }, { signal }),
    placeholderData: keepPreviousData,
  });

/** The file and line that last wrote a row. */
export const rowOriginQuery = (projectId: string, table: string, key: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'tables', table, 'origin', key],
    queryFn: ({ signal }) => client.getRowOrigin({ params: { projectId, table }, query: { key } }, { signal }),
  });

/** Which columns of which sources each column of the star is made of. */
export const lineageQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'lineage'],
    queryFn: async ({ signal }) => (await client.getLineage({ params: { projectId } }, { signal })).tables,
  });
