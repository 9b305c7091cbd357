import { Cancelled, type KnownError, NotFound } from '@tandem/data-model';
import type { JobError, WorkflowRun } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import type { Child } from './run-steps.ts';

type ChildState =
  | { readonly state: 'queued' | 'running' | 'succeeded' }
  | { readonly state: 'failed'; readonly error: JobError };

/** How far what a step waits for is; gone, cancelled, or moved to another model, it has failed. */
export async function stateOf(
  control: ControlStore,
  { projectId, modelId }: WorkflowRun,
  child: Child,
): Promise<ChildState> {
  const job = await control.jobs.get(projectId, child.id);
  if (!job) return { state: 'failed', error: written(new NotFound(nouns[child.kind], child.id)) };
  if (child.kind === 'deploy') {
    const endpoint = await control.endpoints.get(projectId, child.id);
    if (endpoint && endpoint.modelId !== modelId) {
      const error = {
        code: 'CONFLICT',
        detail: `The endpoint ${endpoint.name} was moved to another model meanwhile.`,
        mend: 'Restart the run, where its model is to be served after all.',
      };
      return { state: 'failed', error };
    }
  }
  const { state, error } = job;
  if (state === 'cancelled')
    return { state: 'failed', error: error ?? written(new Cancelled(`The ${nouns[child.kind]}`)) };
  if (state !== 'failed') return { state };
  return {
    state,
    error: error ?? { code: 'INTERNAL', detail: `The ${nouns[child.kind]} failed.`, mend: 'Look at its log.' },
  };
}

const nouns: Readonly<Record<Child['kind'], string>> = {
  load: 'load',
  train: 'training run',
  deploy: 'endpoint',
  'batch-forecast': 'batch forecast',
};

const written = ({ code, message: detail, mend }: KnownError): JobError => ({ code, detail, mend });
