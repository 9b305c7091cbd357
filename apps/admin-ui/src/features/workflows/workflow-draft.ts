import {
  type NewWorkflow,
  type presets,
  StarTrainingJob,
  type Workflow,
  type WorkflowStepKind,
  type WorkflowSteps,
  workflowSteps,
} from '@tandem/data-model/contract';

type Preset = (typeof presets)[number];

/** Steps ahead that a training has which does not say. */
export const usualHorizon = StarTrainingJob.parse({}).forecastHorizon;

/** A workflow as its form has it; shares as percent, and an empty text or figure for what is not said. */
export interface WorkflowDraft {
  readonly name: string;
  readonly model: string;
  readonly enabled: boolean;
  readonly load: boolean;
  readonly maxRejects: number | '';
  readonly train: boolean;
  readonly preset: Preset;
  readonly horizon: number | '';
  readonly gate: boolean;
  readonly gateEndpoint: string;
  readonly mostWorseWql: number | '';
  readonly mostWorseMase: number | '';
  readonly coverageLeast: number | '';
  readonly coverageMost: number | '';
  readonly deploy: boolean;
  readonly endpoint: string;
  readonly batchForecast: boolean;
  readonly batchHorizon: number | '';
  readonly cron: string;
  readonly timeZone: string;
  readonly dataArrival: boolean;
}

/** The steps that a workflow has, in their order. */
export const kindsOf = (steps: WorkflowSteps): WorkflowStepKind[] =>
  workflowSteps.filter((it) => steps[it === 'batch-forecast' ? 'batchForecast' : it] !== undefined);

const percent = (share: number | undefined) => (share === undefined ? '' : Number((share * 100).toFixed(6)));
const share = (percent: number | '') => (percent === '' ? undefined : percent / 100);

/** The form of a workflow, or of a new one, which has every step. */
export function draftOf(workflow: Workflow | null, timeZone: string): WorkflowDraft {
  const steps = workflow?.steps ?? {
    load: { maxRejectShare: 0.05 },
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
    maxRejects: percent(load?.maxRejectShare ?? 0.05),
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

/** What a form says; what it has no field for stays as the workflow had it. */
export function saidBy(draft: WorkflowDraft, before: Workflow | null): NewWorkflow {
  const { train, gate } = before?.steps ?? {};
  const { forecastHorizon: _, ...job } = train?.job ?? {};
  const mostWorse = { WQL: share(draft.mostWorseWql), MASE: share(draft.mostWorseMase) };
  const [least, most] = [share(draft.coverageLeast), share(draft.coverageMost)];
  const hasCoverage = least !== undefined || most !== undefined;
  const horizon = draft.horizon === '' ? {} : { forecastHorizon: draft.horizon };
  return {
    name: draft.name.trim(),
    model: draft.model.trim(),
    enabled: draft.enabled,
    steps: {
      ...(draft.load && { load: { maxRejectShare: share(draft.maxRejects) ?? 0.05 } }),
      ...(draft.train && { train: { job: { ...job, preset: draft.preset, ...horizon } } }),
      ...(draft.gate && {
        gate: {
          ...(draft.gateEndpoint.trim() !== '' && { endpoint: draft.gateEndpoint.trim() }),
          mostWorse: { ...gate?.mostWorse, ...mostWorse },
          ...(hasCoverage && { coverage: { ...gate?.coverage, least: least ?? 0, most: most ?? 1 } }),
        },
      }),
      ...(draft.deploy && { deploy: { endpoint: draft.endpoint.trim() } }),
      ...(draft.batchForecast && {
        batchForecast: draft.batchHorizon === '' ? {} : { horizon: draft.batchHorizon },
      }),
    },
    schedule: draft.cron.trim() === '' ? null : { cron: draft.cron.trim(), timeZone: draft.timeZone.trim() },
    dataArrival: draft.dataArrival,
  };
}
