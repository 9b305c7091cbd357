import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { isLive, pace, whileLive } from './pace.ts';

export const uploadsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'uploads'],
    queryFn: async ({ signal }) => (await client.listUploads({ params: { projectId } }, { signal })).uploads,
  });

export const loadsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'loads'],
    queryFn: async ({ signal }) => (await client.listLoads({ params: { projectId } }, { signal })).loads,
    refetchInterval: ({ state }) => whileLive(state.data),
  });

export const loadQuery = (projectId: string, loadId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'loads', loadId],
    queryFn: ({ signal }) => client.getLoad({ params: { projectId, loadId } }, { signal }),
    refetchInterval: ({ state }) => (isLive(state.data) ? pace.liveMs : false),
  });

export const rejectsPage = 20;

export const rejectsQuery = (projectId: string, loadId: string, offset: number) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'loads', loadId, 'rejects', offset],
    queryFn: ({ signal }) =>
      client.listRejects({ params: { projectId, loadId }, query: { offset, limit: rejectsPage } }, { signal }),
    placeholderData: keepPreviousData,
  });

/** The records of a source that a load refused, as CSV to correct and load again. */
export const rejectedCsvUrl = (projectId: string, loadId: string, source: string): string =>
  `/api/v1/projects/${projectId}/loads/${loadId}/rejected-records?source=${encodeURIComponent(source)}`;
