import { armaCovariances } from './arma-polynomial.ts';

/** Expanded polynomials of one ARIMA model: all products with seasonal factors are worked out. */
export interface ArimaModel {
  /** Autoregression of the differenced series, shape (>= p): w_t = sum ar_i w_(t-i) + ... */
  readonly ar: Float64Array;
  readonly p: number;
  /** Moving average, shape (>= q): ... + e_t + sum ma_j e_(t-j). */
  readonly ma: Float64Array;
  readonly q: number;
  /** Differences, shape (>= s): w_t = y_t - sum differences_k y_(t-k). */
  readonly differences: Float64Array;
  readonly s: number;
  /** Lags at which the three may be other than 0, ascending. */
  readonly arLags: Int32Array;
  readonly maLags: Int32Array;
  readonly gaps: Int32Array;
}

/** Arrays of a run, to be used again for runs over as many values. */
export interface ArimaRun {
  /** Shape (n - s); standardised errors one step ahead, of unit variance ratio; 0 where the value is missing. */
  readonly errors: Float64Array;
  /** The same for the regressor. */
  readonly regressorErrors: Float64Array;
  /** Shape (n); the series, each missing value replaced by its forecast; the regressor likewise. */
  readonly filled: Float64Array;
  readonly regressor: Float64Array;
  /** Shape (>= max(p, q + 1)): the state after the last value. */
  readonly state: Float64Array;
  readonly scratch: {
    /** Differenced series and regressor, and their errors, shape (n - s). */
    readonly w: Float64Array;
    readonly e: Float64Array;
    readonly wx: Float64Array;
    readonly ex: Float64Array;
    /** Of the length of the state. */
    readonly padded: Float64Array;
    readonly other: Float64Array;
    readonly gain: Float64Array;
    readonly lead: Float64Array;
    readonly covariance: Float64Array;
    readonly response: Float64Array;
    readonly start: Float64Array;
  };
  /** Sum of logarithms of the errors' variance ratios. */
  logDeterminant: number;
}

export function arimaRun(n: number, order: number): ArimaRun {
  const long = () => new Float64Array(n);
  const short = () => new Float64Array(order + 2);
  return {
    errors: long(),
    regressorErrors: long(),
    filled: long(),
    regressor: long(),
    state: short(),
    scratch: {
      w: long(),
      e: long(),
      wx: long(),
      ex: long(),
      padded: short(),
      other: short(),
      gain: short(),
      lead: short(),
      covariance: short(),
      response: short(),
      start: new Float64Array(4 * order + 4),
    },
    logDeterminant: 0,
  };
}

/** Where errors one step ahead have this much more variance than in the long run, the start no longer matters. */
const settled = 1e-4;

/**
 * Exact Gaussian filter of an ARIMA model over a series, and over the regressor t / span of the same differences: a
 * mean, or a drift. Both are filtered because errors are linear in the series, so that the best mean or drift is a
 * regression of one's errors on the other's.
 *
 * @param y     shape (n); the first `s` values must not be NaN; others may be: each is replaced by its forecast, as if
 *              that had been seen. This is exact in the mean for autoregressions; for moving averages, and in the
 *              variance of the errors after a gap, it is an approximation.
 * @param span  divisor of t, so that the differenced regressor is 1; 0 for a regressor of 1; NaN for no regressor
 * @param exact whether to go on with exact steps to the end, which leaves `run.state` as forecasts need it; otherwise
 *              it is left undefined, and quicker steps follow as soon as the start has lost its weight
 * @param run   overwritten
 * @returns     false where the model is not stationary or arithmetic broke down
 *
 * O(n * max(p, q)), and O(n * number of coefficients that are not 0) once settled. Sources: Morf, Sidhu & Kailath
 * (1974), doi:10.1109/TAC.1974.1100576, in the form of Herbst (2015), doi:10.1007/s10614-014-9430-2; quick steps as in
 * Melard (1984), AS 197, doi:10.2307/2347672.
 */
