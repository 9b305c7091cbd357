import { QuotaExceeded } from '@tandem/data-model';
import type { Workflow, WorkflowRun } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import type { Clock, Deps } from '../deps.ts';
import { nextInstant } from './next-instant.ts';
import { uploadsToLoad } from './run-steps.ts';
import { newRun, sendRun } from './workflow-runs.ts';

/** How long no further upload must have come: files of one delivery are loaded by one run. */
export const settleMs = 10_000;

export interface DueDeps extends Deps {
  readonly clock: Clock;
  /** Told what hinders one workflow; the others are started, and this one when it is looked at again. */
  readonly failed: (error: unknown, workflow: Workflow) => void;
}

const starter = { kind: 'worker', id: null, name: 'worker' } as const;

/**
 * Starts the runs that are due: of workflows whose schedule has come, once however often it came while nobody looked,
 * and of those whose project has uploads that came since their last run began. One that has an open run is not started:
 * its schedule moves on, and its uploads are looked at again when the run has ended. Gives the instant at which to look
 * again at the latest; undefined where nothing is scheduled.
 */
export async function startDueRuns(deps: DueDeps): Promise<Date | undefined> {
  const { control, clock, failed } = deps;
  const now = clock();
  for (const workflow of await control.workflows.due(now)) {
    await asStarter(control, workflow, () => startScheduled(deps, workflow, now)).catch((it) => failed(it, workflow));
  }
  let next: number | undefined;
  const notAfter = (at: number) => {
    next = Math.min(next ?? at, at);
  };
  for (const workflow of await control.workflows.awaitingData()) {
    const settled = await asStarter(control, workflow, () => startByData(deps, workflow, now)).catch((it) => {
      failed(it, workflow);
      return undefined;
    });
    if (settled !== undefined) notAfter(settled);
  }
  const scheduled = await control.workflows.nextAt();
  if (scheduled !== null) notAfter(Date.parse(scheduled));
  return next === undefined ? undefined : new Date(next);
}

const asStarter = <T>({ audit }: ControlStore, { id }: Workflow, act: () => Promise<T>): Promise<T> =>
  audit.as({ actor: starter, operation: 'start-workflow', requestId: id }, act);

async function startScheduled(deps: DueDeps, workflow: Workflow, now: Date): Promise<void> {
  const { workflows } = deps.control;
  const next = workflow.schedule ? (nextInstant(workflow.schedule, now)?.toISOString() ?? null) : null;
  let run: WorkflowRun | undefined;
  try {
    run = await workflows.fire(workflow, next, newRun(workflow, 'schedule'));
  } catch (error) {
    // Where the project may have no further job now, this time is left out.
    if (error instanceof QuotaExceeded) await workflows.fire(workflow, next, undefined);
    throw error;
  }
  if (run) await sendRun(deps, run);
}

/** When to look again, where uploads may still be coming. */
async function startByData(deps: DueDeps, workflow: Workflow, now: Date): Promise<number | undefined> {
  const { control } = deps;
  const { projectId, id, createdAt } = workflow;
  const [last] = await control.workflowRuns.ofWorkflow(projectId, id, { limit: 1 });
  if (last && (last.state === 'queued' || last.state === 'running')) return undefined;
  const { fresh } = await uploadsToLoad(control, projectId);
  const since = last?.createdAt ?? createdAt;
  const arrived = fresh.filter((it) => it.createdAt > since);
  if (arrived.length === 0) return undefined;
  const settledAt = Math.max(...arrived.map((it) => Date.parse(it.createdAt))) + settleMs;
  if (settledAt > now.getTime()) return settledAt;
  const run = await control.workflowRuns.start(newRun(workflow, 'data-arrival'));
  if (run) await sendRun(deps, run);
  return undefined;
}

/** Lets a worker look at what an upload starts, where it starts anything. */
export async function wakeForUpload(
  { control, wake }: Pick<Deps, 'control'> & { readonly wake: () => Promise<void> },
  projectId: string,
): Promise<void> {
  if ((await control.workflows.awaitingData(projectId)).length > 0) await wake();
}
