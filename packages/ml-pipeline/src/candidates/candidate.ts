import type { PeriodAxis } from '@tandem/data-model';
import type { CodedCovariate } from '../frame/covariate-codes.ts';

/** One item's past on the scale that candidates work on. */
export interface Series {
  /** Shape (n); NaN is missing. Values are gated (learned zeros are missing) and may be adjusted for covariates. */
  readonly y: Float64Array;
  /** Season lengths that this panel has, shortest first; those too long for `y` are left out by the candidate. */
  readonly seasons: readonly number[];
  /** Steps ahead that matter. */
  readonly horizon: number;
  /** How many forms to search. */
  readonly effort: Effort;
  /** Where the series lies in its panel; a series that stands alone has no calendar and no covariates. */
  readonly place?: SeriesPlace;
}

export interface SeriesPlace {
  readonly axis: PeriodAxis;
  /** Period of `y[0]`. */
  readonly start: number;
  /**
   * The item's known covariates in code, from `y[0]` on, past its end as far as rows are known; then they have their
   * base value, 0.
   */
  readonly known: readonly CodedCovariate[];
}

/**
 * What a family sees of an item: `plain`, its target as it is; `raw`, without learned zeros; `adjusted`, that on the
 * working scale, without the effects of covariates and of the year, where the panel has them.
 */
export type Sees = 'plain' | 'raw' | 'adjusted';

export type Effort = 'fast' | 'balanced' | 'best';

/** What a person reads about a candidate. */
export interface CandidateCard {
  readonly name: string;
  readonly title: string;
  /** Author, year and where to find it. */
  readonly source: string;
  readonly uses: { readonly known: boolean; readonly past: boolean; readonly statics: boolean };
  readonly quantiles: 'own' | 'conformal';
  /** The quickest preset that has time for it; slower ones have it too. */
  readonly preset: Effort;
  /** Seconds of one fit relative to those of `ets`, about: for progress. */
  readonly cost: number;
}

/**
 * A family that fits each item on its own. `fit` gives its parameters; `forecast` runs them over any past, so that a
 * fitted item can be forecast again from a newer history.
 */
export interface ItemCandidate extends CandidateCard {
  /** `adjusted` if not given. */
  readonly sees?: Sees;
  /** Length of a parameter vector. */
  readonly parameters: number;
  /**
   * Parameters, always of the same length for a candidate; empty where the series has no value or is not of a kind
   * that the family forecasts: its weight is then left to the others.
   */
  fit(series: Series): Float64Array;
  /** Medians 1 to `steps` after the end of `series.y`, into `out`; may not be finite: the caller guards. */
  forecast(series: Series, params: Float64Array, steps: number, out: Float64Array): void;
}

export function countOf(y: Float64Array): number {
  let count = 0;
  for (let t = 0; t < y.length; t++) if (!Number.isNaN(y[t]!)) count++;
  return count;
}

export function smallest(y: Float64Array): number {
  let low = Number.POSITIVE_INFINITY;
  for (let t = 0; t < y.length; t++) if (y[t]! < low) low = y[t]!;
  return low;
}
