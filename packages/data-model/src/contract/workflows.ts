import { z } from 'zod';
import { EndpointName } from './endpoints.ts';
import { id, instant, operation } from './operation.ts';
import { nextOf, pageOf } from './pages.ts';
import { InProject, ProjectId } from './projects.ts';
import { StarTrainingJob } from './training-job.ts';

export const WorkflowId = id('wfl', 'workflow');

/** How many workflows a project may have: each of them is looked at when something may start it. */
export const mostWorkflows = 50;

/** The kinds of steps, in the order in which a workflow does those that it has. */
export const workflowSteps = ['load', 'train', 'gate', 'deploy', 'batch-forecast'] as const;
export type WorkflowStepKind = (typeof workflowSteps)[number];

/** The scores that a gate compares with the champion's, each the less the better. */
export const gatedScores = ['WQL', 'MASE', 'SQL', 'WAPE'] as const;

const mostWorse = z.number().min(-1).max(10).optional();

export const Gate = z
  .strictObject({
    endpoint: EndpointName.optional().describe(
      'Whose model is the champion; default: the endpoint of the step deploy. Where it serves none, any model may pass',
    ),
    mostWorse: z
      .strictObject({ WQL: mostWorse, MASE: mostWorse, SQL: mostWorse, WAPE: mostWorse })
      .default({})
      .describe(
        "By what share a score of the new model's report may exceed the champion's: 0.02 is 2 % worse, -0.01 asks for 1 % better",
      ),
    coverage: z
      .strictObject({
        from: z.string().max(20).default('p10').describe('Quantile below'),
        to: z.string().max(20).default('p90').describe('Quantile above'),
        least: z.number().min(0).max(1),
        most: z.number().min(0).max(1),
      })
      .optional()
      .describe('What share of the actuals of the test window must lie between two quantiles of the new model'),
  })
  .refine(
    ({ mostWorse, coverage }) => coverage !== undefined || gatedScores.some((it) => mostWorse[it] !== undefined),
    {
      path: ['mostWorse'],
      error: 'a rule: the most that a score may be worse, or a band of coverage',
    },
  )
  .refine(({ coverage }) => coverage === undefined || coverage.least <= coverage.most, {
    path: ['coverage', 'most'],
    error: 'at least as much as `least`',
  })
  .meta({ id: 'Gate' });
export type Gate = z.infer<typeof Gate>;

export const WorkflowSteps = z
  .strictObject({
    load: z
      .strictObject({
        maxRejectShare: z
          .number()
          .min(0)
          .max(1)
          .default(0.05)
          .describe('The load fails whole where more rows are rejected'),
      })
      .optional()
      .describe(
        'Loads the uploads that are new since the last load, at most 20 files by each load; those that a load refused are tried again by a restart of its run',
      ),
    train: z
      .strictObject({ job: StarTrainingJob.prefault({}) })
      .optional()
      .describe("Trains, and registers the ensemble as the model's next version"),
    gate: Gate.optional().describe('Refuses a model that is worse than the one that is served'),
    deploy: z.strictObject({ endpoint: EndpointName }).optional().describe('Serves the model under that name'),
    batchForecast: z
      .strictObject({
        horizon: z.int().min(1).max(500).optional().describe('Steps ahead; without it, those of the training job'),
      })
      .optional()
      .describe('Forecasts every item by the model'),
  })
  .refine((steps) => Object.values(steps).some((it) => it !== undefined), {
    error: 'at least one of load, train, gate, deploy and batchForecast',
  })
  .refine(({ gate, deploy }) => !gate || gate.endpoint !== undefined || deploy !== undefined, {
    path: ['gate', 'endpoint'],
    error: 'the endpoint that serves the champion, as there is no step deploy',
  })
  .meta({ id: 'WorkflowSteps' });
export type WorkflowSteps = z.infer<typeof WorkflowSteps>;

export const Schedule = z
  .strictObject({
    cron: z
      .string()
      .trim()
      .regex(/^\S+(?: +\S+){4}$/, 'five fields: minute, hour, day of month, month, day of week, as in 0 6 * * 1-5'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'a time zone such as Europe/Berlin or UTC')
      .describe('In whose clock the fields are read, e.g. Asia/Seoul'),
  })
  .meta({ id: 'Schedule' });
