import { z } from 'zod';
import { CompletedPlan } from './completed-plan.ts';
import { id, jobFields, operation, priorityOfNew } from './operation.ts';
import { nextOf, pageOf } from './pages.ts';
import { InProject, ProjectId } from './projects.ts';
import { StarTrainingJob, TrainingJob } from './training-job.ts';

export const TrainingRunId = id('run', 'training run');

/** Scores of one candidate over the rows of one or more windows; null where no series has a usable scale. */
export const Metrics = z
  .object({
    SQL: z.number().nullable().describe('Scaled quantile loss'),
    MASE: z.number().nullable().describe('Mean absolute scaled error of the median'),
    WQL: z.number().nullable().describe('Weighted quantile loss'),
    WAPE: z.number().nullable().describe('Weighted absolute percentage error of the median'),
    sMAPE: z.number().nullable().describe('Symmetric mean absolute percentage error of the median, 0 to 200'),
    RMSE: z.number().nullable().describe('Root mean squared error of the mean'),
    coverage: z
      .record(z.string(), z.number().nullable())
      .describe('Share of actuals at or below each quantile, by its name; p10 should be near 0.1'),
  })
  .meta({ id: 'Metrics' });
export type Metrics = z.infer<typeof Metrics>;

export const CandidateReport = z
  .object({
    name: z.string().describe('Stable name, e.g. theta'),
    title: z.string(),
    source: z.string().describe('The publication it follows'),
    uses: z.object({ known: z.boolean(), past: z.boolean(), statics: z.boolean() }),
    quantiles: z.enum(['own', 'conformal']),
    weight: z.number().describe('Share in the ensemble that is served, whose weights all windows choose'),
    fitSeconds: z.number(),
    predictSeconds: z.number(),
    validation: Metrics.describe('On the windows from which the weights come'),
    test: Metrics.describe('On the last window, by weights and a spread that have not seen it'),
    scoredItems: z
      .int()
      .optional()
      .describe('Items that the test score is of, where there is one: a family of one kind of item has fewer'),
  })
  .meta({ id: 'CandidateReport' });
export type CandidateReport = z.infer<typeof CandidateReport>;

export const Importance = z
  .object({
    items: z.int().describe('Items of the sample on which it was measured'),
    repeats: z.int().describe('How often each input was shuffled'),
    loss: z.number().describe("The ensemble's SQL on the test window of these items, nothing shuffled"),
    inputs: z
      .array(
        z.object({
          name: z.string(),
          kind: z.enum(['known', 'past', 'static']),
          rise: z.number().describe('Mean rise of that SQL when this input is shuffled'),
          band: z.number().describe('How far shuffling alone moves it: an input of no use lies within +- band'),
        }),
      )
      .describe('Largest rise first'),
  })
  .meta({ id: 'Importance' });
export type Importance = z.infer<typeof Importance>;

export const TrainingReport = z
  .object({
    items: z.int(),
    rows: z.int(),
    seasons: z.array(z.int()).describe('Season lengths found, in steps'),
    windows: z.array(
      z.object({ cutoff: z.string().describe('Last timestamp that training saw'), use: z.enum(['weights', 'test']) }),
    ),
    candidates: z
      .array(CandidateReport)
      .describe('Best test SQL first; after them those that forecast less than half of the items'),
    ensemble: z.object({ validation: Metrics, test: Metrics }),
    baseline: z.object({
      name: z.literal('seasonal-naive'),
      test: Metrics,
      improvement: z.number().nullable().describe('1 - SQL of the ensemble / SQL of the baseline, on the test window'),
      betterItems: z.int().describe('Items on which the ensemble beats the baseline'),
      comparedItems: z.int(),
    }),
    importance: Importance.nullable()
      .default(null)
      .describe('How much the model relies on each input; null where there was none, or no window to measure it on'),
    setAside: z
      .array(z.object({ item: z.string(), rows: z.int(), reason: z.string(), treatment: z.string() }))
      .describe('Items with too little history for models of their own, and how they are forecast'),
    notes: z.array(z.string()).describe('What was left out or cut short, and why'),
    plan: CompletedPlan.optional().describe('What was completed; a job that carries it does the same again'),
    seconds: z.number(),
  })
  .meta({ id: 'TrainingReport' });
export type TrainingReport = z.infer<typeof TrainingReport>;

export const TrainingRun = z
  .object({
    id: TrainingRunId,
    projectId: ProjectId,
    name: z.string(),
    job: TrainingJob,
    limitSeconds: z
      .int()
      .nullish()
      .describe(
        'How long it may take, where the job asks for no limit or a longer one; null where nothing shortens it',
      ),
    limitedBy: z.enum(['quota', 'profile']).nullish().describe('What set limitSeconds'),
    ...jobFields,
    report: TrainingReport.nullable(),
  })
  .meta({ id: 'TrainingRun' });
export type TrainingRun = z.infer<typeof TrainingRun>;

export const NewTrainingRun = z
  .strictObject({
    name: z.string().trim().min(1).max(64).default('sales-forecast'),
    job: StarTrainingJob.prefault({}),
    priority: priorityOfNew,
  })
  .meta({ id: 'NewTrainingRun' });
export type NewTrainingRun = z.input<typeof NewTrainingRun>;

/** What the event stream of a run carries: the whole state at each change, so a reconnect misses nothing. */
export const TrainingEvent = TrainingRun.pick({ id: true, state: true, progress: true, error: true })
  .extend({ log: z.array(z.object({ at: z.string(), text: z.string() })) })
  .meta({ id: 'TrainingEvent' });
export type TrainingEvent = z.infer<typeof TrainingEvent>;

const ByRun = InProject.extend({ trainingRunId: TrainingRunId });

export const createTrainingRun = operation({
  id: 'createTrainingRun',
  method: 'POST',
  path: '/projects/:projectId/training-runs',
  summary: 'Train candidates on the star, backtest them and blend an ensemble',
  tag: 'Training',
  access: 'project',
  params: InProject,
  body: NewTrainingRun,
  refuses: ['conflict'],
  status: 202,
  response: TrainingRun,
});

export const listTrainingRuns = operation({
  id: 'listTrainingRuns',
  method: 'GET',
  path: '/projects/:projectId/training-runs',
  summary: 'List training runs, newest first',
  tag: 'Training',
  access: 'project',
  params: InProject,
  query: pageOf(TrainingRunId),
  status: 200,
  response: z.object({ trainingRuns: z.array(TrainingRun), next: nextOf(TrainingRunId) }),
});

export const getTrainingRun = operation({
  id: 'getTrainingRun',
  method: 'GET',
  path: '/projects/:projectId/training-runs/:trainingRunId',
  summary: 'A training run: state, progress, and its leaderboard once it has ended',
  tag: 'Training',
  access: 'project',
  params: ByRun,
  status: 200,
  response: TrainingRun,
});

export const streamTrainingRun = operation({
  id: 'streamTrainingRun',
  method: 'GET',
  path: '/projects/:projectId/training-runs/:trainingRunId/events',
  summary: 'Progress of a training run as server-sent events, until it ends',
  tag: 'Training',
  access: 'project',
  params: ByRun,
  status: 200,
  response: TrainingEvent,
  produces: 'text/event-stream',
});

export const cancelTrainingRun = operation({
  id: 'cancelTrainingRun',
  method: 'POST',
  path: '/projects/:projectId/training-runs/:trainingRunId/cancel',
  summary: 'Stop a training run',
  tag: 'Training',
  access: 'project',
  params: ByRun,
  refuses: ['conflict'],
  status: 202,
  response: TrainingRun,
});
