import { multiSeasonFilter, multiSeasonForecast, multiSeasonPathError } from '../kernels/multi-season-filter.ts';
import { nelderMead } from '../kernels/nelder-mead.ts';
import { seasonalProfile } from '../kernels/seasonal-profile.ts';
import { type Series, smallest } from './candidate.ts';

// Layout of a form's parameters, of which there are 12: family, on logarithms, number of seasons, their lengths (2),
// weights (6), share.
const LOG = 1;
const SEASONS = 2;
const PERIOD = 3;
const WEIGHTS = 5;
const MULTI = 2;

/**
 * Smoothing with several seasons and autoregressive errors. Weights and form (logarithms or not, which seasons,
 * trend, autoregression) are those whose forecasts over the horizon were nearest along the series' own past: with
 * hundreds of seasonal terms neither an information criterion nor the error one step ahead says much about the
 * season.
 */
export function fitMultiSeason(series: Series, usable: readonly number[]): ScoredForm[] {
  const { y, effort } = series;
  const forms: ScoredForm[] = [];
  const logs = smallest(y) > 0 ? [false, true] : [false];
  const seasonSets = usable.length > 1 ? [usable.slice(0, 1), usable.slice(0, 2), usable.slice(1, 2)] : [usable];
  const trends = effort === 'fast' ? [false] : [false, true];
  for (const log of logs) {
    const work = log ? y.map(Math.log) : y;
    for (const periods of seasonSets) {
      for (const form of trends.flatMap((trend) =>
        [false, true].map((autoregressive) => ({ trend, autoregressive })),
      )) {
        const { weights, error } = fitWeights(work, series, periods, form, log);
        const params = Float64Array.of(
          MULTI,
          log ? 1 : 0,
          periods.length,
          periods[0] ?? 0,
          periods[1] ?? 0,
          ...weights,
          0,
        );
        // Errors a tenth larger weigh half: as an information criterion with `distance` would have it.
        forms.push({ params, score: distance * Math.log(error) });
      }
    }
  }
  return forms;
}

/** A form's parameters, and a criterion of which half the difference is a log weight. */
export interface ScoredForm {
  readonly params: Float64Array;
  readonly score: number;
}

const distance = 14;

export function forecastMultiSeason(series: Series, params: Float64Array, steps: number, out: Float64Array): void {
  const log = params[LOG]! > 0 && smallest(series.y) > 0;
  const y = log ? series.y.map(Math.log) : series.y;
  const n = y.length;
  const periods = Array.from(params.subarray(PERIOD, PERIOD + params[SEASONS]!));
  const weights = params.subarray(WEIGHTS);
  const state = startOf(y, startLength(n, periods), periods);
  multiSeasonFilter(y, 0, n, periods, weights, state);
  multiSeasonForecast(n, periods, weights, state, steps, out);
  if (log) for (let h = 0; h < steps; h++) out[h] = Math.exp(out[h]!);
}

interface Form {
  readonly trend: boolean;
  readonly autoregressive: boolean;
}

/** A trend that follows the slope of a single step is far off after a season. */
const mostTrend = 0.05;
/** Beyond this an autoregressive error passes for a level, and forecasts drift back to where the level once was. */
const mostAutoregression = 0.95;
const origins = 12;

function fitWeights(y: Float64Array, { horizon }: Series, periods: readonly number[], form: Form, log: boolean) {
  const n = y.length;
  const { trend, autoregressive } = form;
  const weights = new Float64Array(6);
  const read = (u: Float64Array) => {
    let k = 0;
    weights[0] = logistic(u[k++]!);
    for (let s = 0; s < periods.length; s++) weights[4 + s] = (1 - weights[0]!) * logistic(u[k++]!);
    weights[1] = trend ? mostTrend * weights[0]! * logistic(u[k++]!) : 0;
    weights[2] = trend ? 0.8 + 0.18 * logistic(u[k++]!) : 0;
    weights[3] = autoregressive ? mostAutoregression * logistic(u[k]!) : 0;
  };
  const begin = startLength(n, periods);
  const start = startOf(y, begin, periods);
  const state = new Float64Array(start.length);
  const steps = Math.max(1, Math.min(horizon, Math.floor((n - begin) / 2)));
  const path = new Float64Array(steps);
  const stride = Math.max(1, Math.floor((n - steps - begin) / origins));
  const first = n - steps - stride * Math.min(origins - 1, Math.floor((n - steps - begin) / stride));
  const objective = (u: Float64Array) => {
    for (let k = 0; k < u.length; k++) if (Math.abs(u[k]!) > 9) return Number.POSITIVE_INFINITY;
    read(u);
    state.set(start);
    const value = multiSeasonPathError(y, n, periods, weights, state, first, stride, path);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  const x = new Float64Array(1 + periods.length + (trend ? 2 : 0) + (autoregressive ? 1 : 0)).fill(-1.5);
  const error = nelderMead(objective, x, 1.5, 25 * x.length);
  read(x);
  // The error of logarithms is a share of the level: in the series' unit it is about that share of its size.
  return { weights: Float64Array.from(weights), error: log ? error * typicalSize(y) : error };
}

const logistic = (u: number) => 1 / (1 + Math.exp(-u));

/** Mean of exp(y). */
function typicalSize(logs: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < logs.length; t++) {
    if (Number.isNaN(logs[t]!)) continue;
    sum += Math.exp(logs[t]!);
    count++;
  }
  return sum / count;
}

/** Steps from which start values come: two of the longest season, which is then behind every origin. */
function startLength(n: number, periods: readonly number[]): number {
  const longest = periods[periods.length - 1] ?? 5;
  return Math.max(1, Math.min(Math.max(2 * longest, 5 * (periods[0] ?? 1)), Math.floor(0.6 * n)));
}

/**
 * Seasonal terms by classical decomposition of the first `n` values, season after season; level by their first
 * season's mean.
 */
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
    if (Number.isNaN(rest[t]!)) continue;
    sum += rest[t]!;
    count++;
  }
  state[0] = count > 0 ? sum / count : 0;
  return state;
}
