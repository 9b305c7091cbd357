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
