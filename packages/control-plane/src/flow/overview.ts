import type {
  BatchForecast,
  Endpoint,
  FlowStep,
  FlowStepName,
  flowFigures,
  JobError,
  Load,
  Model,
  Overview,
  Project,
  TrainingRun,
  Upload,
} from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';

/** What the overview is drawn from; lists are newest first. */
export interface FlowRecords {
  readonly project: Project;
  readonly uploads: readonly Upload[];
  readonly loads: readonly Load[];
  readonly trainingRuns: readonly TrainingRun[];
  readonly models: readonly Model[];
  readonly endpoints: readonly Endpoint[];
  readonly batchForecasts: readonly BatchForecast[];
}

export async function getOverview({ control }: Pick<Deps, 'control'>, project: Project): Promise<Overview> {
  const [uploads, loads, trainingRuns, models, endpoints, batchForecasts] = await Promise.all([
    control.uploads.list(project.id),
    control.loads.list(project.id),
    control.trainingRuns.list(project.id),
    control.models.list(project.id),
    control.endpoints.list(project.id),
    control.batchForecasts.list(project.id),
  ]);
  return overviewOf({ project, uploads, loads, trainingRuns, models, endpoints, batchForecasts });
}

/**
 * The seven steps from files to forecasts. A step stands as its newest record stands; figures are those of the newest
 * success, so that a failed second load does not hide what is there. The first step that is not done, all before it
 * being done, is `next`.
 */
export function overviewOf(records: FlowRecords): Overview {
  const { project } = records;
  const found = [
    projectStep(project),
    filesStep(records.uploads),
    jobStep(
      'load',
      records.loads.filter((it) => it.kind !== 'plan'),
      loadFigures,
      (it) => it.kind === 'load',
    ),
    jobStep('training', records.trainingRuns, trainingFigures),
    modelStep(records.models),
    endpointStep(records.endpoints),
    jobStep('batch-forecast', records.batchForecasts, batchFigures),
  ];
  const next = found.find((it) => it.state !== 'done');
  return { project, steps: found.map((it) => (it === next && it.state === 'waiting' ? { ...it, state: 'next' } : it)) };
}

const waiting = { state: 'waiting', figures: {}, subjectId: null, endedAt: null, error: null } as const;

function projectStep({ id, state, steps, error, createdAt }: Project): FlowStep {
  return {
    step: 'project',
    state: ({ provisioning: 'running', active: 'done', failed: 'failed', deleting: 'running' } as const)[state],
    figures: present({ seconds: secondsSince(createdAt, latest(steps.map((it) => it.endedAt))) }),
    subjectId: id,
    endedAt: latest(steps.map((it) => it.endedAt)),
    error,
  };
}

function filesStep(uploads: readonly Upload[]): FlowStep {
  const known = uploads.filter((it) => it.source !== null);
  const [newest] = known;
  if (!newest) return { step: 'files', ...waiting };
  return {
    step: 'files',
    state: 'done',
    figures: { files: uploads.length, recognised: known.length, bytes: sum(uploads, 'bytes') },
    subjectId: newest.id,
    endedAt: newest.createdAt,
    error: null,
  };
}

/** The figures of a step by their names in the contract, where they are known. */
type Figures<Step extends FlowStepName> = {
  readonly [K in (typeof flowFigures)[Step][number]]?: number | null | undefined;
};

interface JobRecord {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly endedAt: string | null;
  readonly error: JobError | null;
}

const stateOfJob = {
  queued: 'running',
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<JobRecord['state'], FlowStep['state']>;

function jobStep<T extends JobRecord, Step extends FlowStepName>(
  step: Step,
  records: readonly T[],
  figures: (record: T) => Figures<Step>,
  /** Whether a record that succeeded has figures; a revert has read no file. */
  hasFigures: (record: T) => boolean = () => true,
): FlowStep {
  const [newest] = records;
  if (!newest) return { step, ...waiting };
  const good = records.find((it) => it.state === 'succeeded' && hasFigures(it));
  return {
    step,
    state: stateOfJob[newest.state],
    figures: good ? present(figures(good)) : {},
    subjectId: newest.id,
    endedAt: newest.endedAt,
    error: newest.error,
  };
}

const loadFigures = ({ report }: Load): Figures<'load'> => ({ ...report?.counts, seconds: report?.seconds });

const trainingFigures = ({ report }: TrainingRun): Figures<'training'> => ({
  items: report?.items,
  setAside: report?.setAside.length,
  candidates: report?.candidates.length,
  sql: report?.ensemble.test.SQL,
  baselineSql: report?.baseline.test.SQL,
  improvement: report?.baseline.improvement,
  betterItems: report?.baseline.betterItems,
  comparedItems: report?.baseline.comparedItems,
  seconds: report?.seconds,
});

const batchFigures = ({ items, rows, horizon }: BatchForecast): Figures<'batch-forecast'> => ({ items, rows, horizon });

function modelStep([newest]: readonly Model[]): FlowStep {
  if (!newest) return { step: 'model', ...waiting };
  return {
    step: 'model',
    state: 'done',
    figures: present({ version: newest.version, sql: newest.test.SQL, improvement: newest.improvement }),
    subjectId: newest.id,
    endedAt: newest.createdAt,
    error: null,
  };
}

function endpointStep(endpoints: readonly Endpoint[]): FlowStep {
  const [newest] = endpoints;
  if (!newest) return { step: 'endpoint', ...waiting };
  return {
    step: 'endpoint',
    state: ({ creating: 'running', 'in-service': 'done', failed: 'failed' } as const)[newest.state],
    figures: { endpoints: endpoints.length, requests: sum(endpoints, 'requests') },
    subjectId: newest.id,
    endedAt: newest.state === 'creating' ? null : newest.createdAt,
    error: newest.error,
  };
}

function present(figures: Record<string, number | null | undefined>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).filter((it): it is [string, number] => typeof it[1] === 'number'));
}

function sum<K extends string>(records: readonly Record<K, number>[], field: K): number {
  return records.reduce((total, it) => total + it[field], 0);
}

function secondsSince(start: string, end: string | null): number | null {
  return end === null ? null : (Date.parse(end) - Date.parse(start)) / 1000;
}

/** ISO instants in UTC sort as text. */
function latest(instants: readonly (string | null)[]): string | null {
  return instants.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}
