import { arimaFilter, arimaForecast, arimaRun } from '../kernels/arima-filter.ts';
import { isSeasonal } from '../kernels/autocorrelation.ts';
import { seasonalProfile } from '../kernels/seasonal-profile.ts';
import { findDifferences, isConstant } from './arima-differences.ts';
import { type ArimaOrders, arimaModel, factors, fillStart, setFactors, spanOf } from './arima-model.ts';
import { type ArimaFit, searchArima } from './arima-search.ts';
import { countOf, type ItemCandidate, type Series } from './candidate.ts';

/**
 * Seasonal ARIMA, orders found by stepwise search, fitted by exact maximum likelihood. Covariates are taken out of the
 * series before, so that with them this is a regression with ARIMA errors in two steps. One season of up to 24 steps
 * is modelled; others that the autocorrelation test finds are taken out by classical decomposition and put back. Of
 * long series the last 1,000 steps count.
 */
export const arima: ItemCandidate = {
  name: 'arima',
  title: 'ARIMA, automatic; with covariates: regression with ARIMA errors in two steps',
  source:
    'Hyndman & Khandakar (2008), doi:10.18637/jss.v027.i03; likelihood: Morf, Sidhu & Kailath (1974), doi:10.1109/TAC.1974.1100576',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'balanced',
  cost: 4,
  parameters: 8 + factors + 2,

  fit(series) {
    const count = countOf(series.y);
    if (count === 0) return new Float64Array(0);
    const params = new Float64Array(SIZE);
    const usable = series.seasons.filter((m) => count >= 2 * m + 3);
    const m = usable.filter((it) => it <= mostSeason).at(-1) ?? 1;
    findOtherSeasons(
      series,
      usable.filter((it) => it !== m),
      params,
    );
    const y = prepare(series, params).y;
    const { d, D, w } = findDifferences(y, m);
    const { orders, coefficients, mean } = isConstant(w)
      ? constant(w, d, D, m)
      : searchArima(y, { d, D, m }, series.effort === 'best' ? most : quick);
    const { p, q, P, Q } = orders;
    params.set([p, d, q, P, D, Q, m]);
    params[MEAN] = mean;
    params.set(coefficients, FACTORS);
    return params;
  },

  forecast(series, params, steps, out) {
    const { y, profiles } = prepare(series, params);
    const n = y.length;
    const [p, d, q, P, D, Q, m] = params as unknown as [number, number, number, number, number, number, number];
    const orders: ArimaOrders = { p, d, q, P, D, Q, m, mean: true };
    const model = arimaModel(orders);
    setFactors(model, orders, params.subarray(FACTORS, FACTORS + factors));
    const span = spanOf(orders);
    const trend = (t: number) => (span === 0 ? params[MEAN]! : (params[MEAN]! * t) / span);
    for (let t = 0; t < n; t++) y[t]! -= trend(t);
    // A history that is shorter than the differences starts from its first value.
    const lacking = Math.max(0, model.s - n);
    const whole = new Float64Array(n + lacking).fill(Number.NaN, 0, lacking);
    whole.set(y, lacking);
    fillStart(whole, model.s, m);
    const run = arimaRun(whole.length, Math.max(model.p, model.q + 1));
    if (!arimaFilter(whole, whole.length, model, Number.NaN, true, run)) {
      out.fill(Number.NaN, 0, steps);
      return;
    }
    arimaForecast(whole.length, model, run, steps, out);
    for (let h = 0; h < steps; h++) {
      out[h]! += trend(n + h);
      for (const { m: other, profile } of profiles) out[h]! += profile[(series.y.length + h) % other]!;
    }
  },
};

/** Longest season with polynomials of its own. */
const mostSeason = 24;
const mostSteps = 1000;

const most = { short: 5, models: 94, rounds: 6, steps: mostSteps };
const quick = { short: 3, models: 25, rounds: 4, steps: 400 };

// Layout of a parameter vector: p, d, q, P, D, Q, m, then
const MEAN = 7;
const FACTORS = 8;
const PERIOD = FACTORS + factors;
const PERIODS = 2;
const SIZE = PERIOD + PERIODS;

function constant(
  w: Float64Array,
  d: number,
  D: number,
  m: number,
): Pick<ArimaFit, 'orders' | 'coefficients' | 'mean'> {
  const mean = d + D <= 1;
  const orders = { p: 0, d, q: 0, P: 0, D, Q: 0, m, mean };
  return { orders, coefficients: new Float64Array(factors), mean: mean ? w.find((it) => !Number.isNaN(it))! : 0 };
}

function findOtherSeasons(series: Series, others: readonly number[], params: Float64Array) {
  let rest = series.y;
  let found = 0;
  for (const m of others) {
    if (found === PERIODS || !isSeasonal(rest, rest.length, m)) continue;
    params[PERIOD + found++] = m;
    rest = withoutSeasons(series.y, params).y;
  }
}

/** The last steps of a series without the seasons in `params`, and what was taken out. */
function prepare(series: Series, params: Float64Array) {
  const { y, profiles } = withoutSeasons(series.y, params);
  return { y: y.subarray(Math.max(0, y.length - mostSteps)), profiles };
}

function withoutSeasons(series: Float64Array, params: Float64Array) {
  const n = series.length;
  const y = Float64Array.from(series);
  const profiles: { m: number; profile: Float64Array }[] = [];
  for (let k = 0; k < PERIODS && params[PERIOD + k]! > 0; k++) {
    const m = params[PERIOD + k]!;
    const profile = new Float64Array(m);
    seasonalProfile(y, n, m, false, profile);
    for (let t = 0; t < n; t++) y[t]! -= profile[t % m]!;
    profiles.push({ m, profile });
  }
  return { y, profiles };
}
