import { z } from 'zod';
import { EndpointName } from './endpoints.ts';
import { ModelId } from './models.ts';
import { id, instant, JobError, JobState, jobFields, operation } from './operation.ts';
import { nextOf } from './pages.ts';
import { InProject, ProjectId } from './projects.ts';
import { WorkflowId, WorkflowSteps, workflowSteps } from './workflows.ts';

export const WorkflowRunId = id('wfr', 'workflow run');

/** What starts a run. */
export const runCauses = ['hand', 'schedule', 'data-arrival'] as const;

/** What a step makes. */
export const madeKinds = ['load', 'training-run', 'model', 'endpoint', 'batch-forecast'] as const;

export const RunStepState = z.enum([...JobState.options, 'skipped']);
export type RunStepState = z.infer<typeof RunStepState>;

export const RunStep = z
  .object({
    step: z.enum(workflowSteps),
    state: RunStepState.describe('queued: not begun; skipped: there was nothing to do'),
    made: z
      .array(z.object({ kind: z.enum(madeKinds), id: z.string(), name: z.string() }))
      .describe('What it made, by kind and id; the name is for a person'),
    checks: z
      .array(
        z.object({
          rule: z.string().describe('e.g. WQL, or coverage of p10 to p90'),
          got: z.number().nullable(),
          champion: z.number().nullable().describe('The same of the served model, where the rule compares'),
          least: z.number().nullable(),
          most: z.number().nullable(),
          passed: z.boolean(),
        }),
      )
      .optional()
      .describe('Of a gate, what each rule found'),
    note: z.string().nullable().describe('What is to be said of it besides, e.g. why it was skipped'),
    error: JobError.nullable(),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'RunStep' });
export type RunStep = z.infer<typeof RunStep>;

export const WorkflowRun = z
  .object({
    id: WorkflowRunId,
    projectId: ProjectId,
    workflowId: WorkflowId,
    name: EndpointName.describe('Of the workflow, when the run began'),
    cause: z.enum(runCauses),
    model: EndpointName,
    modelId: ModelId.nullable().describe(
      'The version that it is about: what train made, or the newest when it was first needed',
    ),
    definition: WorkflowSteps.describe('What the steps are to do, as the workflow said when the run began'),
    steps: z.array(RunStep),
    restarts: z.int().describe('How often it was restarted from the step that failed'),
    ...jobFields,
  })
  .meta({ id: 'WorkflowRun' });
export type WorkflowRun = z.infer<typeof WorkflowRun>;

export const NewWorkflowRun = z.strictObject({ workflowId: WorkflowId }).meta({ id: 'NewWorkflowRun' });
export type NewWorkflowRun = z.infer<typeof NewWorkflowRun>;

const ByRun = InProject.extend({ workflowRunId: WorkflowRunId });

export const startWorkflowRun = operation({
  id: 'startWorkflowRun',
  method: 'POST',
  path: '/projects/:projectId/workflow-runs',
  summary: 'Start a run of a workflow that has none under way, whether or not it is enabled',
  tag: 'Workflows',
  access: 'project',
  params: InProject,
  body: NewWorkflowRun,
  refuses: ['missing', 'conflict'],
  status: 202,
  response: WorkflowRun,
});

export const listWorkflowRuns = operation({
  id: 'listWorkflowRuns',
  method: 'GET',
  path: '/projects/:projectId/workflow-runs',
  summary: 'List runs of workflows with their steps, newest first; of all, or of one workflow',
  tag: 'Workflows',
  access: 'project',
  params: InProject,
  query: z.strictObject({
    workflowId: WorkflowId.optional(),
    before: WorkflowRunId.optional().describe('Only what was made before this one: `next` of the page before'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  status: 200,
  response: z.object({ workflowRuns: z.array(WorkflowRun), next: nextOf(WorkflowRunId) }),
});

export const getWorkflowRun = operation({
  id: 'getWorkflowRun',
  method: 'GET',
  path: '/projects/:projectId/workflow-runs/:workflowRunId',
  summary: 'A run of a workflow: the state of each step, and what it made',
  tag: 'Workflows',
  access: 'project',
  params: ByRun,
  status: 200,
  response: WorkflowRun,
});

export const cancelWorkflowRun = operation({
  id: 'cancelWorkflowRun',
  method: 'POST',
  path: '/projects/:projectId/workflow-runs/:workflowRunId/cancel',
  summary: 'Stop a run, and the load, training, deployment or forecast that it waits for',
  tag: 'Workflows',
  access: 'project',
  params: ByRun,
  refuses: ['conflict'],
  status: 202,
  response: WorkflowRun,
});

export const restartWorkflowRun = operation({
  id: 'restartWorkflowRun',
  method: 'POST',
  path: '/projects/:projectId/workflow-runs/:workflowRunId/restart',
  summary: 'Take a run that failed or was cancelled up again from the step at which it ended',
  tag: 'Workflows',
  access: 'project',
  params: ByRun,
  refuses: ['conflict'],
  status: 202,
  response: WorkflowRun,
});