export function arimaFilter(
  y: Float64Array,
  n: number,
  model: ArimaModel,
  span: number,
  exact: boolean,
  run: ArimaRun,
): boolean {
  const { ar, p, ma, q, differences, s, arLags, maLags, gaps } = model;
  const r = Math.max(p, q + 1);
  const { errors, regressorErrors, filled, regressor, state } = run;
  const { w, e, wx, ex, padded, other, gain, lead, covariance, response, start } = run.scratch;
  if (!armaCovariances(ar, p, ma, q, covariance, response, start)) return false;
  const withRegressor = !Number.isNaN(span);
  const slope = span > 0 ? 1 / span : 0;
  const base = span === 0 ? 1 : 0;

  let ratio = stateCovariance(model, r, covariance, response, lead);
  if (!(ratio > 0) || ratio > 1e12) return false;
  // One step ahead of the first covariance: the gain, and the one direction in which covariances change.
  for (let i = 0; i < r; i++) {
    padded[i] = i < p ? ar[i]! : 0;
    const ahead = padded[i]! * ratio + (i + 1 < r ? lead[i + 1]! : 0);
    state[i] = 0;
    other[i] = 0;
    gain[i] = ahead / ratio;
    lead[i] = ahead;
  }
  // `lead` is read as one longer than the state; its end is always 0.
  lead[r] = state[r] = other[r] = 0;
  let change = -1 / ratio;
  let quick = false;
  let product = 1;
  let logs = 0;

  for (let t = 0; t < s; t++) {
    filled[t] = y[t]!;
    regressor[t] = base + slope * t;
  }
  for (let t = s; t < n; t++) {
    const k = t - s;
    let expected: number;
    let expectedX = 0;
    if (quick) {
      expected = 0;
      for (let j = 0; j < arLags.length; j++) {
        const lag = arLags[j]!;
        if (lag > k) break;
        expected += ar[lag - 1]! * w[k - lag]!;
      }
      for (let j = 0; j < maLags.length; j++) {
        const lag = maLags[j]!;
        if (lag > k) break;
        expected += ma[lag - 1]! * e[k - lag]!;
      }
      if (withRegressor) {
        for (let j = 0; j < arLags.length; j++) {
          const lag = arLags[j]!;
          if (lag > k) break;
          expectedX += ar[lag - 1]! * wx[k - lag]!;
        }
        for (let j = 0; j < maLags.length; j++) {
          const lag = maLags[j]!;
          if (lag > k) break;
          expectedX += ma[lag - 1]! * ex[k - lag]!;
        }
      }
    } else {
      expected = state[0]!;
      expectedX = other[0]!;
    }
    let before = 0;
    let beforeX = 0;
    for (let j = 0; j < gaps.length; j++) {
      const lag = gaps[j]!;
      before += differences[lag - 1]! * filled[t - lag]!;
      if (withRegressor) beforeX += differences[lag - 1]! * regressor[t - lag]!;
    }
    const value = y[t]!;
    const seen = !Number.isNaN(value);
    const now = seen ? value - before : expected;
    const nowX = seen ? base + slope * t - beforeX : expectedX;
    const error = now - expected;
    const errorX = nowX - expectedX;
    filled[t] = seen ? value : expected + before;
    w[k] = now;
    e[k] = error;
    if (withRegressor) {
      regressor[t] = nowX + beforeX;
      wx[k] = nowX;
      ex[k] = errorX;
    }
    if (quick) {
      errors[k] = error;
      regressorErrors[k] = errorX;
      continue;
    }
    const root = 1 / Math.sqrt(ratio);
    errors[k] = error * root;
    regressorErrors[k] = errorX * root;
    if (seen) {
      product *= ratio;
      if (!(product < 1e200)) {
        logs += Math.log(product);
        product = 1;
      }
    }
    const first = lead[0]!;
    const next = ratio + first * first * change;
    if (!(next > 0.999)) return false;
    const step = (change * first) / next;
    const keep = ratio / next;
    if (withRegressor) {
      const nowOther = other[0]!;
      for (let i = 0; i < r; i++) other[i] = padded[i]! * nowOther + other[i + 1]! + gain[i]! * errorX;
    }
    const nowState = state[0]!;
    for (let i = 0; i < r; i++) {
      const coefficient = padded[i]!;
      const g = gain[i]!;
      state[i] = coefficient * nowState + state[i + 1]! + g * error;
      const moved = coefficient * first + lead[i + 1]!;
      const newGain = g * keep + moved * step;
      gain[i] = newGain;
      lead[i] = moved - newGain * first;
    }
    change += (change * change * first * first) / ratio;
    ratio = next;
    if (!exact && ratio < 1 + settled) quick = true;
  }
  run.logDeterminant = logs + Math.log(product);
  return true;
}

/** Forecasts 1 to `steps` after the series of an exact run, into `out`. */
export function arimaForecast(n: number, model: ArimaModel, run: ArimaRun, steps: number, out: Float64Array): void {
  const { ar, p, q, differences, s } = model;
  const r = Math.max(p, q + 1);
  const { state, filled } = run;
  for (let h = 0; h < steps; h++) {
    const now = state[0]!;
    for (let i = 0; i < r; i++) state[i] = (i < p ? ar[i]! : 0) * now + (i + 1 < r ? state[i + 1]! : 0);
    let value = now;
    for (let lag = 1; lag <= s; lag++) {
      if (differences[lag - 1] !== 0) value += differences[lag - 1]! * (lag > h ? filled[n + h - lag]! : out[h - lag]!);
    }
    out[h] = value;
  }
}

/**
 * Covariance of the state with its first element, before anything is seen, into `out`; its first element, which is
 * the process' variance, is returned.
 */
function stateCovariance(
  { ar, p, ma, q }: ArimaModel,
  r: number,
  covariance: Float64Array,
  response: Float64Array,
  out: Float64Array,
): number {
  out[0] = covariance[0]!;
  for (let i = 2; i <= r; i++) {
    let sum = 0;
    for (let j = i; j <= p; j++) sum += ar[j - 1]! * covariance[j - i + 1]!;
    for (let j = i - 1; j <= q; j++) sum += ma[j - 1]! * response[j - i + 1]!;
    out[i - 1] = sum;
  }
  return out[0]!;
}
