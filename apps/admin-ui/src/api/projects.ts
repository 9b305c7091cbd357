import type { Overview } from '@tandem/data-model/contract';
import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { isLive, pace } from './pace.ts';

export const domainsQuery = () =>
  queryOptions({
    queryKey: keys.domains,
    queryFn: async ({ signal }) => (await client.listDomains({}, { signal })).domains,
    staleTime: 60_000,
  });

export const projectsQuery = () =>
  queryOptions({
    queryKey: keys.projects,
    queryFn: async ({ signal }) => (await client.listProjects({}, { signal })).projects,
    staleTime: 60_000,
  });

/** A project with the steps of its provisioning. */
export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'record'],
    queryFn: ({ signal }) => client.getProject({ params: { projectId } }, { signal }),
    refetchInterval: ({ state }) => (isLive(state.data) ? pace.liveMs : false),
  });

/** The profiles that projects of a domain can be made of. */
export const profilesQuery = (domainId: string) =>
  queryOptions({
    queryKey: [...keys.domain(domainId), 'profiles'],
    queryFn: async ({ signal }) =>
      (await client.listProjectProfiles({ params: { domainId } }, { signal })).projectProfiles,
  });

/** In what a project is not as its profile's newest version has it. */
export const driftQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'drift'],
    queryFn: ({ signal }) => client.getDrift({ params: { projectId } }, { signal }),
  });

/** The projects of a domain that differ from their profiles. */
export const domainDriftQuery = (domainId: string) =>
  queryOptions({
    queryKey: [...keys.domain(domainId), 'drift'],
    queryFn: async ({ signal }) => (await client.listDrift({ params: { domainId } }, { signal })).drift,
  });

export const overviewQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'overview'],
    queryFn: ({ signal }) => client.getOverview({ params: { projectId } }, { signal }),
    refetchInterval: ({ state }) => (isMoving(state.data) ? pace.liveMs : pace.idleMs),
  });

/** Whether a step of the flow is running now. */
export const isMoving = (overview: Overview | undefined): boolean =>
  overview?.steps.some(({ state }) => state === 'running') ?? false;

/** Changes whenever something ended or began: the sign that the rest of the project is to be asked for again. */
export const overviewMark = (overview: Overview): string =>
  overview.steps.map(({ state, subjectId, endedAt }) => `${state} ${subjectId} ${endedAt}`).join('\n');
