import { ALPHA, BETA, type EtsForm, GAMMA, PHI } from './ets-filter.ts';

/** An error that adds to the forecast, or one that is a share of it. */
export type EtsError = 'additive' | 'multiplicative';

/**
 * -2 log likelihood (up to a constant) of exponential smoothing, and its gradient by smoothing weights and initial
 * states: n log(sum of e^2) for additive errors, n log(sum of (e/mu)^2) + 2 sum of log(mu) for multiplicative ones,
 * whose forecasts must be positive.
 *
 * `loss` filters forwards and keeps what `gradient` needs, which walks the same steps backwards: all 6 + m derivatives
 * together cost about as much as one more pass. One object serves any number of forms over one series.
 *
 * Source: Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, tables 2.2-2.3 and 5.1; the
 * gradient is reverse-mode differentiation of those recursions (Griewank & Walther, 2008, Evaluating Derivatives, 3.2).
 */
export interface EtsLikelihood {
  /**
   * @param weights alpha, beta, gamma, phi
   * @param state   shape (2 + m): level, trend per step, seasonal terms by `t % m`; overwritten with the last state
   * @returns       Infinity where it isn't finite, or a multiplicative error or season leaves the positive numbers
   */
  loss(form: EtsForm, error: EtsError, weights: Float64Array, state: Float64Array): number;
  /**
   * Derivatives of the last `loss`, which must have been of the same form and finite.
   *
   * @param out shape (6 + m); overwritten: by alpha, beta, gamma, phi, initial level, trend and seasonal terms
   */
  gradient(form: EtsForm, error: EtsError, weights: Float64Array, out: Float64Array): void;
}

/** @param y shape (n); target unit; NaN is skipped as missing. Allocates O(n) once. */
export function etsLikelihood(y: Float64Array): EtsLikelihood {
  const trace = newTrace(y.length);
  return {
    loss(form, error, weights, state) {
      const inside =
        form.season === 2
          ? forwardsRatio(y, form, weights, state, trace)
          : form.season === 1
            ? forwardsAdditive(y, form, weights, state, trace)
            : forwardsPlain(y, weights, state, trace);
      if (!inside) return Number.POSITIVE_INFINITY;
      const value = error === 'additive' ? additiveLoss(trace) : multiplicativeLoss(trace);
      return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
    },
    gradient(form, error, weights, out) {
      out.fill(0);
      if (error === 'additive') additiveSlopes(trace);
      else multiplicativeSlopes(trace);
      if (form.season === 2) backwardsRatio(form, weights, trace, out);
      else if (form.season === 1) backwardsAdditive(form, weights, trace, out);
      else backwardsPlain(weights, trace, out);
    },
  };
}

/** What each step left behind, shape (n) each. */
interface Trace {
  /** Error; NaN where the value is missing. */
  readonly e: Float64Array;
  /** Forecast. */
  readonly mu: Float64Array;
  /** Level and trend ahead, without the season. */
  readonly q: Float64Array;
  /** Seasonal term before the step. */
  readonly s: Float64Array;
  /** Trend before the step. */
  readonly b: Float64Array;
  /** Derivative of the loss by `mu`, all later states held. */
  readonly g: Float64Array;
  count: number;
  sum: number;
}

function newTrace(n: number): Trace {
  const array = () => new Float64Array(n);
  return { e: array(), mu: array(), q: array(), s: array(), b: array(), g: array(), count: 0, sum: 0 };
}

function forwardsPlain(y: Float64Array, weights: Float64Array, state: Float64Array, trace: Trace): boolean {
  const { e: errors, mu, b } = trace;
  const alpha = weights[ALPHA]!;
  const beta = weights[BETA]!;
  const phi = weights[PHI]!;
  let level = state[0]!;
  let slope = state[1]!;
  for (let t = 0; t < y.length; t++) {
    b[t] = slope;
    const drift = phi * slope;
    const q = level + drift;
    const e = y[t]! - q;
    mu[t] = q;
    errors[t] = e;
    if (!Number.isNaN(e)) {
      level = q + alpha * e;
      slope = drift + beta * e;
    } else {
      level = q;
      slope = drift;
    }
  }
  state[0] = level;
  state[1] = slope;
  return true;
}

