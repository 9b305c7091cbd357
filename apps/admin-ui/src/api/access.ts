import type { Side } from '@tandem/data-model/contract';
import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';

/** As many as a page of the portal shows of a list. */
const limit = 100;

/** What waits for the caller's decision in all their projects, or was decided there, the newest first. */
export const approvalsQuery = (state: 'waiting' | 'decided') =>
  queryOptions({
    queryKey: [...keys.approvals, state],
    queryFn: ({ signal }) => client.listApprovals({ query: { state, limit } }, { signal }),
  });

/** What a domain's projects have published; or what a search finds. */
export const listingsQuery = (domainId: string, search: string) =>
  queryOptions({
    queryKey: [...keys.domain(domainId), 'listings', search],
    queryFn: async ({ signal }) =>
      (await client.listListings({ params: { domainId }, query: { search, limit } }, { signal })).listings,
  });

export const publishedQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'published'],
    queryFn: async ({ signal }) => (await client.listPublished({ params: { projectId } }, { signal })).listings,
  });

export const catalogQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'catalog'],
    queryFn: async ({ signal }) => (await client.listCatalog({ params: { projectId } }, { signal })).entries,
  });

/** Requests of a project that wait. */
export const requestsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'requests'],
    queryFn: async ({ signal }) => {
      const query = { side: 'subscriber', state: 'pending', limit } as const;
      return (await client.listSubscriptionRequests({ params: { projectId }, query }, { signal })).requests;
    },
  });

export const subscriptionsQuery = (projectId: string, side: Side) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'subscriptions', side],
    queryFn: async ({ signal }) =>
      (await client.listSubscriptions({ params: { projectId }, query: { side, limit } }, { signal })).subscriptions,
  });

/** Tables of other projects that SQL of this one may name now. */
export const sharedTablesQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'subscriptions', 'tables'],
    queryFn: async ({ signal }) => {
      const query = { side: 'subscriber', state: 'active', limit } as const;
      const { subscriptions } = await client.listSubscriptions({ params: { projectId }, query }, { signal });
      return subscriptions.filter(({ schema }) => schema !== null);
    },
  });

export const quotasQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'quotas'],
    queryFn: async ({ signal }) => (await client.getProjectQuotas({ params: { projectId } }, { signal })).quotas,
  });
