import { type ArimaRun, arimaFilter, arimaRun } from '../kernels/arima-filter.ts';
import { fromPartials } from '../kernels/arma-polynomial.ts';
import { levenbergMarquardt } from '../kernels/levenberg-marquardt.ts';
import {
  type ArimaOrders,
  arAt,
  arimaModel,
  factors,
  fillStart,
  isWellInside,
  maAt,
  mostSeasonal,
  mostShort,
  seasonalArAt,
  seasonalMaAt,
  setFactors,
  spanOf,
} from './arima-model.ts';

/** A fitted ARIMA model. */
export interface ArimaFit {
  readonly orders: ArimaOrders;
  /** Coefficients of the factors: `arima-model.ts` has the layout. */
  readonly coefficients: Float64Array;
  /** Mean of the differenced series; 0 where the model has none. */
  readonly mean: number;
  readonly logLikelihood: number;
  /** Infinity where a root is too near to the unit circle, or there are too few values. */
  readonly aicc: number;
  /** Inverse hyperbolic tangents of the factors' partial autocorrelations, laid out as the coefficients. */
  readonly point: Float64Array;
}

/**
 * Stepwise search of Hyndman & Khandakar (2008), doi:10.18637/jss.v027.i03, for the orders with the least AICc: four
 * first models, then neighbours of the best in a fixed order, going on from the first that is better. Each is fitted
 * from the best so far; with both kinds of coefficients, where the likelihood has several peaks, also from afresh.
 *
 * @param y shape (n); NaN is missing
 */
export function searchArima(
  y: Float64Array,
  { d, D, m }: { d: number; D: number; m: number },
  caps: SearchCaps,
): ArimaFit {
  const whole = Float64Array.from(y);
  const series = y.slice(Math.max(0, y.length - caps.steps));
  fillStart(whole, d + D * m, m);
  fillStart(series, d + D * m, m);
  const n = series.length;
  const third = Math.floor(n / 3);
  const mostP = Math.min(caps.short, third, m > 1 ? m - 1 : mostShort);
  const mostS = m > 1 ? Math.min(m > 12 ? 1 : mostSeasonal, Math.floor(third / m)) : 0;
  const run = arimaRun(y.length, mostShort + mostSeasonal * m + 1);
  const allowed = d + D <= 1;
  const seen = new Map<number, ArimaFit>();
  let best: ArimaFit | undefined;
  const attempt = (p: number, q: number, P: number, Q: number, mean: boolean): boolean => {
    if (Math.min(p, q, P, Q) < 0 || Math.max(p, q) > mostP || Math.max(P, Q) > mostS || (mean && !allowed))
      return false;
    const key = (((p * 8 + q) * 8 + P) * 8 + Q) * 2 + (mean ? 1 : 0);
    if (seen.has(key) || seen.size >= caps.models) return false;
    const orders = { p, d, q, P, D, Q, m, mean };
    const starts = p > 0 && q > 0 ? [best?.point, undefined] : [best?.point];
    const fit = starts
      .map((start) => fitArima(series, orders, start, caps.rounds, 1e-4, run))
      .reduce((one, other) => (other.aicc < one.aicc ? other : one));
    seen.set(key, fit);
    if (best && !(fit.aicc < best.aicc)) return false;
    best = fit;
    return true;
  };
  const first = Math.min(1, mostP);
  const season = Math.min(1, mostS);
  attempt(0, 0, 0, 0, allowed);
  attempt(first, 0, season, 0, allowed);
  attempt(0, first, 0, season, allowed);
  if (n >= 10) attempt(Math.min(2, mostP), Math.min(2, mostP), season, season, allowed);
  attempt(0, 0, 0, 0, false);
  for (let going = true; going; ) {
    const { p, q, P, Q, mean } = best!.orders;
    going =
      moves.some(([a, b]) => attempt(p, q, P + a, Q + b, mean)) ||
      moves.some(([a, b]) => attempt(p + a, q + b, P, Q, mean)) ||
      attempt(p, q, P, Q, !mean);
  }
  // Going on may end too near to the unit circle: then the first rounds have to do.
  const refined = fitArima(whole, best!.orders, best!.point, 30, 1e-6, run);
  return Number.isFinite(refined.aicc) ? refined : best!;
}

