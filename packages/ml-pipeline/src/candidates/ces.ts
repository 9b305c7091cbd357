import { type CesForm, type CesSeason, cesForecast } from '../kernels/ces-filter.ts';
import { aicc, akaikeWeights } from './akaike.ts';
import { countOf, type ItemCandidate } from './candidate.ts';
import { fitCes, lastState } from './ces-fit.ts';

/**
 * Complex exponential smoothing: a level with a hidden part that follows its changes, so that one form covers trends
 * and none. The mean, weighted by AICc, of four forms: no season, one in all of the series, and one beside the level that
 * is simple or complex itself. Only weights are kept; states are found again from the history at hand, so that
 * parameters hold for any stretch of it. A season longer than 24 steps, or not seen twice, is left to others.
 */
export const ces: ItemCandidate = {
  name: 'ces',
  title: 'Complex exponential smoothing',
  source: 'Svetunkov, Kourentzes & Ord (2022), doi:10.1002/nav.22074',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'balanced',
  cost: 0.4,
  parameters: 21,

  fit({ y, seasons, effort }) {
    const count = countOf(y);
    if (count === 0) return new Float64Array(0);
    const m = seasons.find((it) => it > 1 && it <= longest && count >= 2 * it + 3) ?? 1;
    const tried = seasonsOf(m).filter((it) => it !== 'full' || effort === 'best' || count <= mostInFull);
    const fits = tried.map((season) => fitCes(y, formOf(season, m)));
    const scores = fits.map(({ loss, size }) => aicc(loss, size, count));
    const hopeless = Math.min(...scores.filter(Number.isFinite)) + 9;
    const shares = akaikeWeights(scores.map((it) => (it < hopeless ? it : Number.NaN)));
    const params = new Float64Array(ces.parameters);
    params[0] = m;
    fits.forEach(({ weights }, f) => {
      params.set([shares[f]!, ...weights], 1 + f * SIZE);
    });
    // No form had a finite error: the level.
    if (shares.every((it) => it === 0)) params.set([1, 1.3, 1, 0, 0], 1);
    return params;
  },

  forecast({ y }, params, steps, out) {
    const m = params[0]!;
    const one = new Float64Array(steps);
    out.fill(0, 0, steps);
    for (const [f, season] of seasonsOf(m).entries()) {
      const [share, ...rest] = params.subarray(1 + f * SIZE, 1 + (f + 1) * SIZE);
      if (share === 0) continue;
      const form = formOf(season, m);
      const weights = Float64Array.from(rest);
      cesForecast(y.length, form, weights, lastState(y, form, weights), steps, one);
      for (let h = 0; h < steps; h++) out[h]! += share! * one[h]!;
    }
  },
};

const longest = 24;
/** Values of a series for which the form with most weights is searched, unless time is plenty. */
const mostInFull = 300;

// Layout of a parameter vector: season length, then for each form its share of the mean and its weights.
const SIZE = 5;

const seasonsOf = (m: number): readonly CesSeason[] => (m > 1 ? ['none', 'simple', 'partial', 'full'] : ['none']);

const formOf = (season: CesSeason, m: number): CesForm => ({ season, m: season === 'none' ? 1 : m });
