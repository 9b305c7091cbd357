import type { Workflow, WorkflowRun } from '@tandem/data-model/contract';
import type { Collection, Unsaved } from './control-store.ts';

/** Workflows of projects, and when they are due. Throws Conflict where a name is taken. */
export interface WorkflowStore extends Collection<Workflow> {
  /** Its runs stay. Throws Conflict while one is open; false where there is no such workflow. */
  delete(projectId: string, id: string): Promise<boolean>;
  /** Enabled ones of active projects whose next instant is not after this one; the longest due first. */
  due(at: Date): Promise<Workflow[]>;
  /** The earliest next instant of those; null where no schedule is on. */
  nextAt(): Promise<string | null>;
  /** Enabled ones of active projects, or of one, that the arrival of data starts. */
  awaitingData(projectId?: string): Promise<Workflow[]>;
  /**
   * Moves a workflow on to its next instant, and starts the run where one is given, in one transaction; of many that do
   * so at once, one does. Undefined where it was moved on already, is not enabled any more, or has an open run.
   */
  fire(
    due: Pick<Workflow, 'id' | 'nextAt'>,
    next: string | null,
    run: Unsaved<WorkflowRun> | undefined,
  ): Promise<WorkflowRun | undefined>;
}

export interface WorkflowRunStore extends Omit<Collection<WorkflowRun>, 'create'> {
  /** Undefined where the workflow has an open run. Throws NotFound where it is gone. */
  start(run: Unsaved<WorkflowRun>): Promise<WorkflowRun | undefined>;
  /** Those that have not ended, oldest first. */
  open(projectId: string): Promise<WorkflowRun[]>;
  /** As `list`, of one workflow. */
  ofWorkflow(
    projectId: string,
    workflowId: string,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<WorkflowRun[]>;
}
