import type { Teardown } from '@tandem/data-model/contract';
import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { whileLive } from './pace.ts';
import { type Live, useLive } from './use-live.ts';

/** What deleting a project would remove. It looks into every place, so it is asked only when somebody wants to know. */
export const teardownPlanQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'teardown-plan'],
    queryFn: ({ signal }) => client.getTeardownPlan({ params: { projectId } }, { signal }),
    staleTime: 0,
  });

/** Deletions of projects, newest first. */
export const teardownsQuery = () =>
  queryOptions({
    queryKey: [...keys.teardowns, 'list'],
    queryFn: async ({ signal }) => (await client.listTeardowns({}, { signal })).teardowns,
    refetchInterval: ({ state }) => whileLive(state.data),
  });

export const teardownQuery = (teardownId: string) =>
  queryOptions({
    queryKey: [...keys.teardowns, teardownId],
    queryFn: ({ signal }) => client.getTeardown({ params: { teardownId } }, { signal }),
  });

/** A deletion as it goes on; when it ends, what projects there are is asked for again. */
export const useTeardownEvents = (id: string): Live<Teardown> =>
  useLive(id, (teardownId, signal) => client.streamTeardown({ params: { teardownId } }, { signal }), [
    keys.teardowns,
    keys.projects,
  ]);
