import { orderOfValues, seasonalQuantiles } from '../kernels/seasonal-kernel.ts';
import { countOf, type ItemCandidate, type Series } from './candidate.ts';

/**
 * Non-parametric forecasts: what was seen at the same position of a season is seen again, recent values more likely
 * than old ones. Season (or none) and half-life are those whose quantiles were best along the item's own past. Its
 * distribution is the weighted empirical one; the median is given.
 */
export const npts: ItemCandidate = {
  name: 'npts',
  title: 'NPTS, seasonal kernel',
  source:
    'Rangapuram, Gasthaus, Stella et al. (2023), Deep non-parametric time series forecaster, arXiv:2312.14657, section 2; model npts of GluonTS',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'best',
  cost: 0.15,
  parameters: 2,

  fit(series) {
    const count = countOf(series.y);
    if (count === 0) return new Float64Array(0);
    const order = orderOfValues(series.y);
    let best = Float64Array.of(1, 1);
    let least = Number.POSITIVE_INFINITY;
    for (const m of [1, ...series.seasons.filter((it) => count >= 2 * it)]) {
      for (const cycles of halfLives) {
        const decay = 0.5 ** (1 / (cycles * m));
        const loss = pastLoss(series, order, m, decay);
        if (loss < least) {
          least = loss;
          best = Float64Array.of(m, decay);
        }
      }
    }
    return best;
  },

  forecast({ y }, params, steps, out) {
    const [m, decay] = params as unknown as [number, number];
    const order = orderOfValues(y);
    const medians = new Float64Array(m);
    const ofAll = new Float64Array(1);
    seasonalQuantiles(y, order, y.length, m, decay, [0.5], medians);
    seasonalQuantiles(y, order, y.length, 1, decay, [0.5], ofAll);
    for (let h = 0; h < steps; h++) {
      const value = medians[(y.length + h) % m]!;
      out[h] = Number.isNaN(value) ? ofAll[0]! : value;
    }
  },
};

/** Seasons after which a value weighs half. */
const halfLives = [1, 3, 8, 24, Number.POSITIVE_INFINITY];
const levels = [0.1, 0.3, 0.5, 0.7, 0.9];
const origins = 6;

/** Quantile loss over the horizon from some origins in the later half of a series; positions not yet seen are skipped. */
function pastLoss({ y, horizon }: Series, order: Int32Array, m: number, decay: number): number {
  const n = y.length;
  const steps = Math.max(1, Math.min(horizon, n >> 2));
  const first = Math.max(1, Math.min(n >> 1, n - steps));
  const stride = Math.max(1, Math.floor((n - steps - first) / (origins - 1)));
  const quantiles = new Float64Array(m * levels.length);
  let loss = 0;
  let count = 0;
  for (let origin = n - steps; origin >= first; origin -= stride) {
    seasonalQuantiles(y, order, origin, m, decay, levels, quantiles);
    for (let t = origin; t < Math.min(n, origin + steps); t++) {
      const at = (t % m) * levels.length;
      if (Number.isNaN(y[t]!) || Number.isNaN(quantiles[at]!)) continue;
      for (let q = 0; q < levels.length; q++) {
        const e = y[t]! - quantiles[at + q]!;
        loss += e >= 0 ? levels[q]! * e : (levels[q]! - 1) * e;
      }
      count++;
    }
  }
  return loss / count;
}