function forwardsAdditive(
  y: Float64Array,
  { m }: EtsForm,
  weights: Float64Array,
  state: Float64Array,
  trace: Trace,
): boolean {
  const { e: errors, mu, b } = trace;
  const alpha = weights[ALPHA]!;
  const beta = weights[BETA]!;
  const gamma = weights[GAMMA]!;
  const phi = weights[PHI]!;
  let level = state[0]!;
  let slope = state[1]!;
  let at = 2;
  for (let t = 0; t < y.length; t++) {
    b[t] = slope;
    const drift = phi * slope;
    const q = level + drift;
    const s = state[at]!;
    const forecast = q + s;
    const e = y[t]! - forecast;
    mu[t] = forecast;
    errors[t] = e;
    if (!Number.isNaN(e)) {
      level = q + alpha * e;
      slope = drift + beta * e;
      state[at] = s + gamma * e;
    } else {
      level = q;
      slope = drift;
    }
    if (++at === m + 2) at = 2;
  }
  state[0] = level;
  state[1] = slope;
  return true;
}

function forwardsRatio(
  y: Float64Array,
  { m }: EtsForm,
  weights: Float64Array,
  state: Float64Array,
  trace: Trace,
): boolean {
  const { e: errors, mu, q: ahead, s: seasons, b } = trace;
  const alpha = weights[ALPHA]!;
  const beta = weights[BETA]!;
  const gamma = weights[GAMMA]!;
  const phi = weights[PHI]!;
  let level = state[0]!;
  let slope = state[1]!;
  let at = 2;
  for (let t = 0; t < y.length; t++) {
    b[t] = slope;
    const drift = phi * slope;
    const q = level + drift;
    const s = state[at]!;
    if (!(s > 1e-6 && q > 0)) return false;
    const forecast = q * s;
    const e = y[t]! - forecast;
    mu[t] = forecast;
    errors[t] = e;
    ahead[t] = q;
    seasons[t] = s;
    if (!Number.isNaN(e)) {
      level = q + (alpha * e) / s;
      slope = drift + (beta * e) / s;
      state[at] = s + (gamma * e) / q;
    } else {
      level = q;
      slope = drift;
    }
    if (++at === m + 2) at = 2;
  }
  state[0] = level;
  state[1] = slope;
  return true;
}

function additiveLoss(trace: Trace): number {
  const { e: errors } = trace;
  let sum = 0;
  let count = 0;
  for (let t = 0; t < errors.length; t++) {
    const e = errors[t]!;
    if (Number.isNaN(e)) continue;
    sum += e * e;
    count++;
  }
  trace.sum = sum;
  trace.count = count;
  return count * Math.log(sum);
}

function additiveSlopes({ e, g, sum, count }: Trace): void {
  const factor = (-2 * count) / sum;
  for (let t = 0; t < e.length; t++) g[t] = factor * e[t]!;
}

function multiplicativeLoss(trace: Trace): number {
  const { e: errors, mu } = trace;
  let sum = 0;
  let count = 0;
  let logs = 0;
  // A product of a few forecasts at a time, so that the logarithm is taken once in eight steps.
  let product = 1;
  for (let t = 0; t < errors.length; t++) {
    const e = errors[t]!;
    if (Number.isNaN(e)) continue;
    const forecast = mu[t]!;
    if (!(forecast > 0)) return Number.POSITIVE_INFINITY;
    const relative = e / forecast;
    sum += relative * relative;
    product *= forecast;
    if ((++count & 7) === 0) {
      logs += Math.log(product);
      product = 1;
    }
  }
  trace.sum = sum;
  trace.count = count;
  return count * Math.log(sum) + 2 * (logs + Math.log(product));
}

function multiplicativeSlopes({ e: errors, mu: forecasts, g, sum, count }: Trace): void {
  const factor = (2 * count) / sum;
  for (let t = 0; t < errors.length; t++) {
    const e = errors[t]!;
    const inverse = 1 / forecasts[t]!;
    const relative = e * inverse;
    g[t] = (2 - factor * relative * (1 + relative)) * inverse;
  }
}

