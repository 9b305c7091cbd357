import { formatQuantile, parseQuantile } from '@tandem/data-model';
import { type NewTrainingRun, NewTrainingRun as NewTrainingRunSchema, type presets } from '@tandem/data-model/contract';

/** The fields of the form as they are typed. */
export interface RunDraft {
  readonly name: string;
  readonly horizon: number | string;
  readonly quantiles: readonly string[];
  readonly preset: (typeof presets)[number];
  /** Seconds, or empty for none. */
  readonly timeLimit: number | string;
}

/** What a run is unless one says otherwise: the schema's own defaults. */
export function defaultDraft(): RunDraft {
  const { name, job } = NewTrainingRunSchema.parse({});
  return {
    name,
    horizon: job.forecastHorizon,
    quantiles: job.forecastQuantiles,
    preset: 'fast',
    timeLimit: job.completionCriteria.maxAutoMLJobRuntimeInSeconds ?? '',
  };
}

/** A field that may hold what the schema refuses; a preset is chosen among those there are. */
export type FaultyField = Exclude<keyof RunDraft, 'preset'>;

/** The request for a draft, or the fields that the schema refuses. */
export function readDraft(draft: RunDraft): { readonly body: NewTrainingRun } | { readonly faults: FaultyField[] } {
  const body: NewTrainingRun = {
    name: draft.name,
    job: {
      forecastHorizon: Number(draft.horizon),
      forecastQuantiles: sortedQuantiles(draft.quantiles),
      preset: draft.preset,
      completionCriteria: {
        maxAutoMLJobRuntimeInSeconds: draft.timeLimit === '' ? null : Number(draft.timeLimit),
      },
    },
  };
  const read = NewTrainingRunSchema.safeParse(body);
  if (read.success) return { body };
  return { faults: [...new Set(read.error.issues.map(({ path }) => fieldAt(path)))] };
}

function fieldAt(path: readonly PropertyKey[]): FaultyField {
  if (path.includes('forecastHorizon')) return 'horizon';
  if (path.includes('forecastQuantiles')) return 'quantiles';
  return path.includes('completionCriteria') ? 'timeLimit' : 'name';
}

const sortedQuantiles = (quantiles: readonly string[]) =>
  [...quantiles].sort((a, b) => parseQuantile(a) - parseQuantile(b));

/** `10`, `p10` or `P10` as `p10`; null where the text is no quantile. */
export function asQuantile(text: string): string | null {
  const level = parseQuantile(`p${text.trim().toLowerCase().replace(/^p/, '')}`);
  return Number.isFinite(level) ? formatQuantile(level) : null;
}
