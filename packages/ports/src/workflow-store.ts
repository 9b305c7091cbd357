import type { Workflow, WorkflowRun } from '@tandem/data-model/contract';
import type { Collection, Unsaved } from './control-store.ts';

/** Workflows of projects, and when they are due. Throws Conflict where a name is taken, or the project has as many as it may. */
export interface WorkflowStore extends Collection<Workflow> {
  /** Its runs stay. Throws Conflict while one is open; false where there is no such workflow. */
  delete(projectId: string, id: string): Promise<boolean>;
  /** Enabled ones of active projects whose next instant is not after this one; the longest due first. */
  due(at: Date): Promise<Workflow[]>;
  /** The earliest next instant after this one, of enabled ones of active projects; null where there is none. */
  nextAt(after: Date): Promise<string | null>;
  /** Enabled ones of active projects, or of one, that the arrival of data starts and for which some has arrived. */
  awaitingData(projectId?: string): Promise<Workflow[]>;
  /** The uploads that came since the workflow's last run was started, or since it awaits data; each is noted as it is added. */
  arrivals(id: string): Promise<string[]>;
  /** Takes these off them. */
  forgetArrivals(id: string, uploadIds: readonly string[]): Promise<void>;
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
  /** What has arrived is this run's from now on. Undefined where the workflow has an open run. Throws NotFound where it is gone. */
  start(run: Unsaved<WorkflowRun>): Promise<WorkflowRun | undefined>;
  /** Opens a run again that failed or was cancelled and was restarted so often; undefined where it is not so any more. */
  restart(id: string, restarts: number, again: Partial<WorkflowRun>): Promise<WorkflowRun | undefined>;
  /** Those that have not ended, oldest first. */
  open(projectId: string): Promise<WorkflowRun[]>;
  /** As `list`, of one workflow. */
  ofWorkflow(
    projectId: string,
    workflowId: string,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<WorkflowRun[]>;
}
