/** What a check that fails does: a critical one stops the load or the training, a warning is only said. */
export type Severity = 'critical' | 'warning';

/**
 * A claim about a star as a load leaves it, asked before anything is written. That fields are filled, finite, in the
 * range of their source, unique by key and known to their dimension follows from the rest of the definition, record by
 * record; it is not declared here.
 */
export type StarCheck = { readonly severity: Severity } & (
  | {
      /** No day lies without a row between the first and the last: of a dimension's day, or of a fact's. */
      readonly kind: 'calendar_gaps';
      readonly table: string;
    }
  | {
      /** The last day of a fact is not long past. */
      readonly kind: 'freshness';
      readonly table: string;
      readonly maxAgeDays: number;
    }
  | {
      /** A source brings neither `factor` times as many records as the median of earlier loads, nor as few. */
      readonly kind: 'row_count_drift';
      readonly source: string;
      readonly factor: number;
      /** With fewer earlier loads of the source than this there is nothing to compare with. */
      readonly leastLoads: number;
    }
  | {
      /** The values of a column that are written lie within bounds, both included. */
      readonly kind: 'range';
      readonly table: string;
      readonly column: string;
      readonly min?: number;
      readonly max?: number;
    }
);
