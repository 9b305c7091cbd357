/** Smoothing weights and forms of one exponential smoothing model. `season`: 0 none, 1 additive, 2 multiplicative. */
export interface EtsForm {
  readonly trend: boolean;
  readonly season: 0 | 1 | 2;
  /** Season length in steps; 1 where there is none. */
  readonly m: number;
}

/** Positions in the vector of smoothing weights. */
export const ALPHA = 0;
export const BETA = 1;
export const GAMMA = 2;
export const PHI = 3;

/** Positions in the vector of sums that `etsFilter` gives. */
export const SUM_E2 = 0;
export const SUM_REL2 = 1;
export const SUM_LOG_MU = 2;
export const COUNT = 3;

/**
 * Runs the recursions of exponential smoothing over a series, forwards or backwards in time.
 *
 * @param y       shape (n); target unit; NaN is skipped as missing
 * @param form    trend and season; a damped trend is a trend with phi < 1
 * @param weights alpha, beta, gamma, phi
 * @param state   shape (2 + m): level, trend per step, seasonal terms by `t % m`; overwritten with the last state
 * @param sums    shape (4); overwritten: sum of e^2, sum of (e/mu)^2, sum of log|mu|, number of errors
 * @param reverse from t = n - 1 down to 0; the trend in `state` must then be negated by the caller
 *
 * Additive and multiplicative errors share these recursions, because mu * (e / mu) = e; only the likelihood differs.
 * A multiplicative model whose level or seasonal term leaves the positive numbers gives SUM_E2 = Infinity.
 * O(n), allocates nothing. Source: Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing,
 * table 2.2-2.3.
 */
export function etsFilter(
  y: Float64Array,
  n: number,
  form: EtsForm,
  weights: Float64Array,
  state: Float64Array,
  sums: Float64Array,
  reverse: boolean,
): void {
  const { trend, season, m } = form;
  const alpha = weights[ALPHA]!;
  const beta = trend ? weights[BETA]! : 0;
  const gamma = season ? weights[GAMMA]! : 0;
  const phi = weights[PHI]!;
  let level = state[0]!;
  let slope = trend ? state[1]! : 0;
  let e2 = 0;
  let rel2 = 0;
  let logMu = 0;
  // A product of a few mu at a time, so that the logarithm is taken once in sixteen steps.
  let product = 1;
  let inProduct = 0;
  let count = 0;
  let at = reverse ? (n - 1) % m : 0;
  for (let k = 0; k < n; k++) {
    const value = y[reverse ? n - 1 - k : k]!;
    const drift = phi * slope;
    const q = level + drift;
    if (!Number.isNaN(value)) {
      let mu = q;
      let e: number;
      if (season === 0) {
        e = value - mu;
        level = q + alpha * e;
        slope = drift + beta * e;
      } else if (season === 1) {
        const s = state[2 + at]!;
        mu = q + s;
        e = value - mu;
        level = q + alpha * e;
        slope = drift + beta * e;
        state[2 + at] = s + gamma * e;
      } else {
        const s = state[2 + at]!;
        if (!(s > 1e-6) || !(q > 0)) {
          sums[SUM_E2] = sums[SUM_REL2] = Number.POSITIVE_INFINITY;
          return;
        }
        mu = q * s;
        e = value - mu;
        level = q + (alpha * e) / s;
        slope = drift + (beta * e) / s;
        state[2 + at] = s + (gamma * e) / q;
      }
      e2 += e * e;
      const relative = e / mu;
      rel2 += relative * relative;
      product *= mu < 0 ? -mu : mu;
      if (++inProduct === 16 || !(product > 1e-200 && product < 1e200)) {
        logMu += Math.log(product);
        product = 1;
        inProduct = 0;
      }
      count++;
    } else {
      level = q;
      slope = drift;
    }
    if (reverse) at = at === 0 ? m - 1 : at - 1;
    else at = at === m - 1 ? 0 : at + 1;
  }
  state[0] = level;
  state[1] = slope;
  sums[SUM_E2] = e2;
  sums[SUM_REL2] = rel2;
  sums[SUM_LOG_MU] = logMu + Math.log(product);
  sums[COUNT] = count;
}

/**
 * Point forecasts 1 to `steps` after a series of `n` values that ended in `state`.
 *
 * @param out shape (>= steps); overwritten; target unit
 */
export function etsForecast(
  n: number,
  form: EtsForm,
  weights: Float64Array,
  state: Float64Array,
  steps: number,
  out: Float64Array,
): void {
  const { trend, season, m } = form;
  const phi = weights[PHI]!;
  let level = state[0]!;
  let slope = trend ? state[1]! : 0;
  for (let h = 0; h < steps; h++) {
    slope *= phi;
    level += slope;
    const s = season ? state[2 + ((n + h) % m)]! : 0;
    out[h] = season === 2 ? level * s : level + s;
  }
}
