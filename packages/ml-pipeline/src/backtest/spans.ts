import type { TrainingFrame } from '@tandem/data-model';
import type { SeriesPlan } from '../frame/item-series.ts';
import type { TrainingPlan } from '../plan.ts';
import { commonWaveCount, type Design } from '../regression/design.ts';
import type { RegressionFit } from '../regression/panel.ts';
import type { CandidateWork } from '../tasks.ts';

/** What a fit sees and forecasts: a window, or all data, of which nothing is forecast. */
export interface Span {
  readonly rows: Int32Array;
  readonly steps: number;
  readonly fit: RegressionFit;
  readonly detail: string;
}

export const windowSpans = ({ windows }: TrainingPlan, fits: readonly RegressionFit[]): Span[] =>
  windows.map(({ rows, steps }, w) => ({
    rows,
    steps,
    fit: fits[w]!,
    detail: `window ${w + 1} of ${windows.length}`,
  }));

export const wholeSpan = (frame: TrainingFrame, fit: RegressionFit): Span => ({
  rows: frame.history,
  steps: 0,
  fit,
  detail: 'all data',
});

export const seriesPlan = (
  { seasons, horizon, effort, codes, scaleSeason }: TrainingPlan,
  design: Design,
): SeriesPlan => ({
  seasons,
  horizon,
  effort,
  adjust: codes.length > 0 || commonWaveCount(design) > 0,
  scaleSeason,
});

/**
 * Bounds of the chunks of a list of items: small enough to balance threads, large enough that messages cost little. By
 * the list alone, so that results do not depend on the threads.
 */
export function chunksOf(items: number): readonly { readonly from: number; readonly to: number }[] {
  const size = Math.max(16, Math.ceil(items / 1000));
  return Array.from({ length: Math.ceil(items / size) }, (_, k) => ({
    from: k * size,
    to: Math.min(items, (k + 1) * size),
  }));
}

export const candidateWork = (
  plan: TrainingPlan,
  series: SeriesPlan,
  name: string,
  { rows, steps, fit }: Span,
  items: Int32Array,
): CandidateWork => ({
  kind: 'candidate',
  name,
  items,
  rows,
  minRows: plan.minRows,
  steps,
  plan: series,
  fit,
});
