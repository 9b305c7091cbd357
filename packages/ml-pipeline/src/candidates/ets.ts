import {
  ALPHA,
  BETA,
  COUNT,
  type EtsForm,
  etsFilter,
  etsForecast,
  GAMMA,
  PHI,
  SUM_E2,
  SUM_LOG_MU,
  SUM_REL2,
} from '../kernels/ets-filter.ts';
import { nelderMead } from '../kernels/nelder-mead.ts';
import { seasonalProfile } from '../kernels/seasonal-profile.ts';
import { countOf, type Effort, type ItemCandidate, type Series, smallest } from './candidate.ts';
import { fitMultiSeason, forecastMultiSeason, type ScoredForm } from './multi-season.ts';

/**
 * Exponential smoothing: the mean of the three best forms, weighted by AICc, among additive and multiplicative errors
 * and seasons, with no, a linear or a damped trend. Trends are never multiplicative and an additive error never meets
 * a multiplicative season, as those forecasts are unstable. Start values come from decomposition and, for short
 * series, backcasting, so that parameters hold for any stretch of history. Series with several seasons, or one longer
 * than 24 steps, go to the several-season form.
 */
export const ets: ItemCandidate = {
  name: 'ets',
  title: 'ETS, automatic',
  source:
    'Hyndman, Koehler, Snyder & Grose (2002), doi:10.1016/S0169-2070(01)00110-8; several seasons: Taylor (2010), doi:10.1016/j.ejor.2009.10.003',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'fast',
  cost: 1,
  parameters: 36,

  fit(series) {
    const { y } = series;
    const count = countOf(y);
    if (count === 0) return new Float64Array(0);
    const usable = series.seasons.filter((m) => count >= 2 * m + 3);
    const several = usable.length > 1 || (usable[0] ?? 1) > 24;
    return blendForms(several ? fitMultiSeason(series, usable) : fitClassical(series, usable[0] ?? 1, count));
  },

  forecast(series, params, steps, out) {
    const one = new Float64Array(steps);
    out.fill(0, 0, steps);
    for (let at = 0; at < params.length && params[at + SHARE]! > 0; at += SIZE) {
      const form = params.subarray(at, at + SIZE);
      if (form[FAMILY] === CLASSICAL) forecastClassical(series, form, steps, one);
      else forecastMultiSeason(series, form, steps, one);
      for (let h = 0; h < steps; h++) out[h]! += form[SHARE]! * one[h]!;
    }
  },
};

/**
 * The best three forms, each weighing exp(-score / 2): Akaike weights, Kolassa (2011),
 * doi:10.1016/j.ijforecast.2010.04.006.
 */
function blendForms(forms: ScoredForm[]): Float64Array {
  const best = forms
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => a.score - b.score)
    .slice(0, 3);
  const params = new Float64Array(3 * SIZE);
  if (best.length === 0) {
    // Nothing could be told apart, as in a constant series: its level.
    params.set([CLASSICAL, 1, 0.2, 0, 0, 1]);
    params[SHARE] = 1;
    return params;
  }
  const weights = best.map(({ score }) => Math.exp((best[0]!.score - score) / 2));
  const total = weights.reduce((sum, it) => sum + it, 0);
  best.forEach((it, k) => {
    params.set(it.params, k * SIZE);
    params[k * SIZE + SHARE] = weights[k]! / total;
  });
  return params;
}

function fitClassical({ y, ...series }: Series, m: number, count: number): ScoredForm[] {
  return specs({ y, ...series }, m, count, smallest(y) > 0).map((spec) => fitForm(y, y.length, count, spec));
}

function forecastClassical({ y }: Series, params: Float64Array, steps: number, out: Float64Array) {
  const form = { trend: params[TREND]! > 0, season: params[SEASON]! as 0 | 1 | 2, m: params[M]! };
  const state = new Float64Array(2 + form.m);
  const weights = params.subarray(2, 6);
  filterFromStart(y, y.length, form, weights, state, new Float64Array(4));
  etsForecast(y.length, form, weights, state, steps, out);
}

// Layout of a form's parameters; the several-season form has FAMILY and SHARE in common.
const SIZE = 12;
const FAMILY = 0;
const M = 1;
const TREND = 6;
const SEASON = 7;
const SHARE = 11;
const CLASSICAL = 1;

interface Spec extends EtsForm {
  readonly multiplicativeError: boolean;
  readonly damped: boolean;
}

function specs(series: Series, m: number, count: number, positive: boolean): Spec[] {
  const list: Spec[] = [];
  const rich: Record<Effort, boolean> = { fast: count <= 300, balanced: true, best: true };
  const trends = [
    { trend: false, damped: false },
    { trend: true, damped: true },
    ...(rich[series.effort] ? [{ trend: true, damped: false }] : []),
  ];
  const seasons: (0 | 1 | 2)[] = m > 1 ? (positive ? [0, 1, 2] : [0, 1]) : [0];
  const errors = positive ? [false, true] : [false];
  for (const season of seasons) {
    for (const multiplicativeError of errors) {
      if (season === 2 && !multiplicativeError) continue;
      for (const it of trends) {
        const size = 2 + (it.trend ? 2 : 0) + (it.damped ? 1 : 0) + (season ? m : 0);
        if (count > size + 4) list.push({ ...it, season, m: season ? m : 1, multiplicativeError });
      }
    }
  }
  return list;
}

