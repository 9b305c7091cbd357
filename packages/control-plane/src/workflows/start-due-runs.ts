import { QuotaExceeded } from '@tandem/data-model';
import type { Workflow, WorkflowRun } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import type { Clock, Deps } from '../deps.ts';
import type { BackOff } from './back-off.ts';
import { nextInstant } from './next-instant.ts';
import { uploadsToLoad } from './run-steps.ts';
import { newRun, sendRun } from './workflow-runs.ts';

/** How long no further upload must have come: files of one delivery are loaded by one run. */
export const settleMs = 10_000;

export interface DueDeps extends Deps {
  readonly clock: Clock;
  /** Kept from one look to the next. */
  readonly backOff: BackOff;
  /** Told what hinders one workflow; the others are started, and this one after a while, which grows. */
  readonly failed: (error: unknown, workflow: Workflow) => void;
}

const starter = { kind: 'worker', id: null, name: 'worker' } as const;

/**
 * Starts the runs that are due: of workflows whose schedule has come, once however often it came while nobody looked,
 * and of those whose project has uploads that came since their last run began. One that has an open run is not started:
 * its schedule moves on, and its uploads are looked at again when the run has ended. Gives the instant at which to look
 * again at the latest; undefined where nothing is scheduled. Costs one look at the uploads and loads of each project for
 * which data has arrived, however many workflows it has.
 */
export async function startDueRuns(deps: DueDeps): Promise<Date | undefined> {
  const { control, clock, failed, backOff } = deps;
  const now = clock();
  let next: number | undefined;
  const notAfter = (at: number) => {
    next = Math.min(next ?? at, at);
  };
  const attempt = async (workflow: Workflow, cause: WorkflowRun['cause'], act: () => Promise<number | undefined>) => {
    const key = `${cause} ${workflow.id}`;
    if (backOff.until(key) > now.getTime()) return notAfter(backOff.until(key));
    try {
      const again = await asStarter(control, workflow, act);
      backOff.succeeded(key);
      if (again !== undefined) notAfter(again);
    } catch (error) {
      failed(error, workflow);
      notAfter(backOff.failed(key, now));
    }
  };
  for (const workflow of await control.workflows.due(now)) {
    await attempt(workflow, 'schedule', () => startScheduled(deps, workflow, now));
  }
  const found = new Map<string, ReturnType<typeof uploadsToLoad>>();
  const uploadsOf = (projectId: string) => {
    const known = found.get(projectId) ?? uploadsToLoad(control, projectId);
    found.set(projectId, known);
    return known;
  };
  for (const workflow of await control.workflows.awaitingData()) {
    await attempt(workflow, 'data-arrival', () => startByData(deps, workflow, now, uploadsOf));
  }
  // What was due before has been moved on, or is looked at again when its time out is over.
  const scheduled = await control.workflows.nextAt(now);
  if (scheduled !== null) notAfter(Date.parse(scheduled));
  return next === undefined ? undefined : new Date(next);
}

const asStarter = <T>({ audit }: ControlStore, { id }: Workflow, act: () => Promise<T>): Promise<T> =>
  audit.as({ actor: starter, operation: 'start-workflow', requestId: id }, act);

async function startScheduled(deps: DueDeps, workflow: Workflow, now: Date): Promise<undefined> {
  const { workflows } = deps.control;
  const next = workflow.schedule ? (nextInstant(workflow.schedule, now)?.toISOString() ?? null) : null;
  let run: WorkflowRun | undefined;
  try {
    run = await workflows.fire(workflow, next, newRun(workflow, 'schedule'));
  } catch (error) {
    // Where the project may have no further job now, this time is left out.
    if (!(error instanceof QuotaExceeded)) throw error;
    await workflows.fire(workflow, next, undefined);
    deps.failed(error, workflow);
  }
  if (run) await sendRun(deps, run);
}

/** When to look again, where uploads may still be coming. */
async function startByData(
  deps: DueDeps,
  workflow: Workflow,
  now: Date,
  uploadsOf: (projectId: string) => ReturnType<typeof uploadsToLoad>,
): Promise<number | undefined> {
  const { control } = deps;
  const { projectId, id } = workflow;
  const [last] = await control.workflowRuns.ofWorkflow(projectId, id, { limit: 1 });
  if (last && (last.state === 'queued' || last.state === 'running')) return undefined;
  const { known, fresh } = await uploadsOf(projectId);
  const arrivals = new Set(await control.workflows.arrivals(id));
  const arrived = fresh.filter((it) => arrivals.has(it.id));
  // What a load has taken, or no table of the star is for, starts nothing any more.
  const open = new Set(arrived.map((it) => it.id));
  const settledOtherwise = [...arrivals].filter((it) => known.has(it) && !open.has(it));
  if (settledOtherwise.length > 0) await control.workflows.forgetArrivals(id, settledOtherwise);
  // One has come since the uploads were looked at.
  if ([...arrivals].some((it) => !known.has(it))) return now.getTime() + settleMs;
  if (arrived.length === 0) return undefined;
  const settledAt = Math.max(...arrived.map((it) => Date.parse(it.createdAt))) + settleMs;
  if (settledAt > now.getTime()) return Math.min(settledAt, now.getTime() + settleMs);
  const run = await control.workflowRuns.start(newRun(workflow, 'data-arrival'));
  if (run) await sendRun(deps, run);
  return undefined;
}

/**
 * Lets a worker look at what an upload starts, where it starts anything, or where that cannot be told now: `failed` is
 * told why, and the upload stands.
 */
export async function wakeForUpload(
  { control, wake }: Pick<Deps, 'control'> & { readonly wake: () => Promise<void> },
  projectId: string,
  failed: (error: unknown) => void,
): Promise<void> {
  const startsAny = await control.workflows.awaitingData(projectId).then(
    (awaiting) => awaiting.length > 0,
    (error: unknown) => {
      failed(error);
      return true;
    },
  );
  if (startsAny) await wake();
}