function backwardsPlain(weights: Float64Array, { e: errors, b, g }: Trace, out: Float64Array): void {
  const alpha = weights[ALPHA]!;
  const beta = weights[BETA]!;
  const phi = weights[PHI]!;
  let byAlpha = 0;
  let byBeta = 0;
  let byPhi = 0;
  // Derivatives by the state after the step.
  let byLevel = 0;
  let bySlope = 0;
  for (let t = errors.length - 1; t >= 0; t--) {
    const e = errors[t]!;
    let byAhead = byLevel;
    if (!Number.isNaN(e)) {
      byAlpha += byLevel * e;
      byBeta += bySlope * e;
      byAhead += g[t]! - alpha * byLevel - beta * bySlope;
    }
    const byDrift = bySlope + byAhead;
    byPhi += byDrift * b[t]!;
    byLevel = byAhead;
    bySlope = phi * byDrift;
  }
  out[ALPHA] = byAlpha;
  out[BETA] = byBeta;
  out[PHI] = byPhi;
  out[4] = byLevel;
  out[5] = bySlope;
}

function backwardsAdditive({ m }: EtsForm, weights: Float64Array, { e: errors, b, g }: Trace, out: Float64Array): void {
  const alpha = weights[ALPHA]!;
  const beta = weights[BETA]!;
  const gamma = weights[GAMMA]!;
  const phi = weights[PHI]!;
  let byAlpha = 0;
  let byBeta = 0;
  let byGamma = 0;
  let byPhi = 0;
  let byLevel = 0;
  let bySlope = 0;
  let at = 6 + ((errors.length - 1) % m);
  for (let t = errors.length - 1; t >= 0; t--) {
    const e = errors[t]!;
    let byAhead = byLevel;
    if (!Number.isNaN(e)) {
      const bySeason = out[at]!;
      byAlpha += byLevel * e;
      byBeta += bySlope * e;
      byGamma += bySeason * e;
      const byForecast = g[t]! - alpha * byLevel - beta * bySlope - gamma * bySeason;
      byAhead += byForecast;
      out[at] = bySeason + byForecast;
    }
    const byDrift = bySlope + byAhead;
    byPhi += byDrift * b[t]!;
    byLevel = byAhead;
    bySlope = phi * byDrift;
    if (--at === 5) at = 5 + m;
  }
  out[ALPHA] = byAlpha;
  out[BETA] = byBeta;
  out[GAMMA] = byGamma;
  out[PHI] = byPhi;
  out[4] = byLevel;
  out[5] = bySlope;
}

function backwardsRatio(
  { m }: EtsForm,
  weights: Float64Array,
  { e: errors, q: ahead, s: seasons, b, g }: Trace,
  out: Float64Array,
): void {
  const alpha = weights[ALPHA]!;
  const beta = weights[BETA]!;
  const gamma = weights[GAMMA]!;
  const phi = weights[PHI]!;
  let byAlpha = 0;
  let byBeta = 0;
  let byGamma = 0;
  let byPhi = 0;
  let byLevel = 0;
  let bySlope = 0;
  let at = 6 + ((errors.length - 1) % m);
  for (let t = errors.length - 1; t >= 0; t--) {
    const e = errors[t]!;
    let byAhead = byLevel;
    if (!Number.isNaN(e)) {
      const q = ahead[t]!;
      const s = seasons[t]!;
      const bySeason = out[at]!;
      const perS = e / s;
      const perQ = e / q;
      byAlpha += byLevel * perS;
      byBeta += bySlope * perS;
      byGamma += bySeason * perQ;
      const moved = (alpha * byLevel + beta * bySlope) / s;
      const turned = (gamma * bySeason) / q;
      const byForecast = g[t]! - moved - turned;
      byAhead += byForecast * s - turned * perQ;
      out[at] = bySeason + byForecast * q - moved * perS;
    }
    const byDrift = bySlope + byAhead;
    byPhi += byDrift * b[t]!;
    byLevel = byAhead;
    bySlope = phi * byDrift;
    if (--at === 5) at = 5 + m;
  }
  out[ALPHA] = byAlpha;
  out[BETA] = byBeta;
  out[GAMMA] = byGamma;
  out[PHI] = byPhi;
  out[4] = byLevel;
  out[5] = bySlope;
}