export type Schedule = z.infer<typeof Schedule>;

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const said = {
  enabled: z.boolean().default(true).describe('Whether its schedule and the arrival of data start it'),
  model: EndpointName.default('sales-forecast').describe(
    'The model that it is about: train makes its next version; without train, its newest version is meant',
  ),
  steps: WorkflowSteps.describe('Done in this order: load, train, gate, deploy, batchForecast'),
  schedule: Schedule.nullable().default(null),
  dataArrival: z
    .boolean()
    .default(false)
    .describe('Whether an upload that completes starts it; it needs the step load'),
};

const startsByData = ({ steps, dataArrival }: { readonly steps: WorkflowSteps; readonly dataArrival: boolean }) =>
  !dataArrival || steps.load !== undefined;
const needsLoad = { path: ['steps', 'load'], error: 'there, as the arrival of data starts the workflow' };

/** What a workflow is besides its name. */
export const WorkflowDefinition = z.strictObject(said).refine(startsByData, needsLoad);
export type WorkflowDefinition = z.infer<typeof WorkflowDefinition>;

export const NewWorkflow = z
  .strictObject({ name: EndpointName, ...said })
  .refine(startsByData, needsLoad)
  .meta({
    id: 'NewWorkflow',
    examples: [
      {
        name: 'nightly',
        steps: { load: {}, train: {}, gate: { mostWorse: { WQL: 0.05 } }, deploy: { endpoint: 'sales-forecast' } },
        schedule: { cron: '0 3 * * *', timeZone: 'Europe/Berlin' },
      },
    ],
  });
export type NewWorkflow = z.input<typeof NewWorkflow>;

export const Workflow = z
  .object({
    id: WorkflowId,
    projectId: ProjectId,
    name: EndpointName,
    enabled: z.boolean(),
    model: EndpointName,
    steps: WorkflowSteps,
    schedule: Schedule.nullable(),
    dataArrival: z.boolean(),
    nextAt: instant.nullable().describe('When its schedule starts it next; null where none does'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Workflow' });
export type Workflow = z.infer<typeof Workflow>;

/** What a workflow is, besides its name, that can be changed. */
export const definitionOf = ({ enabled, model, steps, schedule, dataArrival }: Workflow): WorkflowDefinition => ({
  ...{ enabled, model, steps, schedule, dataArrival },
});

const ByWorkflow = InProject.extend({ workflowId: WorkflowId });

export const createWorkflow = operation({
  id: 'createWorkflow',
  method: 'POST',
  path: '/projects/:projectId/workflows',
  summary:
    'Create a workflow: a chain of load, train, gate, deploy and batch forecast, and what starts it; a project has at most 50',
  tag: 'Workflows',
  access: 'project',
  params: InProject,
  body: NewWorkflow,
  refuses: ['conflict'],
  tagged: 'part',
  status: 201,
  response: Workflow,
});

export const listWorkflows = operation({
  id: 'listWorkflows',
  method: 'GET',
  path: '/projects/:projectId/workflows',
  summary: 'List workflows, newest first',
  tag: 'Workflows',
  access: 'project',
  params: InProject,
  query: pageOf(WorkflowId),
  status: 200,
  response: z.object({ workflows: z.array(Workflow), next: nextOf(WorkflowId) }),
});

export const getWorkflow = operation({
  id: 'getWorkflow',
  method: 'GET',
  path: '/projects/:projectId/workflows/:workflowId',
  summary: 'A workflow; its ETag is that of what it says, and does not change with its runs',
  tag: 'Workflows',
  access: 'project',
  params: ByWorkflow,
  tagged: 'part',
  status: 200,
  response: Workflow,
});

export const changeWorkflow = operation({
  id: 'changeWorkflow',
  method: 'PUT',
  path: '/projects/:projectId/workflows/:workflowId',
  summary: 'Change a workflow as a whole; runs that have begun go on as they were begun',
  tag: 'Workflows',
  access: 'project',
  params: ByWorkflow,
  body: NewWorkflow,
  conditional: true,
  tagged: 'part',
  refuses: ['conflict'],
  status: 200,
  response: Workflow,
});

export const deleteWorkflow = operation({
  id: 'deleteWorkflow',
  method: 'DELETE',
  path: '/projects/:projectId/workflows/:workflowId',
  summary: 'Delete a workflow that has no open run; its runs and what they made stay',
  tag: 'Workflows',
  access: 'project',
  params: ByWorkflow,
  conditional: true,
  refuses: ['conflict'],
  status: 204,
  response: z.null(),
});
