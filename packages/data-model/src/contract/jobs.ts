import { z } from 'zod';
import { instant, JobError, JobState, operation, Progress } from './operation.ts';
import { InProject, ProjectId } from './projects.ts';

/** What a worker does: make a project's resources, load files, train, forecast every item, serve a model, carry a workflow on. */
export const jobKinds = ['provision', 'load', 'train', 'batch-forecast', 'deploy', 'workflow'] as const;
export const JobKind = z.enum(jobKinds);
export type JobKind = z.infer<typeof JobKind>;

/** The id of the record that the job brings to its end: of a project, load, training run, batch forecast, endpoint or workflow run. */
export const JobId = z
  .string()
  .regex(/^(prj|lod|run|bfc|ept|wfr)_[0-9a-f]{32}$/, 'an id such as lod_0198c6d2…')
  .describe('Id of a job: that of its project, load, training run, batch forecast, endpoint or workflow run')
  .meta({ examples: [`lod_${'0198c6d2'.repeat(4)}`] });

/** A job of any kind, with what all kinds have in common; the rest stands in the record of that id. */
export const Job = z
  .object({
    id: JobId,
    projectId: ProjectId,
    kind: JobKind,
    name: z.string().describe('What a person knows it by, e.g. the name of the run or endpoint'),
    state: JobState,
    progress: Progress.nullable(),
    error: JobError.nullable(),
    attempts: z.int().describe('Attempts of workers at it so far; a dead letter after five that nothing came of'),
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

/** What the event stream of a job carries: the whole state at each change, so a reconnect misses nothing. */
export const JobEvent = Job.extend({ log: z.array(z.object({ at: z.string(), text: z.string() })) }).meta({
  id: 'JobEvent',
});
export type JobEvent = z.infer<typeof JobEvent>;

/** A job that workers gave up after five attempts: what it needs did not come, or its workers died of it. */
export const DeadJob = z
  .object({
    id: JobId,
    projectId: ProjectId,
    kind: JobKind,
    attempts: z.int(),
    error: JobError.describe('Of the last attempt'),
    diedAt: instant,
  })
  .meta({ id: 'DeadJob' });
export type DeadJob = z.infer<typeof DeadJob>;

const ByJob = InProject.extend({ jobId: JobId });
const ByDeadJob = z.strictObject({ jobId: JobId });

export const listJobs = operation({
  id: 'listJobs',
  method: 'GET',
  path: '/projects/:projectId/jobs',
  summary: 'List jobs of every kind, newest first, a page at a time',
  tag: 'Jobs',
  access: 'project',
  params: InProject,
  query: z.strictObject({
    kind: JobKind.optional(),
    state: JobState.optional(),
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  status: 200,
  response: z.object({ jobs: z.array(Job), total: z.int() }),
});

export const getJob = operation({
  id: 'getJob',
  method: 'GET',
  path: '/projects/:projectId/jobs/:jobId',
  summary: 'A job: state, progress and attempts',
  tag: 'Jobs',
  access: 'project',
  params: ByJob,
  status: 200,
  response: Job,
});

export const streamJob = operation({
  id: 'streamJob',
  method: 'GET',
  path: '/projects/:projectId/jobs/:jobId/events',
  summary: 'Progress and log of a job as server-sent events, until it ends',
  tag: 'Jobs',
  access: 'project',
  params: ByJob,
  status: 200,
  response: JobEvent,
  produces: 'text/event-stream',
});

export const cancelJob = operation({
  id: 'cancelJob',
  method: 'POST',
  path: '/projects/:projectId/jobs/:jobId/cancel',
  summary: 'Stop a job of any kind; what its worker still does changes nothing any more',
  tag: 'Jobs',
  access: 'project',
  params: ByJob,
  refuses: ['conflict'],
  status: 202,
  response: Job,
});

export const listDeadJobs = operation({
  id: 'listDeadJobs',
  method: 'GET',
  path: '/dead-jobs',
  summary: 'List jobs that workers gave up after five attempts, the latest first',
  tag: 'Jobs',
  access: 'installation',
  status: 200,
  response: z.object({ deadJobs: z.array(DeadJob) }),
});

export const requeueDeadJob = operation({
  id: 'requeueDeadJob',
  method: 'POST',
  path: '/dead-jobs/:jobId/requeue',
  summary: 'Let workers try a job again that they gave up',
  tag: 'Jobs',
  access: 'installation',
  params: ByDeadJob,
  status: 202,
  response: Job,
});

export const discardDeadJob = operation({
  id: 'discardDeadJob',
  method: 'DELETE',
  path: '/dead-jobs/:jobId',
  summary: 'Take a job off the list of those that workers gave up; its record stays failed',
  tag: 'Jobs',
  access: 'installation',
  params: ByDeadJob,
  status: 204,
  response: z.null(),
});
