import type { JobError, RunStep, WorkflowRun } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';

const jobOf = {
  load: 'load',
  'training-run': 'train',
  endpoint: 'deploy',
  'batch-forecast': 'batch-forecast',
} as const;

/** The job that a running step waits for: what it made last, but for the model that a training run made. */
export function childOf({ made }: Pick<RunStep, 'made'>) {
  for (const { kind, id } of made.toReversed()) if (kind !== 'model') return { kind: jobOf[kind], id };
  return undefined;
}

/** Ends the job that a run waits for, where it has not ended, and an endpoint still is on its way to the run's model. */
export async function endChild(
  { control }: Pick<Deps, 'control'>,
  { projectId, steps, modelId }: WorkflowRun,
  error: JobError,
): Promise<void> {
  const step = steps.find((it) => it.state === 'running');
  const child = step && childOf(step);
  if (!child) return;
  if (child.kind === 'deploy') {
    const endpoint = await control.endpoints.get(projectId, child.id);
    if (endpoint?.modelId !== modelId) return;
  }
  await control.jobs.cancel({ projectId, ...child }, error);
}
