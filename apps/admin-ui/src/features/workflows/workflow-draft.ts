import {
  type NewWorkflow,
  type presets,
  StarTrainingJob,
  type Workflow,
  type WorkflowStepKind,
  WorkflowSteps,
  workflowSteps,
} from '@tandem/data-model/contract';

type Preset = (typeof presets)[number];

/** Steps ahead that a training has which does not say. */
export const usualHorizon = StarTrainingJob.parse({}).forecastHorizon;

/** Share of rejected rows that a load takes which does not say. */
const usualRejects = WorkflowSteps.parse({ load: {} }).load!.maxRejectShare;

/** The fields that take a figure, shares as percent, with the least and the most that each takes. */
export const limits = {
  maxRejects: { min: 0, max: 100 },
  horizon: { min: 1, max: 500 },
  mostWorseWql: { min: -100, max: 1000 },
  mostWorseMase: { min: -100, max: 1000 },
  coverageLeast: { min: 0, max: 100 },
  coverageMost: { min: 0, max: 100 },
  batchHorizon: { min: 1, max: 500 },
} as const;
export type FigureField = keyof typeof limits;

/**
 * A workflow as its form has it. Figures stay as they are typed, for "-" is on its way to -3; an empty text or figure is
 * one that is not said.
 */
export interface WorkflowDraft extends Readonly<Record<FigureField, number | string>> {
  readonly name: string;
  readonly model: string;
  readonly enabled: boolean;
  readonly load: boolean;
  readonly train: boolean;
  readonly preset: Preset;
  readonly gate: boolean;
  readonly gateEndpoint: string;
  readonly deploy: boolean;
  readonly endpoint: string;
  readonly batchForecast: boolean;
  readonly cron: string;
  readonly timeZone: string;
  readonly dataArrival: boolean;
}

/** The steps that a workflow has, in their order. */
export const kindsOf = (steps: WorkflowSteps): WorkflowStepKind[] =>
  workflowSteps.filter((it) => steps[it === 'batch-forecast' ? 'batchForecast' : it] !== undefined);

const percent = (share: number | undefined) => (share === undefined ? '' : Number((share * 100).toFixed(6)));
const figure = (typed: number | string) => (typed === '' ? undefined : Number(typed));
const share = (typed: number | string) => (typed === '' ? undefined : Number(typed) / 100);

/** The most rejected rows of a load which does not say, in percent. */
export const usualPercentOfRejects = percent(usualRejects);

/** The form of a workflow, or of a new one, which has every step. */
export function draftOf(workflow: Workflow | null, timeZone: string): WorkflowDraft {
  const steps = workflow?.steps ?? {
    load: {},
    train: { job: StarTrainingJob.parse({}) },
    gate: { mostWorse: { WQL: 0.05 } },
    deploy: { endpoint: 'sales-forecast' },
    batchForecast: {},
  };
  const { load, train, gate, deploy, batchForecast } = steps as WorkflowSteps;
  return {
    name: workflow?.name ?? '',
    model: workflow?.model ?? 'sales-forecast',
    enabled: workflow?.enabled ?? true,
    load: load !== undefined,
    maxRejects: percent(load?.maxRejectShare ?? usualRejects),
    train: train !== undefined,
    preset: train?.job.preset ?? 'balanced',
    horizon: train?.job.forecastHorizon ?? usualHorizon,
    gate: gate !== undefined,
    gateEndpoint: gate?.endpoint ?? '',
    mostWorseWql: percent(gate?.mostWorse.WQL),
    mostWorseMase: percent(gate?.mostWorse.MASE),
    coverageLeast: percent(gate?.coverage?.least),
    coverageMost: percent(gate?.coverage?.most),
    deploy: deploy !== undefined,
    endpoint: deploy?.endpoint ?? 'sales-forecast',
    batchForecast: batchForecast !== undefined,
    batchHorizon: batchForecast?.horizon ?? '',
    cron: workflow?.schedule?.cron ?? '',
    timeZone: workflow?.schedule?.timeZone ?? timeZone,
    dataArrival: workflow?.dataArrival ?? false,
  };
}

/** What a form says; what it has no field for stays as the workflow had it, and files start nothing that does not load. */
export function saidBy(draft: WorkflowDraft, before: Workflow | null): NewWorkflow {
  const { train, gate } = before?.steps ?? {};
  const { forecastHorizon: _, ...job } = train?.job ?? {};
  const mostWorse = { WQL: share(draft.mostWorseWql), MASE: share(draft.mostWorseMase) };
  const [least, most] = [share(draft.coverageLeast), share(draft.coverageMost)];
  const hasCoverage = least !== undefined || most !== undefined;
  const [horizon, batchHorizon] = [figure(draft.horizon), figure(draft.batchHorizon)];
  return {
    name: draft.name.trim(),
    model: draft.model.trim(),
    enabled: draft.enabled,
    steps: {
      ...(draft.load && { load: { maxRejectShare: share(draft.maxRejects) ?? usualRejects } }),
      ...(draft.train && {
        train: { job: { ...job, preset: draft.preset, ...(horizon !== undefined && { forecastHorizon: horizon }) } },
      }),
      ...(draft.gate && {
        gate: {
          ...(draft.gateEndpoint.trim() !== '' && { endpoint: draft.gateEndpoint.trim() }),
          mostWorse: { ...gate?.mostWorse, ...mostWorse },
          ...(hasCoverage && { coverage: { ...gate?.coverage, least: least ?? 0, most: most ?? 1 } }),
        },
      }),
      ...(draft.deploy && { deploy: { endpoint: draft.endpoint.trim() } }),
      ...(draft.batchForecast && {
        batchForecast: batchHorizon === undefined ? {} : { horizon: batchHorizon },
      }),
    },
    schedule: draft.cron.trim() === '' ? null : { cron: draft.cron.trim(), timeZone: draft.timeZone.trim() },
    dataArrival: draft.load && draft.dataArrival,
  };
}
