import { etsFilter, etsForecast, PHI } from '../kernels/ets-filter.ts';
import { type EtsError, etsLikelihood } from '../kernels/ets-likelihood.ts';
import { aicc, akaikeWeights } from './akaike.ts';
import { countOf, type Effort, type ItemCandidate, type Series, smallest } from './candidate.ts';
import { type EtsSpec, fitEts, fitInitialState } from './ets-fit.ts';
import { fitMultiSeason, forecastMultiSeason, type ScoredForm } from './multi-season.ts';

/**
 * Exponential smoothing: the mean of the three best forms, weighted by AICc, among additive and multiplicative errors
 * and seasons, with no, a linear or a damped trend. Trends are never multiplicative and an additive error never meets
 * a multiplicative season, as those forecasts are unstable. Weights and initial states are of greatest likelihood; only
 * the weights are kept, and the states found again from the history at hand, so that parameters hold for any stretch
 * of it. Series with several seasons, or one longer than 24 steps, go to the several-season form.
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

/** The best three forms, by Akaike weights. */
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
  const shares = akaikeWeights(best.map(({ score }) => score));
  best.forEach((it, k) => {
    params.set(it.params, k * SIZE);
    params[k * SIZE + SHARE] = shares[k]!;
  });
  return params;
}

function fitClassical({ y, ...series }: Series, m: number, count: number): ScoredForm[] {
  const likelihood = etsLikelihood(y);
  return specs({ y, ...series }, m, count, smallest(y) > 0).map((spec) => {
    const { weights, loss, size } = fitEts(y, spec, likelihood, series.effort === 'fast' ? 1 : 2);
    const params = new Float64Array(SIZE);
    params[FAMILY] = CLASSICAL;
    params[M] = spec.m;
    params.set(weights, WEIGHTS);
    params[TREND] = spec.trend ? 1 : 0;
    params[SEASON] = spec.season;
    params[ERROR] = spec.error === 'multiplicative' ? 1 : 0;
    return { score: aicc(loss, size, count), params };
  });
}

function forecastClassical({ y }: Series, params: Float64Array, steps: number, out: Float64Array) {
  const weights = params.subarray(WEIGHTS, WEIGHTS + 4);
  const spec: EtsSpec = {
    trend: params[TREND]! > 0,
    damped: weights[PHI]! < 1,
    season: params[SEASON]! as 0 | 1 | 2,
    m: params[M]!,
    error: params[ERROR]! > 0 ? 'multiplicative' : 'additive',
  };
  const state = fitInitialState(y, spec, weights);
  etsFilter(y, y.length, spec, weights, state, new Float64Array(4), false);
  etsForecast(y.length, spec, weights, state, steps, out);
}

// Layout of a form's parameters; the several-season form has FAMILY and SHARE in common.
const SIZE = 12;
const FAMILY = 0;
const M = 1;
const WEIGHTS = 2;
const TREND = 6;
const SEASON = 7;
const ERROR = 8;
const SHARE = 11;
const CLASSICAL = 1;

function specs(series: Series, m: number, count: number, positive: boolean): EtsSpec[] {
  const list: EtsSpec[] = [];
  const rich: Record<Effort, boolean> = { fast: count <= 300, balanced: true, best: true };
  const trends = [
    { trend: false, damped: false },
    { trend: true, damped: true },
    ...(rich[series.effort] ? [{ trend: true, damped: false }] : []),
  ];
  const seasons: (0 | 1 | 2)[] = m > 1 ? (positive ? [0, 1, 2] : [0, 1]) : [0];
  const errors: EtsError[] = positive ? ['additive', 'multiplicative'] : ['additive'];
  for (const season of seasons) {
    for (const error of errors) {
      if (season === 2 && error === 'additive') continue;
      for (const it of trends) {
        const size = 2 + (it.trend ? 2 : 0) + (it.damped ? 1 : 0) + (season ? m : 0);
        if (count > size + 4) list.push({ ...it, season, m: season ? m : 1, error });
      }
    }
  }
  return list;
}
