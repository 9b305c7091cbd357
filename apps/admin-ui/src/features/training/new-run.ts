import { formatQuantile, parseQuantile } from '@tandem/data-model';
import {
  type HolidayCountry,
  type NewTrainingRun,
  NewTrainingRun as NewTrainingRunSchema,
  type presets,
} from '@tandem/data-model/contract';

/** What a day without a sale may count as; `missing` is a day without trade. */
export const gapFills = ['missing', 'zero', 'mean', 'median'] as const;

/** The fields of the form as they are typed. */
export interface RunDraft {
  readonly name: string;
  readonly horizon: number | string;
  readonly quantiles: readonly string[];
  readonly preset: (typeof presets)[number];
  readonly holidays: HolidayCountry | null;
  readonly gaps: (typeof gapFills)[number];
  /** Seconds, or empty for none. */
  readonly timeLimit: number | string;
  /** Id of the upload that holds it. */
  readonly importedModel: string | null;
  /** Values, or empty where the model says itself. */
  readonly contextLength: number | string;
}

/** What a run is unless one says otherwise: the schema's own defaults. */
export function defaultDraft(): RunDraft {
  const { name, job } = NewTrainingRunSchema.parse({});
  return {
    name,
    horizon: job.forecastHorizon,
    quantiles: job.forecastQuantiles,
    preset: 'fast',
    holidays: job.holidayConfig[0]?.countryCode ?? null,
    gaps: 'missing',
    timeLimit: job.completionCriteria.maxAutoMLJobRuntimeInSeconds ?? '',
    importedModel: job.importedModel?.uploadId ?? null,
    contextLength: '',
  };
}

/** A field that may hold what the schema refuses; the others are chosen among what there is. */
export type FaultyField = Exclude<keyof RunDraft, 'preset' | 'holidays' | 'gaps' | 'importedModel'>;

/** The request for a draft, on a star whose target has that name; or the fields that the schema refuses. */
export function readDraft(
  draft: RunDraft,
  target: string | undefined,
): { readonly body: NewTrainingRun } | { readonly faults: FaultyField[] } {
  const body: NewTrainingRun = {
    name: draft.name,
    job: {
      forecastHorizon: Number(draft.horizon),
      forecastQuantiles: sortedQuantiles(draft.quantiles),
      preset: draft.preset,
      ...(draft.holidays ? { holidayConfig: [{ countryCode: draft.holidays }] } : {}),
      ...(draft.gaps === 'missing' || target === undefined
        ? {}
        : { transformations: { filling: { [target]: { middlefill: draft.gaps, backfill: draft.gaps } } } }),
      completionCriteria: {
        maxAutoMLJobRuntimeInSeconds: draft.timeLimit === '' ? null : Number(draft.timeLimit),
      },
      ...(draft.importedModel
        ? {
            importedModel: {
              uploadId: draft.importedModel,
              ...(draft.contextLength === '' ? {} : { contextLength: Number(draft.contextLength) }),
            },
          }
        : {}),
    },
  };
  const read = NewTrainingRunSchema.safeParse(body);
  if (read.success) return { body };
  return { faults: [...new Set(read.error.issues.map(({ path }) => fieldAt(path)))] };
}

function fieldAt(path: readonly PropertyKey[]): FaultyField {
  if (path.includes('forecastHorizon')) return 'horizon';
  if (path.includes('forecastQuantiles')) return 'quantiles';
  if (path.includes('importedModel')) return 'contextLength';
  return path.includes('completionCriteria') ? 'timeLimit' : 'name';
}

const sortedQuantiles = (quantiles: readonly string[]) =>
  [...quantiles].sort((a, b) => parseQuantile(a) - parseQuantile(b));

/** `10`, `p10` or `P10` as `p10`; null where the text is no quantile. */
export function asQuantile(text: string): string | null {
  const level = parseQuantile(`p${text.trim().toLowerCase().replace(/^p/, '')}`);
  return Number.isFinite(level) ? formatQuantile(level) : null;
}
