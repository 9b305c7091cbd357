import { multiSeasonFilter, multiSeasonForecast } from '../kernels/multi-season-filter.ts';
import { nelderMead } from '../kernels/nelder-mead.ts';
import { seasonalProfile } from '../kernels/seasonal-profile.ts';
import { type Series, smallest } from './candidate.ts';

// Layout of a parameter vector: family, on logarithms, number of seasons, their lengths (2), weights (6).
const SIZE = 12;
const FAMILY = 0;
const LOG = 1;
const SEASONS = 2;
const PERIOD = 3;
const WEIGHTS = 5;
const MULTI = 2;

/**
 * Smoothing with several seasons and autoregressive errors. The form (logarithms or not, which seasons, trend or not) is the one whose
 * forecasts over the horizon were nearest on the series' own last stretches: with hundreds of seasonal terms an
 * information criterion, which judges one step ahead, says little about the season.
 */
export function fitMultiSeason(series: Series, usable: readonly number[]): Float64Array {
  const { y, horizon } = series;
  const n = y.length;
  const logs = smallest(y) > 0 ? [true, false] : [false];
  const seasonSets = usable.length > 1 ? [usable.slice(0, 1), usable.slice(0, 2)] : [usable];
  const trends = series.effort === 'fast' ? [true] : [false, true];
  const span = Math.min(horizon, Math.floor(n / 5));
  const origins = [n - span, n - 2 * span];
  const out = new Float64Array(span);
  let best: Float64Array | undefined;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const log of logs) {
    const work = log ? y.map(Math.log) : y;
    for (const periods of seasonSets) {
      for (const trend of trends) {
        const params = new Float64Array(SIZE);
        params[FAMILY] = MULTI;
        params[LOG] = log ? 1 : 0;
        params[SEASONS] = periods.length;
        for (let s = 0; s < periods.length; s++) params[PERIOD + s] = periods[s]!;
        params.set(fitWeights(work, n - span, periods, trend), WEIGHTS);
        let score = 0;
        for (const origin of origins) {
          forecastMultiSeason({ ...series, y: y.subarray(0, origin) }, params, span, out);
          for (let h = 0; h < span; h++) {
            const e = Math.abs(y[origin + h]! - out[h]!);
            if (!Number.isNaN(e)) score += e;
          }
        }
        if (!best || score < bestScore) {
          bestScore = score;
          best = params;
        }
      }
    }
  }
  const chosen = best!;
  const work = chosen[LOG] ? y.map(Math.log) : y;
  const trend = chosen[WEIGHTS + 1]! > 0;
  chosen.set(fitWeights(work, n, periodsOf(chosen), trend), WEIGHTS);
  return chosen;
}

export function forecastMultiSeason(series: Series, params: Float64Array, steps: number, out: Float64Array): void {
  const log = params[LOG]! > 0 && smallest(series.y) > 0;
  const y = log ? series.y.map(Math.log) : series.y;
  const n = y.length;
  const periods = periodsOf(params);
  const weights = params.subarray(WEIGHTS);
  const state = startOf(y, n, periods);
  multiSeasonFilter(y, n, periods, weights, state);
  multiSeasonForecast(n, periods, weights, state, steps, out);
  if (log) for (let h = 0; h < steps; h++) out[h] = Math.exp(out[h]!);
}

function periodsOf(params: Float64Array): number[] {
  return Array.from(params.subarray(PERIOD, PERIOD + params[SEASONS]!));
}

function fitWeights(y: Float64Array, n: number, periods: readonly number[], trend: boolean): Float64Array {
  const weights = new Float64Array(6);
  const read = (u: Float64Array) => {
    weights[0] = logistic(u[0]!);
    weights[3] = 0.995 * logistic(u[1]!);
    for (let s = 0; s < periods.length; s++) weights[4 + s] = (1 - weights[0]!) * logistic(u[2 + s]!);
    weights[1] = trend ? weights[0]! * logistic(u[2 + periods.length]!) : 0;
    weights[2] = trend ? 0.8 + 0.18 * logistic(u[3 + periods.length]!) : 0;
  };
  const start = startOf(y, n, periods);
  const state = new Float64Array(start.length);
  const x = new Float64Array(2 + periods.length + (trend ? 2 : 0));
  x.fill(-2);
  x[1] = 0.5;
  const objective = (u: Float64Array) => {
    for (let k = 0; k < u.length; k++) if (Math.abs(u[k]!) > 9) return Number.POSITIVE_INFINITY;
    read(u);
    state.set(start);
    const value = multiSeasonFilter(y, n, periods, weights, state);
    return !Number.isNaN(value) ? value : Number.POSITIVE_INFINITY;
  };
  nelderMead(objective, x, 1, 35 * x.length);
  read(x);
  return weights;
}

const logistic = (u: number) => 1 / (1 + Math.exp(-u));

/** Seasonal terms by classical decomposition over the whole series, season after season; level by the first season's mean. */
function startOf(y: Float64Array, n: number, periods: readonly number[]): Float64Array {
  const state = new Float64Array(3 + periods.reduce((sum, m) => sum + m, 0));
  const rest = Float64Array.from(y.subarray(0, n));
  let base = 3;
  for (const m of periods) {
    const profile = state.subarray(base, base + m);
    seasonalProfile(rest, n, m, false, profile);
    for (let t = 0; t < n; t++) rest[t]! -= profile[t % m]!;
    base += m;
  }
  let sum = 0;
  let count = 0;
  for (let t = 0; t < n && count < (periods[0] ?? 10); t++) {
    if (!Number.isNaN(rest[t]!)) {
      sum += rest[t]!;
      count++;
    }
  }
  state[0] = count > 0 ? sum / count : 0;
  return state;
}
