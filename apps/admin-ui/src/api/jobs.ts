import type { JobEvent, JobKind, JobState } from '@tandem/data-model/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { isLive, pace, whileLive } from './pace.ts';
import { type Live, useLive } from './use-live.ts';

export const jobsPage = 25;

const ofJobs = (projectId: string) => [...keys.project(projectId), 'jobs'];

/** A page of the jobs of a project, newest first; pages count from 1. */
export const jobsQuery = (
  projectId: string,
  asked: { readonly kind?: JobKind; readonly state?: JobState; readonly page: number },
) =>
  queryOptions({
    queryKey: [...ofJobs(projectId), 'list', asked],
    queryFn: ({ signal }) => {
      const { page, ...filter } = asked;
      const query = { ...filter, offset: (page - 1) * jobsPage, limit: jobsPage };
      return client.listJobs({ params: { projectId }, query }, { signal });
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => whileLive(state.data?.jobs) || pace.idleMs,
  });

export const jobQuery = (projectId: string, jobId: string) =>
  queryOptions({
    queryKey: [...ofJobs(projectId), jobId],
    queryFn: ({ signal }) => client.getJob({ params: { projectId, jobId } }, { signal }),
    refetchInterval: ({ state }) => (isLive(state.data) ? 2 * pace.liveMs : false),
  });

/** A job with its log as it goes on; of one that has ended, how it ended. */
export const useJobEvents = (projectId: string, id: string): Live<JobEvent> =>
  useLive(id, (jobId, signal) => client.streamJob({ params: { projectId, jobId } }, { signal }), [
    [...ofJobs(projectId), 'list'],
  ]);

export const deadJobsQuery = () =>
  queryOptions({
    queryKey: keys.deadJobs,
    queryFn: async ({ signal }) => (await client.listDeadJobs({}, { signal })).deadJobs,
    refetchInterval: pace.idleMs,
  });
