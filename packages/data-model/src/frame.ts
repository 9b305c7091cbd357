import type { PeriodAxis } from './time.ts';

/**
 * A panel of series, ready for training and forecasting: the one thing that crosses from the star to the models.
 *
 * Row r belongs to item i where `offset[i] <= r < offset[i + 1]` and stands at period `start[i] + r - offset[i]`;
 * rows are consecutive periods. The first `history[i]` rows of an item are its past, the rest its future, for which
 * only known covariates have values. NaN means missing in every array. Arrays may lie in shared memory and are read only.
 */
export interface TrainingFrame {
  readonly axis: PeriodAxis;
  /** Item ids as text, shape (n), unique, sorted by code unit. */
  readonly items: readonly string[];
  /** Period of each item's first row, shape (n). */
  readonly start: Float64Array;
  /** Row bounds, shape (n + 1). */
  readonly offset: Int32Array;
  /** Number of past rows of each item, shape (n). */
  readonly history: Int32Array;
  /** Shape (rows); target unit; NaN where missing and in the future. */
  readonly target: Float64Array;
  /** Shape (rows); 1 where the target is a guess from other values of it: learned from, but no truth to be scored by. */
  readonly guessed?: Uint8Array;
  /** Covariates whose future is known; values of shape (rows). */
  readonly known: readonly Covariate[];
  /** Covariates known only in the past; values of shape (rows), NaN in the future. */
  readonly past: readonly Covariate[];
  /** Attributes of items; values of shape (n). */
  readonly statics: readonly Covariate[];
}

/** A numeric column, or a categorical one where `levels` is present: values are then codes into it. */
export interface Covariate {
  readonly name: string;
  readonly levels?: readonly string[];
  /** True of a column that follows from the calendar alone: it has a value on every row, whether or not the item trades. */
  readonly ofCalendar?: true;
  readonly values: Float64Array;
}

/** Which periods to forecast: parallel arrays of shape (m), grouped by item, periods ascending within an item. */
export interface ForecastRequest {
  /** Index into the frame's items. */
  readonly item: Int32Array;
  readonly period: Float64Array;
}

/** Forecasts for the rows of a request, in its order. */
export interface Forecast extends ForecastRequest {
  /** Ascending, each in (0, 1), shape (q). */
  readonly quantiles: readonly number[];
  /** Expected value, shape (m), target unit. */
  readonly mean: Float64Array;
  /** Row-major, shape (m, q), target unit; ascending within a row. */
  readonly values: Float64Array;
}

/** Every item's periods `end + 1 .. end + horizon`, where `end` is the period of its last past row. */
export function nextPeriods(frame: TrainingFrame, horizon: number): ForecastRequest {
  const n = frame.items.length;
  const item = new Int32Array(n * horizon);
  const period = new Float64Array(n * horizon);
  for (let i = 0, r = 0; i < n; i++) {
    for (let h = 0; h < horizon; h++, r++) {
      item[r] = i;
      period[r] = frame.start[i]! + frame.history[i]! + h;
    }
  }
  return { item, period };
}

/** `p10` to 0.1, `p97.5` to 0.975; NaN where the text is not a quantile. */
export function parseQuantile(text: string): number {
  const match = /^p(\d{1,2}(?:\.\d+)?)$/.exec(text.trim());
  const q = match ? Number(match[1]) / 100 : Number.NaN;
  return q > 0 && q < 1 ? q : Number.NaN;
}

/** 0.1 to `p10`. */
export function formatQuantile(quantile: number): string {
  return `p${Number((quantile * 100).toFixed(6))}`;
}
