import { Conflict, NotFound } from '@tandem/data-model';
import { type RunStep, type Workflow, type WorkflowRun, workflowSteps } from '@tandem/data-model/contract';
import type { Unsaved } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { cancelAs, hasEnded } from '../flow/jobs.ts';
import { asOf, queuedJob } from '../flow/queued-job.ts';
import { getWorkflow } from './workflows.ts';

/** A step that has not begun. */
const waiting = { state: 'queued', made: [], note: null, error: null, startedAt: null, endedAt: null } as const;

/** A run of what a workflow says now. Nobody waits for what no person started. */
export function newRun(
  { id: workflowId, projectId, name, model, steps: definition }: Workflow,
  cause: WorkflowRun['cause'],
): Unsaved<WorkflowRun> {
  const kinds = workflowSteps.filter((it) => definition[it === 'batch-forecast' ? 'batchForecast' : it] !== undefined);
  return {
    ...{ projectId, workflowId, name, cause, model, modelId: null, definition },
    steps: kinds.map((step) => ({ step, ...waiting, made: [] })),
    restarts: 0,
    ...asOf(cause === 'hand' ? undefined : 'scheduled'),
    ...queuedJob,
  };
}

/** Sends a run to a worker that carries it on. */
export const sendRun = (
  { queue }: Pick<Deps, 'queue'>,
  { projectId, id, priority }: Pick<WorkflowRun, 'projectId' | 'id' | 'priority'>,
): Promise<void> => queue.send({ kind: 'workflow', projectId, id, ...asOf(priority) });

/** Starts a run by hand. Throws NotFound, or Conflict where the workflow has a run that has not ended. */
export async function startWorkflowRun(deps: Deps, projectId: string, workflowId: string): Promise<WorkflowRun> {
  const workflow = await getWorkflow(deps, projectId, workflowId);
  const run = await deps.control.workflowRuns.start(newRun(workflow, 'hand'));
  if (!run) {
    throw new Conflict(
      `A run of the workflow ${workflow.name} has not ended.`,
      'Wait until it has ended, or cancel it, then start another one.',
    );
  }
  await sendRun(deps, run);
  return run;
}

/** Throws NotFound. */
export async function getWorkflowRun(
  { control }: Pick<Deps, 'control'>,
  projectId: string,
  id: string,
): Promise<WorkflowRun> {
  const run = await control.workflowRuns.get(projectId, id);
  if (!run) throw new NotFound('workflow run', id);
  return settled(run);
}

/** A page of runs, newest first. */
export async function listWorkflowRuns(
  { control }: Pick<Deps, 'control'>,
  projectId: string,
  { workflowId, ...page }: { readonly workflowId?: string | undefined; before?: string | undefined; limit: number },
): Promise<WorkflowRun[]> {
  const { workflowRuns } = control;
  const runs =
    workflowId === undefined
      ? await workflowRuns.list(projectId, page)
      : await workflowRuns.ofWorkflow(projectId, workflowId, page);
  return runs.map(settled);
}

/** Ends a run, and what it waits for. Throws NotFound, or Conflict where it has ended. */
export const cancelWorkflowRun = (deps: Pick<Deps, 'control'>, projectId: string, id: string): Promise<WorkflowRun> =>
  cancelAs(getWorkflowRun, deps, projectId, id);

/**
 * Takes a run up again at the step at which it ended; what that step made stays, and is made anew. Throws NotFound, or
 * Conflict where it has succeeded or not ended, or the workflow has another open run.
 */
export async function restartWorkflowRun(deps: Deps, projectId: string, id: string): Promise<WorkflowRun> {
  const { control } = deps;
  const run = await getWorkflowRun(deps, projectId, id);
  // A load that failed is known by its files, which are tried again.
  const madeBefore = ({ step, made }: RunStep) => (step === 'load' ? made : []);
  const steps = run.steps.map((it) => (isDone(it) ? it : { step: it.step, ...waiting, made: madeBefore(it) }));
  const again = {
    steps,
    restarts: run.restarts + 1,
    state: 'queued',
    error: null,
    progress: null,
    endedAt: null,
  } as const;
  const restarted = await control.workflowRuns.restart(id, run.restarts, again);
  if (!restarted) {
    const { state } = await getWorkflowRun(deps, projectId, id);
    throw new Conflict(
      `The run is "${state}".`,
      hasEnded(state) ? 'Start another run of the workflow.' : 'Cancel it first, or wait until it has ended.',
    );
  }
  // Where workers had given it up, their attempts are forgotten.
  await control.jobs.revive(id);
  await sendRun(deps, restarted);
  return restarted;
}

export const isDone = ({ state }: Pick<RunStep, 'state'>): boolean => state === 'succeeded' || state === 'skipped';

/** Where a run was ended from outside, the step that it was at ended with it. */
function settled(run: WorkflowRun): WorkflowRun {
  const { state, error, endedAt } = run;
  if (state !== 'failed' && state !== 'cancelled') return run;
  const steps = run.steps.map((it) => (it.state === 'running' ? { ...it, state, error, endedAt } : it));
  return { ...run, steps };
}
