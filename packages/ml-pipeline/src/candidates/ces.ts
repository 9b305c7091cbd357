import { type CesForm, type CesSeason, cesForecast } from '../kernels/ces-filter.ts';
import { countOf, type ItemCandidate } from './candidate.ts';
import { fitCes, lastState } from './ces-fit.ts';

/**
 * Complex exponential smoothing: a level with a hidden part that follows its changes, so that one form covers trends
 * and none. Of no season, one in all of the series, and one beside the level that is simple or complex itself, the form
 * of least AICc. Only weights are kept; states are found again from the history at hand, so that parameters hold for
 * any stretch of it. A season longer than 24 steps, or not seen twice, is left to others.
 */
export const ces: ItemCandidate = {
  name: 'ces',
  title: 'Complex exponential smoothing',
  source: 'Svetunkov, Kourentzes & Ord (2022), doi:10.1002/nav.22074',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'balanced',
  cost: 0.4,
  parameters: 6,

  fit({ y, seasons }) {
    const count = countOf(y);
    if (count === 0) return new Float64Array(0);
    const m = seasons.find((it) => it > 1 && it <= longest && count >= 2 * it + 3);
    let least = Number.POSITIVE_INFINITY;
    let best: number[] = [0, 1, 1.3, 1, 0, 0];
    for (const form of formsOf(m)) {
      const { weights, loss, size } = fitCes(y, form);
      const score = aicc(loss, size, count);
      if (!(score < least)) continue;
      least = score;
      best = [names.indexOf(form.season), form.m, ...weights];
    }
    return Float64Array.from(best);
  },

  forecast({ y }, params, steps, out) {
    const form = { season: names[params[0]!]!, m: params[1]! };
    const weights = params.subarray(2, 6);
    cesForecast(y.length, form, weights, lastState(y, form, weights), steps, out);
  },
};

const longest = 24;

/** By their number in a parameter vector, which starts with it and the season length; weights follow. */
const names: readonly CesSeason[] = ['none', 'simple', 'partial', 'full'];

const formsOf = (m: number | undefined): CesForm[] =>
  m === undefined ? [{ season: 'none', m: 1 }] : names.map((season) => ({ season, m: season === 'none' ? 1 : m }));

/** Corrected for a short sample: Hurvich & Tsai (1989), doi:10.1093/biomet/76.2.297. */
const aicc = (loss: number, size: number, count: number) =>
  loss + 2 * size + (2 * size * (size + 1)) / Math.max(count - size - 1, 1);
