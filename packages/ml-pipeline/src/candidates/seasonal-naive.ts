import type { ItemCandidate } from './candidate.ts';

/**
 * The last season again; a missing value takes the one observed last before it. The season is that of the scoring
 * scale, so this is the baseline that others must beat.
 */
export const seasonalNaive: ItemCandidate = {
  name: 'seasonal-naive',
  title: 'Seasonal naive',
  source: 'Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2',
  uses: { known: false, past: false, statics: false },
  quantiles: 'conformal',
  preset: 'fast',
  cost: 0.01,
  sees: 'plain',
  parameters: 1,

  fit(series) {
    const m = series.seasons[0] ?? 1;
    return Float64Array.of(series.y.length >= m ? m : 1);
  },

  forecast(series, params, steps, out) {
    const { y } = series;
    const m = Math.min(params[0]!, y.length);
    const last = new Float64Array(m);
    let value = Number.NaN;
    for (let t = 0; t < y.length; t++) {
      if (!Number.isNaN(y[t]!)) value = y[t]!;
      if (t >= y.length - m) last[t - (y.length - m)] = value;
    }
    for (let h = 0; h < steps; h++) out[h] = last[h % m]!;
  },
};
