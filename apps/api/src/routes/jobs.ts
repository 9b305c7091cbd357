import { setTimeout as sleep } from 'node:timers/promises';
import { cancelJob, discardDeadJob, getJob, hasEnded, requeueDeadJob } from '@tandem/control-plane';
import { type JobEvent, operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

/** How often a stream looks whether a job has changed. */
const lookEveryMs = 500;

export function addJobs(app: FastifyInstance, deps: ApiDeps): void {
  const { jobs } = deps.control;
  route(app, operations.listJobs, ({ project, query }) => jobs.list(project.id, query));
  route(app, operations.getJob, ({ project, params }) => getJob(deps, project.id, params.jobId));
  route(app, operations.cancelJob, ({ project, params }) => cancelJob(deps, project.id, params.jobId));
  route(app, operations.streamJob, async ({ project, params }) => {
    // Looked up before the stream begins, so that an unknown job is a 404 and not an empty stream.
    await getJob(deps, project.id, params.jobId);
    return jobStates(deps, project.id, params.jobId, app.closing);
  });
  route(app, operations.listDeadJobs, async () => ({ deadJobs: await jobs.dead() }));
  route(app, operations.requeueDeadJob, ({ params }) => requeueDeadJob(deps, params.jobId));
  route(app, operations.discardDeadJob, async ({ params }) => {
    await discardDeadJob(deps, params.jobId);
    return null;
  });
}

/** The state of a job with its log at each look, until it has ended or the process drains. */
export async function* jobStates(
  deps: Pick<ApiDeps, 'control'>,
  projectId: string,
  id: string,
  closing: AbortSignal,
): AsyncGenerator<JobEvent> {
  for (;;) {
    const job = await getJob(deps, projectId, id);
    const log = await deps.control.jobs.log(id);
    yield { ...job, log: log.map((it) => ({ ...it })) };
    if (hasEnded(job.state)) return;
    await sleep(lookEveryMs, undefined, { signal: closing }).catch(() => undefined);
  }
}
