import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';
import { isLive, pace, whileLive } from './pace.ts';

const ofWorkflows = (projectId: string) => [...keys.project(projectId), 'workflows'];

export const workflowsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...ofWorkflows(projectId), 'list'],
    queryFn: async ({ signal }) => (await client.listWorkflows({ params: { projectId } }, { signal })).workflows,
    refetchInterval: pace.idleMs,
  });

/** The newest runs of a workflow; `next` is null where these are all. */
export const workflowRunsQuery = (projectId: string, workflowId: string) =>
  queryOptions({
    queryKey: [...ofWorkflows(projectId), 'runs', workflowId],
    queryFn: ({ signal }) =>
      client.listWorkflowRuns({ params: { projectId }, query: { workflowId, limit: 20 } }, { signal }),
    refetchInterval: ({ state }) => whileLive(state.data?.workflowRuns) || pace.idleMs,
  });

export const workflowRunQuery = (projectId: string, workflowRunId: string) =>
  queryOptions({
    queryKey: [...ofWorkflows(projectId), 'run', workflowRunId],
    queryFn: ({ signal }) => client.getWorkflowRun({ params: { projectId, workflowRunId } }, { signal }),
    refetchInterval: ({ state }) => (isLive(state.data) ? pace.liveMs : pace.idleMs),
  });
