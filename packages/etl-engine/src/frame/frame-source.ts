import type { Frequency } from '@tandem/data-model';
import type { Transformations } from '@tandem/data-model/contract';

/** A covariate column of a relation, numeric or categorical (text). */
export interface CovariateColumn {
  readonly name: string;
  /** The relation's column: never `item`, `ts` or `target`. */
  readonly column: string;
  readonly kind: 'numeric' | 'category';
}

/**
 * Where a frame comes from: relations (a table's name or a query in parentheses) with the columns `item` (text),
 * `ts` (timestamp), `target` (double, in the history only) and the columns of the covariates, as numbers or text.
 */
export interface FrameSource {
  readonly frequency: Frequency;
  readonly history: string;
  /** Rows to forecast: item, ts and the known covariates. */
  readonly future?: string;
  /**
   * The column of history and future that numbers their rows as they were written: of rows with one timestamp the first
   * is the one of the lowest number. Left out where no two rows have one item and timestamp.
   */
  readonly row?: string;
  /** One row for each item: item and the static columns. */
  readonly statics?: { readonly relation: string; readonly columns: readonly CovariateColumn[] };
  /** What the target is called where transformations and messages name it. */
  readonly targetName: string;
  readonly known: readonly CovariateColumn[];
  readonly past: readonly CovariateColumn[];
  readonly transformations: Transformations;
  /**
   * Where an item's past ends: at its own last row, or at the last row of any item, so that all forecasts start
   * together and days without a row before it count as past days without a value. Filling the target's back makes the
   * end common too.
   */
  readonly end: 'own' | 'common';
}
