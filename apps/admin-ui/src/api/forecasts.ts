import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { whileLive } from './pace.ts';

const forecasts = (projectId: string) => [...keys.project(projectId), 'batch-forecasts'] as const;

export const batchForecastsQuery = (projectId: string) =>
  queryOptions({
    queryKey: forecasts(projectId),
    queryFn: async ({ signal }) =>
      (await client.listBatchForecasts({ params: { projectId } }, { signal })).batchForecasts,
    refetchInterval: ({ state }) => whileLive(state.data),
  });

const pageOfItems = 200;

/** The items of a batch, page after page, as the list is scrolled. */
export const forecastItemsQuery = (projectId: string, batchForecastId: string, search: string) =>
  infiniteQueryOptions({
    queryKey: [...forecasts(projectId), batchForecastId, 'items', search],
    queryFn: ({ signal, pageParam }) =>
      client.listForecastItems(
        { params: { projectId, batchForecastId }, query: { search, offset: pageParam, limit: pageOfItems } },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const seen = pages.reduce((sum, page) => sum + page.items.length, 0);
      return seen < last.total && last.items.length > 0 ? seen : undefined;
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const forecastChartQuery = (projectId: string, batchForecastId: string, itemId: string, steps: number) =>
  queryOptions({
    queryKey: [...forecasts(projectId), batchForecastId, 'charts', itemId, steps],
    queryFn: ({ signal }) =>
      client.getForecastChart({ params: { projectId, batchForecastId, itemId }, query: { steps } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

/** Made from stored objects alone: it does not change. */
export const forecastExplanationQuery = (projectId: string, batchForecastId: string, itemId: string) =>
  queryOptions({
    queryKey: [...forecasts(projectId), batchForecastId, 'explanations', itemId],
    queryFn: ({ signal }) =>
      client.getForecastExplanation({ params: { projectId, batchForecastId, itemId } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The first item of a batch. */
export const firstItemQuery = (projectId: string, batchForecastId: string) =>
  queryOptions({
    queryKey: [...forecasts(projectId), batchForecastId, 'first-item'],
    queryFn: async ({ signal }) => {
      const page = await client.listForecastItems(
        { params: { projectId, batchForecastId }, query: { limit: 1 } },
        { signal },
      );
      return page.items[0] ?? null;
    },
    staleTime: 60_000,
  });

/** Where the forecasts of a batch can be had as one CSV file. */
export const batchCsvUrl = (projectId: string, batchForecastId: string): string =>
  `/api/v1/projects/${projectId}/batch-forecasts/${batchForecastId}/csv`;
