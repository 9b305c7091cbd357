import { isSeasonal } from '../kernels/autocorrelation.ts';
import { nelderMead } from '../kernels/nelder-mead.ts';
import { seasonalProfile } from '../kernels/seasonal-profile.ts';
import { thetaFilter, thetaLoss } from '../kernels/theta-filter.ts';
import { countOf, type ItemCandidate, type Series, smallest } from './candidate.ts';

/**
 * Dynamic optimised Theta on the series without its seasons. Each season that the autocorrelation test finds is taken
 * out by classical decomposition, as ratios where all values are positive, and put back into the forecast. The
 * initial level is the one of least error over the history at hand, so that parameters hold for any stretch of it.
 */
export const theta: ItemCandidate = {
  name: 'theta',
  title: 'Theta, dynamic optimised',
  source:
    'Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), doi:10.1016/j.ijforecast.2016.02.005; Assimakopoulos & Nikolopoulos (2000)',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'fast',
  cost: 0.15,
  parameters: 6,

  fit(series) {
    if (countOf(series.y) === 0) return new Float64Array(0);
    const params = new Float64Array(SIZE);
    params[RATIO] = smallest(series.y) > 0 ? 1 : 0;
    findSeasons(series, params);
    const { y } = deseasonalise(series, params);
    const { alpha, theta } = fitWeights(y);
    params[ALPHA] = alpha;
    params[THETA] = theta;
    return params;
  },

  forecast(series, params, steps, out) {
    const ratio = params[RATIO]! > 0;
    const { y, profiles } = deseasonalise(series, params);
    const n = y.length;
    const level = new Float64Array(1);
    thetaLoss(y, n, params[ALPHA]!, params[THETA]!, level);
    thetaFilter(y, n, level[0]!, params[ALPHA]!, params[THETA]!, steps, out);
    for (const { m, profile } of profiles) {
      for (let h = 0; h < steps; h++) {
        const s = profile[(n + h) % m]!;
        out[h] = ratio ? out[h]! * s : out[h]! + s;
      }
    }
  },
};

// Layout of a parameter vector.
const SIZE = 6;
const ALPHA = 0;
const THETA = 1;
const RATIO = 2;
const PERIOD = 3;
const PERIODS = 3;

/** Mean squared error one step ahead, from the third value on, of the best fit to a series without a season. */
export const thetaError = (y: Float64Array): number => fitWeights(y).error;

function fitWeights(y: Float64Array) {
  const level = new Float64Array(1);
  const objective = (u: Float64Array) => {
    for (let k = 0; k < u.length; k++) if (Math.abs(u[k]!) > 8) return Number.POSITIVE_INFINITY;
    const value = thetaLoss(y, y.length, alphaOf(u[0]!), thetaOf(u[1]!), level);
    return !Number.isNaN(value) ? value : Number.POSITIVE_INFINITY;
  };
  const x = Float64Array.of(0, 0);
  const error = nelderMead(objective, x, 1, 80);
  return { alpha: alphaOf(x[0]!), theta: thetaOf(x[1]!), error };
}

const alphaOf = (u: number) => 0.01 + 0.98 / (1 + Math.exp(-u));
const thetaOf = (u: number) => 1 + Math.exp(u + 0.7);

function findSeasons(series: Series, params: Float64Array) {
  let rest = series.y;
  let found = 0;
  for (const m of series.seasons) {
    if (found === PERIODS || !isSeasonal(rest, rest.length, m)) continue;
    params[PERIOD + found++] = m;
    rest = deseasonalise(series, params).y;
  }
}

/** The series without the seasons in `params`, and what was taken out. */
function deseasonalise(series: Series, params: Float64Array) {
  const ratio = params[RATIO]! > 0;
  const n = series.y.length;
  const y = Float64Array.from(series.y);
  const profiles: { m: number; profile: Float64Array }[] = [];
  for (let k = 0; k < PERIODS && params[PERIOD + k]! > 0; k++) {
    const m = params[PERIOD + k]!;
    const profile = new Float64Array(m);
    seasonalProfile(y, n, m, ratio, profile);
    for (let t = 0; t < n; t++) y[t] = ratio ? y[t]! / profile[t % m]! : y[t]! - profile[t % m]!;
    profiles.push({ m, profile });
  }
  return { y, profiles };
}
