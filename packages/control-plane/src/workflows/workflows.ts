import { isDeepStrictEqual } from 'node:util';
import { InvalidInput, NotFound } from '@tandem/data-model';
import {
  definitionOf,
  type NewWorkflow,
  type Project,
  type Workflow,
  type WorkflowDefinition,
} from '@tandem/data-model/contract';
import type { Clock, Deps } from '../deps.ts';
import { trainableJob } from '../flow/training-runs.ts';
import { nextInstant, requireSchedule } from './next-instant.ts';

/** What workflows are changed over; `wake` lets a worker that sleeps see what is due now. */
export interface WorkflowDeps extends Pick<Deps, 'control'> {
  readonly clock: Clock;
  readonly wake: () => Promise<void>;
}

type Said = WorkflowDefinition & Pick<NewWorkflow, 'name'>;

/** Throws InvalidInput for a schedule that cannot be kept, or a job that the project cannot train; Conflict where the name is taken. */
export async function createWorkflow(deps: WorkflowDeps, project: Project, said: Said): Promise<Workflow> {
  await requireFeasible(deps, project, said);
  const now = deps.clock();
  const { id: projectId } = project;
  const when = { nextAt: nextOf(said, now), updatedAt: now.toISOString() };
  const workflow = await deps.control.workflows.create({ projectId, ...said, ...when });
  if (workflow.enabled) await deps.wake();
  return workflow;
}

/** Throws NotFound. */
export async function getWorkflow(
  { control }: Pick<Deps, 'control'>,
  projectId: string,
  id: string,
): Promise<Workflow> {
  const workflow = await control.workflows.get(projectId, id);
  if (!workflow) throw new NotFound('workflow', id);
  return workflow;
}

/**
 * Runs that have begun go on as they were begun, and what is due stays due where its schedule stays. Throws NotFound,
 * and what `createWorkflow` throws.
 */
export async function changeWorkflow(deps: WorkflowDeps, project: Project, id: string, said: Said): Promise<Workflow> {
  const was = await getWorkflow(deps, project.id, id);
  await requireFeasible(deps, project, said);
  const now = deps.clock();
  const isAsBefore = was.enabled === said.enabled && isDeepStrictEqual(was.schedule, said.schedule);
  const next = isAsBefore ? {} : { nextAt: nextOf(said, now) };
  const workflow = await deps.control.workflows.update(id, { ...said, ...next, updatedAt: now.toISOString() });
  if (!workflow) throw new NotFound('workflow', id);
  if (workflow.enabled) await deps.wake();
  return workflow;
}

/** Its runs, and what they made, stay. Throws NotFound, or Conflict while a run is open. */
export async function deleteWorkflow({ control }: Pick<Deps, 'control'>, projectId: string, id: string): Promise<void> {
  await getWorkflow({ control }, projectId, id);
  if (!(await control.workflows.delete(projectId, id))) throw new NotFound('workflow', id);
}

/** What a call can change of a workflow. */
export const saidOf = (workflow: Workflow): Said => ({ name: workflow.name, ...definitionOf(workflow) });

function nextOf({ enabled, schedule }: Said, now: Date): string | null {
  return enabled && schedule ? (nextInstant(schedule, now)?.toISOString() ?? null) : null;
}

async function requireFeasible(deps: WorkflowDeps, project: Project, { schedule, steps }: Said): Promise<void> {
  if (schedule) requireSchedule(schedule, deps.clock());
  if (!steps.train) return;
  try {
    await trainableJob(deps, project, steps.train.job);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const faults = error.faults.map((it) => ({ ...it, at: it.at.replace(/^body\.job/, 'body.steps.train.job') }));
    throw new InvalidInput(error.message, error.mend, { cause: error, faults });
  }
}
