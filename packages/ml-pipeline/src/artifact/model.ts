import type { PeriodAxis } from '@tandem/data-model';
import type { ImportedModel } from '../candidates/imported-model.ts';
import type { Spreads } from '../ensemble/spread.ts';
import type { SeriesPlan } from '../frame/item-series.ts';
import type { RegressionFit } from '../regression/panel.ts';
import type { TreesFit } from '../trees/fit-trees.ts';

/** A trained ensemble: all that `predict` needs besides a frame. Plain data and typed arrays. */
export interface Model {
  readonly axis: PeriodAxis;
  /** Ids of the items seen in training, sorted. */
  readonly items: readonly string[];
  /** Ascending levels that forecasts have. */
  readonly quantiles: readonly number[];
  readonly scaleSeason: number;
  /** Items with fewer values have no models of their own. */
  readonly minRows: number;
  readonly series: SeriesPlan;
  readonly regression: RegressionFit;
  readonly members: readonly Member[];
  readonly spreads: Spreads;
  /** Standard deviation that one step ahead has in relation to the size, for the median item: no other is surer. */
  readonly relativeSpread: number;
  /** Shape (items): number of values in training; mean absolute error expected; usual size of a value. */
  readonly values: Int32Array;
  readonly itemScale: Float64Array;
  readonly size: Float64Array;
}

/** A candidate in the ensemble. */
export interface Member {
  readonly name: string;
  readonly weight: number;
  /** Shape (items, parameters of the family); NaN for items without. Empty for the pooled regression. */
  readonly parameters: Float64Array;
  /** What a family of trees is; no other has it. */
  readonly trees?: TreesFit;
  /** The imported model itself; no other member has it. */
  readonly imported?: ImportedModel;
}
