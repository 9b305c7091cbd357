import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { isLive, pace, whileLive } from './pace.ts';

export const uploadsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'uploads'],
    queryFn: async ({ signal }) => (await client.listUploads({ params: { projectId } }, { signal })).uploads,
  });

/** The newest loads, and older ones a page at a time as they are wanted. */
export const loadsQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.project(projectId), 'loads'],
    queryFn: ({ signal, pageParam: before }) =>
      client.listLoads({ params: { projectId }, query: before === null ? {} : { before } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap((it) => it.loads),
    refetchInterval: ({ state }) => whileLive(state.data?.pages.flatMap((it) => it.loads)),
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

/** What changed in each table from one load to another; snapshots do not change, so neither does the answer. */
export const comparisonQuery = (projectId: string, from: string, to: string, rows: number) =>
  queryOptions({
    queryKey: [...keys.comparisons(projectId), from, to, rows],
    queryFn: ({ signal }) =>
      client.compareLoads({ params: { projectId, loadId: from, otherLoadId: to }, query: { limit: rows } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
