import { Cancelled, Conflict, NotFound } from '@tandem/data-model';
import type { Job, JobKind, JobState } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { endChild } from '../workflows/end-child.ts';

/** What a person calls the kinds. */
const nouns: Readonly<Record<JobKind, string>> = {
  provision: 'provisioning',
  load: 'load',
  train: 'training run',
  'batch-forecast': 'batch forecast',
  deploy: 'deployment',
  workflow: 'workflow run',
};

export const hasEnded = (state: JobState): boolean => state !== 'queued' && state !== 'running';

/** Throws NotFound. */
export async function getJob({ control }: Pick<Deps, 'control'>, projectId: string, id: string): Promise<Job> {
  const job = await control.jobs.get(projectId, id);
  if (!job) throw new NotFound('job', id);
  return job;
}

/** Ends a job of any kind that has not ended, and what it waits for; its worker notices and stops. Throws NotFound, or Conflict where it has. */
export async function cancelJob(deps: Pick<Deps, 'control'>, projectId: string, id: string): Promise<Job> {
  const job = await getJob(deps, projectId, id);
  const noun = nouns[job.kind];
  const { code, message: detail, mend } = new Cancelled(`The ${noun}`);
  const error = { code, detail, mend };
  // Whoever dies here has ended both or none: nothing goes on for a run that was cancelled.
  const withChild = async (inside: ControlStore) => {
    const run = job.kind === 'workflow' ? await inside.workflowRuns.get(projectId, id) : undefined;
    if (run) await endChild({ control: inside }, run, error);
  };
  if (await deps.control.jobs.cancel(job, error, withChild)) {
    return getJob(deps, projectId, id);
  }
  const { name, state } = await getJob(deps, projectId, id);
  throw new Conflict(`The ${noun} ${name} has ended already: it is "${state}".`, 'There is nothing to stop.');
}

/** Ends a job of the kind that `get` knows, and gives it as it is then. Throws NotFound for one of another kind, or Conflict where it has ended. */
export async function cancelAs<T>(
  get: (deps: Pick<Deps, 'control'>, projectId: string, id: string) => Promise<T>,
  ...[deps, projectId, id]: Parameters<typeof cancelJob>
): Promise<T> {
  await get(deps, projectId, id);
  await cancelJob(deps, projectId, id);
  return get(deps, projectId, id);
}

/** Lets workers try again what they gave up. Throws NotFound. */
export async function requeueDeadJob(deps: Deps, id: string): Promise<Job> {
  const work = await deps.control.jobs.revive(id);
  if (!work) throw new NotFound('dead job', id);
  await deps.queue.send(work);
  return getJob(deps, work.projectId, id);
}

/** Throws NotFound. */
export async function discardDeadJob({ control }: Pick<Deps, 'control'>, id: string): Promise<void> {
  if (!(await control.jobs.discard(id))) throw new NotFound('dead job', id);
}