function fitForm(y: Float64Array, n: number, count: number, spec: Spec): ScoredForm {
  const weights = new Float64Array(4);
  const state = new Float64Array(2 + spec.m);
  const sums = new Float64Array(4);
  const start = [logit(spec.season ? 0.15 : 0.3)];
  if (spec.trend) start.push(logit(0.1));
  if (spec.season) start.push(logit(0.1));
  if (spec.damped) start.push(logit(0.7));
  const x = Float64Array.from(start);
  const read = (u: Float64Array) => {
    let k = 0;
    weights[ALPHA] = 1e-4 + 0.9998 * logistic(u[k++]!);
    weights[BETA] = spec.trend ? weights[ALPHA]! * logistic(u[k++]!) : 0;
    weights[GAMMA] = spec.season ? (1 - weights[ALPHA]!) * logistic(u[k++]!) : 0;
    weights[PHI] = spec.damped ? 0.8 + 0.18 * logistic(u[k]!) : 1;
  };
  const initial = new Float64Array(2 + spec.m);
  initialState(y, n, spec, initial);
  const objective = (u: Float64Array) => {
    for (let k = 0; k < u.length; k++) if (Math.abs(u[k]!) > 12) return Number.POSITIVE_INFINITY;
    read(u);
    state.set(initial);
    run(y, n, spec, weights, state, sums);
    const value = spec.multiplicativeError
      ? sums[COUNT]! * Math.log(sums[SUM_REL2]!) + 2 * sums[SUM_LOG_MU]!
      : sums[COUNT]! * Math.log(sums[SUM_E2]!);
    return !Number.isNaN(value) ? value : Number.POSITIVE_INFINITY;
  };
  const fit = nelderMead(objective, x, 1, 40 * x.length);
  read(x);
  const k = x.length + 2 + (spec.trend ? 1 : 0) + (spec.season ? spec.m - 1 : 0);
  const params = new Float64Array(SIZE);
  params[FAMILY] = CLASSICAL;
  params[M] = spec.m;
  params.set(weights, 2);
  params[TREND] = spec.trend ? 1 : 0;
  params[SEASON] = spec.season;
  return { score: fit + 2 * k + (2 * k * (k + 1)) / Math.max(count - k - 1, 1), params };
}

const logit = (p: number) => Math.log(p / (1 - p));
const logistic = (u: number) => 1 / (1 + Math.exp(-u));

function filterFromStart(
  y: Float64Array,
  n: number,
  form: EtsForm,
  weights: Float64Array,
  state: Float64Array,
  sums: Float64Array,
) {
  initialState(y, n, form, state);
  run(y, n, form, weights, state, sums);
}

/** Above this length the start values no longer matter enough to be worth two more passes. */
const backcastUpTo = 300;

function run(
  y: Float64Array,
  n: number,
  form: EtsForm,
  weights: Float64Array,
  state: Float64Array,
  sums: Float64Array,
) {
  etsFilter(y, n, form, weights, state, sums, false);
  if (n > backcastUpTo || sums[SUM_E2] === Number.POSITIVE_INFINITY) return;
  state[1] = -state[1]!;
  etsFilter(y, n, form, weights, state, sums, true);
  if (sums[SUM_E2] === Number.POSITIVE_INFINITY) return;
  state[1] = -state[1]!;
  etsFilter(y, n, form, weights, state, sums, false);
}

/** Level and trend by a line through the first deseasonalised values, seasonal terms by classical decomposition. */
function initialState(y: Float64Array, n: number, { trend, season, m }: EtsForm, state: Float64Array) {
  const profile = state.subarray(2);
  if (season) seasonalProfile(y, Math.min(n, Math.max(8 * m, 60)), m, season === 2, profile);
  const wanted = Math.max(10, 2 * m);
  let count = 0;
  let sumT = 0;
  let sumY = 0;
  let sumTT = 0;
  let sumTY = 0;
  for (let t = 0; t < n && count < wanted; t++) {
    const raw = y[t]!;
    if (Number.isNaN(raw)) continue;
    const value = season === 2 ? raw / profile[t % m]! : season === 1 ? raw - profile[t % m]! : raw;
    count++;
    sumT += t + 1;
    sumY += value;
    sumTT += (t + 1) * (t + 1);
    sumTY += (t + 1) * value;
  }
  const spread = count * sumTT - sumT * sumT;
  const slope = trend && spread > 0 ? (count * sumTY - sumT * sumY) / spread : 0;
  state[1] = slope;
  state[0] = (sumY - slope * sumT) / count;
}
