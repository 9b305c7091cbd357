import type { ArimaModel } from '../kernels/arima-filter.ts';
import { expandSeasonal, toPartials } from '../kernels/arma-polynomial.ts';

/** ARIMA(p, d, q)(P, D, Q)m. */
export interface ArimaOrders {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  readonly P: number;
  readonly D: number;
  readonly Q: number;
  /** Season length; 1 where there is none. */
  readonly m: number;
  /** Whether the differenced series has a mean: a mean of the series where nothing is differenced, else a drift. */
  readonly mean: boolean;
}

/** Most coefficients of a short and of a seasonal polynomial. */
export const mostShort = 5;
export const mostSeasonal = 2;

/**
 * Coefficients of the four factors in one vector: autoregression, seasonal autoregression, moving average, seasonal
 * moving average, each at its place. Moving averages have the sign of 1 - sum a_j B^j here.
 */
export const factors = mostShort + mostSeasonal + mostShort + mostSeasonal;
export const arAt = 0;
export const seasonalArAt = mostShort;
export const maAt = mostShort + mostSeasonal;
export const seasonalMaAt = maAt + mostShort;

/** Room for the products of the factors, its differences filled in, its coefficients 0. */
export function arimaModel({ p, d, q, P, D, Q, m }: ArimaOrders): ArimaModel {
  const differences = new Float64Array(d + D * m);
  expandSeasonal(d === 2 ? twice : once, d, once, D, m, differences);
  return {
    ar: new Float64Array(p + P * m),
    p: p + P * m,
    ma: new Float64Array(q + Q * m),
    q: q + Q * m,
    differences,
    s: differences.length,
    arLags: lagsOf(p, P, m),
    maLags: lagsOf(q, Q, m),
    gaps: lagsOf(d, D, m),
  };
}

/** Works out the products of the factors. */
export function setFactors({ ar, ma }: ArimaModel, { p, q, P, Q, m }: ArimaOrders, coefficients: Float64Array): void {
  expandSeasonal(coefficients.subarray(arAt), p, coefficients.subarray(seasonalArAt), P, m, ar);
  expandSeasonal(coefficients.subarray(maAt), q, coefficients.subarray(seasonalMaAt), Q, m, ma);
  for (let j = 0; j < ma.length; j++) ma[j] = -ma[j]!;
}

function lagsOf(short: number, seasons: number, m: number): Int32Array {
  const lags: number[] = [];
  for (let j = 0; j <= seasons; j++) for (let i = j > 0 ? 0 : 1; i <= short; i++) lags.push(j * m + i);
  return Int32Array.from(lags);
}

const once = Float64Array.of(1);
const twice = Float64Array.of(2, -1);

/** What t is divided by in the regressor whose differences are 1; NaN where the model has none. */
export const spanOf = ({ d, D, m, mean }: ArimaOrders) => (!mean ? Number.NaN : d + D === 0 ? 0 : D > 0 ? m : 1);

/** Whether all roots, those of the expanded polynomials, are at least a hundredth outside the unit circle. */
export function isWellInside({ p, q, P, Q, m }: ArimaOrders, coefficients: Float64Array): boolean {
  const scratch = new Float64Array(mostShort);
  const inside = (at: number, k: number, margin: number) => toPartials(coefficients.subarray(at), k, margin, scratch);
  return (
    inside(arAt, p, margin) &&
    inside(maAt, q, margin) &&
    inside(seasonalArAt, P, margin ** m) &&
    inside(seasonalMaAt, Q, margin ** m)
  );
}

const margin = 1.01;

/** Fills the first `s` values, which differences start from: by the next value a season on, else by the next one. */
export function fillStart(y: Float64Array, s: number, m: number): void {
  for (let t = Math.min(s, y.length) - 1; t >= 0; t--) {
    if (!Number.isNaN(y[t]!)) continue;
    let from = t + m;
    while (from < y.length && Number.isNaN(y[from]!)) from += m;
    if (!(from < y.length)) {
      from = t + 1;
      while (from < y.length && Number.isNaN(y[from]!)) from++;
    }
    y[t] = from < y.length ? y[from]! : 0;
  }
}
