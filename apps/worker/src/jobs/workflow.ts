import { advanceRun } from '@tandem/control-plane';
import type { Attempt, OpenWork } from '@tandem/ports';
import type { JobDeps } from './deps.ts';
import { jobError } from './run-record.ts';

/** Carries a run of a workflow on to where it waits for what a step has begun, or to its end; it holds no place meanwhile. */
export async function workflow({ projectId, id }: OpenWork, _: Attempt, deps: JobDeps): Promise<void> {
  const { control, queue, log, now, say } = deps;
  const errorOf = (error: unknown) => {
    const known = jobError(error, id);
    if (known.code === 'INTERNAL') log.error({ err: error, id }, 'a step of a workflow failed');
    return known;
  };
  await advanceRun({ control, queue, say, errorOf, clock: () => new Date(now()) }, projectId, id);
}
