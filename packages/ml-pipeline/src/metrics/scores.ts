import { formatQuantile } from '@tandem/data-model';
import type { Metrics } from '@tandem/data-model/contract';

/** One forecast row against what came true. */
export interface ScoredRow {
  readonly actual: number;
  readonly mean: number;
  /** Quantiles in the order of the score's levels. */
  readonly quantiles: Float64Array;
  /** Seasonal scale of the item's training part; 0 or NaN leaves the row out of SQL and MASE. */
  readonly scale: number;
}

export interface Score {
  add(row: ScoredRow): void;
  metrics(): Metrics;
}

/** Twice the pinball loss, so that the median's is the absolute error. */
export const pinball2 = (actual: number, forecast: number, q: number) =>
  2 * Math.max(q * (actual - forecast), (q - 1) * (actual - forecast));

/**
 * Accumulates scores over rows. The point forecast is the median, interpolated between levels where 0.5 is none of
 * them; a missing actual is left out of all scores. SQL, MASE and sMAPE are means over rows, WQL and WAPE ratios of
 * sums, RMSE that of the mean.
 *
 * @param levels ascending quantile levels
 */
export function newScore(levels: readonly number[]): Score {
  const below = new Float64Array(levels.length);
  let sql = 0;
  let mase = 0;
  let scaled = 0;
  let quantileLoss = 0;
  let absolute = 0;
  let actuals = 0;
  let smape = 0;
  let squares = 0;
  let count = 0;
  return {
    add({ actual, mean, quantiles, scale }) {
      if (Number.isNaN(actual)) return;
      let loss = 0;
      for (let k = 0; k < levels.length; k++) {
        loss += pinball2(actual, quantiles[k]!, levels[k]!);
        if (actual <= quantiles[k]!) below[k]!++;
      }
      loss /= levels.length;
      const point = medianOf(levels, quantiles);
      const e = Math.abs(actual - point);
      const size = Math.abs(actual) + Math.abs(point);
      if (scale > 0) {
        sql += loss / scale;
        mase += e / scale;
        scaled++;
      }
      quantileLoss += loss;
      absolute += e;
      actuals += Math.abs(actual);
      smape += size > 0 ? (200 * e) / size : 0;
      squares += (actual - mean) ** 2;
      count++;
    },
    metrics() {
      const ratio = (a: number, b: number) => (b > 0 ? a / b : null);
      return {
        SQL: ratio(sql, scaled),
        MASE: ratio(mase, scaled),
        WQL: ratio(quantileLoss, actuals),
        WAPE: ratio(absolute, actuals),
        sMAPE: ratio(smape, count),
        RMSE: count > 0 ? Math.sqrt(squares / count) : null,
        coverage: Object.fromEntries(levels.map((q, k) => [formatQuantile(q), ratio(below[k]!, count)])),
      };
    },
  };
}

/** The 0.5 quantile of a row: its own where it is a level, else interpolated. */
export function medianOf(levels: readonly number[], quantiles: ArrayLike<number>): number {
  const exact = levels.indexOf(0.5);
  if (exact >= 0) return quantiles[exact]!;
  const above = levels.findIndex((q) => q > 0.5);
  if (above < 0) return quantiles[levels.length - 1]!;
  if (above === 0) return quantiles[0]!;
  const share = (0.5 - levels[above - 1]!) / (levels[above]! - levels[above - 1]!);
  return quantiles[above - 1]! + share * (quantiles[above]! - quantiles[above - 1]!);
}