/** What a search may cost. */
export interface SearchCaps {
  /** Most coefficients of p and of q. Seasonal ones are two at most, and one where the season is longer than 12. */
  readonly short: number;
  readonly models: number;
  /** Jacobians for each model; the one chosen gets more. */
  readonly rounds: number;
  /** Orders are judged on the last steps; the model chosen is fitted on all. */
  readonly steps: number;
}

/** Changes of a pair of orders, in the order of R's auto.arima. */
const moves = [
  [-1, 0],
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const;

/** Beyond it a partial autocorrelation is nearer to 1 than 0.002. */
const bound = 3.5;

/** Some persistence, and a moving average that undoes part of a difference: the likelihood has its usual peak there. */
const usualStart = new Float64Array(factors).fill(0.1, 0, maAt).fill(0.5, maAt);
usualStart[arAt] = 0.5;
usualStart[maAt] = 0.7;

/**
 * Exact maximum likelihood. Concentrated over variance and mean, the likelihood falls with a sum of squares: of the
 * standardised errors, times the geometric mean of their variance ratios.
 *
 * @param y     shape (n); the first d + D m values are there
 * @param start point to start from, of any model; a usual one where there is none
 */
export function fitArima(
  y: Float64Array,
  orders: ArimaOrders,
  start: Float64Array | undefined,
  rounds: number,
  tolerance: number,
  run: ArimaRun = arimaRun(y.length, mostShort + mostSeasonal * orders.m + 1),
): ArimaFit {
  const n = y.length;
  const { p, d, q, P, D, Q, m } = orders;
  const s = d + D * m;
  const span = spanOf(orders);
  let count = 0;
  for (let t = s; t < n; t++) if (!Number.isNaN(y[t]!)) count++;
  const coefficients = new Float64Array(factors);
  const point = new Float64Array(factors);
  const partials = new Float64Array(factors);
  const parts = [
    { at: arAt, k: p },
    { at: seasonalArAt, k: P },
    { at: maAt, k: q },
    { at: seasonalMaAt, k: Q },
  ].map(({ at, k }) => ({ at, k, from: partials.subarray(at, at + k), to: coefficients.subarray(at, at + k) }));
  const places = parts.flatMap(({ at, k }) => Array.from({ length: k }, (_, j) => at + j));
  const model = arimaModel(orders);
  let mean = 0;
  const residuals = (x: Float64Array, out: Float64Array): boolean => {
    for (let k = 0; k < places.length; k++) partials[places[k]!] = Math.tanh(x[k]!);
    for (const { k, from, to } of parts) fromPartials(from, k, to);
    setFactors(model, orders, coefficients);
    if (!arimaFilter(y, n, model, span, false, run)) return false;
    mean = orders.mean ? regress(run, n - s) : 0;
    const scale = Math.exp(run.logDeterminant / (2 * count));
    for (let t = 0; t < n - s; t++) out[t] = scale * (run.errors[t]! - mean * run.regressorErrors[t]!);
    return true;
  };
  const from = (k: number) => (start ? start[k]! : k < maAt ? 0.1 : 0.5);
  const x = Float64Array.from(places, from);
  const out = new Float64Array(n - s);
  let sum: number;
  if (x.length > 0) {
    sum = levenbergMarquardt(residuals, x, n - s, bound, rounds, tolerance);
    residuals(x, out);
  } else sum = residuals(x, out) ? out.reduce((total, it) => total + it * it, 0) : Number.POSITIVE_INFINITY;
  places.forEach((at, k) => {
    point[at] = x[k]!;
  });
  const logLikelihood = -0.5 * count * (Math.log((2 * Math.PI * sum) / count) + 1);
  const k = places.length + (orders.mean ? 1 : 0) + 1;
  const fits = Number.isFinite(logLikelihood) && count > k + 1 && isWellInside(orders, coefficients);
  const aicc = fits ? -2 * logLikelihood + 2 * k + (2 * k * (k + 1)) / (count - k - 1) : Number.POSITIVE_INFINITY;
  return { orders, coefficients, mean, logLikelihood, aicc, point };
}

function regress(run: ArimaRun, n: number): number {
  let cross = 0;
  let squares = 0;
  for (let t = 0; t < n; t++) {
    cross += run.errors[t]! * run.regressorErrors[t]!;
    squares += run.regressorErrors[t]! * run.regressorErrors[t]!;
  }
  return squares > 0 ? cross / squares : 0;
}
