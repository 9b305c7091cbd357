import type { MainJob } from './flow/main-job.ts';
import { withServer } from './with-server.ts';

/** Does something to a project: the one that is named, or the home's, or the only one. */
export function withProject<T>(verb: string, work: (job: MainJob, projectId: string) => Promise<T>): Promise<T> {
  return withServer(verb, async (job) => work(job, await job.project()));
}
