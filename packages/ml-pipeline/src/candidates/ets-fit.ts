import { bfgs, type Smooth } from '../kernels/bfgs.ts';
import { ALPHA, BETA, type EtsForm, etsFilter, GAMMA, PHI, SUM_E2 } from '../kernels/ets-filter.ts';
import { type EtsError, type EtsLikelihood, etsLikelihood } from '../kernels/ets-likelihood.ts';
import { seasonalProfile } from '../kernels/seasonal-profile.ts';

/** One form of exponential smoothing: its recursions, its errors, and whether its trend is damped. */
export interface EtsSpec extends EtsForm {
  readonly error: EtsError;
  readonly damped: boolean;
}

export interface EtsFit {
  /** alpha, beta, gamma, phi. */
  readonly weights: Float64Array;
  /** Shape (2 + m): initial level, trend and seasonal terms. */
  readonly initial: Float64Array;
  /** -2 log likelihood but for a constant. */
  readonly loss: number;
  /** Free parameters: weights, initial states and the variance. */
  readonly size: number;
}

/**
 * Smoothing weights and initial states of greatest likelihood, weights within the usual region: alpha in
 * [1e-4, 0.9999], beta < alpha, gamma < 1 - alpha, phi in [0.8, 0.98].
 *
 * @param y      NaN is missing; positive where `spec` has multiplicative errors
 * @param starts how many starts a seasonal form is searched from, 1 or 2
 *
 * A local search by the gradient from decomposition; O(n) times some thirty steps. `loss` is Infinity where no start
 * was admissible.
 */
export function fitEts(y: Float64Array, spec: EtsSpec, likelihood = etsLikelihood(y), starts = 2): EtsFit {
  let best: EtsFit | undefined;
  for (const start of startsOf(spec).slice(0, starts)) {
    const weights = new Float64Array(4);
    readWeights(spec, start, weights);
    const initial = startingState(y, spec, likelihood, weights);
    const free = start.length;
    const search = newSearch(y, spec, likelihood, weights, initial, free);
    const x = new Float64Array(free + search.states);
    x.set(start);
    const loss = bfgs(search, x, evaluations, tolerance);
    search.read(x);
    const size = free + 2 + (spec.trend ? 1 : 0) + (spec.season ? spec.m - 1 : 0);
    if (!best || loss < best.loss) best = { weights, initial: search.initial, loss, size };
  }
  return best!;
}

/** A form by its letters, as `MAdM`: error, trend (`d` where it is damped), season. */
export function etsSpec(letters: string, m: number): EtsSpec {
  const season = letters.endsWith('M') ? 2 : letters.endsWith('A') ? 1 : 0;
  return {
    error: letters.startsWith('M') ? 'multiplicative' : 'additive',
    trend: letters[1] === 'A',
    damped: letters[2] === 'd',
    season,
    m: season ? m : 1,
  };
}

/** Initial states of greatest likelihood over `y` under given weights. */
export function fitInitialState(y: Float64Array, spec: EtsSpec, weights: Float64Array): Float64Array {
  const likelihood = etsLikelihood(y);
  const initial = startingState(y, spec, likelihood, weights);
  const search = newSearch(y, spec, likelihood, Float64Array.from(weights), initial, 0);
  const x = new Float64Array(search.states);
  bfgs(search, x, evaluations, tolerance);
  search.read(x);
  return search.initial;
}

const evaluations = 200;
const tolerance = 1e-3;

interface Search extends Smooth {
  readonly states: number;
  readonly initial: Float64Array;
  read(x: Float64Array): void;
}

/** The likelihood as a function of `free` transformed weights and the states' distances from their start. */
function newSearch(
  y: Float64Array,
  spec: EtsSpec,
  likelihood: EtsLikelihood,
  weights: Float64Array,
  start: Float64Array,
  free: number,
): Search {
  const { trend, season, m } = spec;
  const initial = Float64Array.from(start);
  const state = Float64Array.from(start);
  const by = new Float64Array(6 + m);
  // Unit of each state: the typical error at the start; it is what the data say about one state, within a few times.
  const scale = new Float64Array(2 + m);
  const sums = new Float64Array(4);
  etsFilter(y, y.length, spec, weights, state, sums, false);
  const sigma = Math.sqrt(sums[SUM_E2]! / sums[3]!);
  scale[0] = Number.isFinite(sigma) && sigma > 0 ? sigma : 1e-3 * Math.abs(start[0]!) || 1;
  scale[1] = trend ? 0.2 * scale[0]! : 0;
  if (season) scale.fill(season === 2 ? scale[0]! / Math.abs(start[0]!) : scale[0]!, 2);
  const used: number[] = [];
  for (let j = 0; j < scale.length; j++) if (scale[j]! > 0) used.push(j);
  const shares = new Float64Array(4);
  const read = (x: Float64Array) => {
    if (free > 0) readWeights(spec, x, weights);
    for (let k = 0; k < used.length; k++) initial[used[k]!] = start[used[k]!]! + scale[used[k]!]! * x[free + k]!;
  };
  return {
    states: used.length,
    initial,
    read,
    value(x) {
      read(x);
      state.set(initial);
      return likelihood.loss(spec, spec.error, weights, state);
    },
    gradient(out) {
      likelihood.gradient(spec, spec.error, weights, by);
      if (free > 0) weightSlopes(spec, weights, by, shares, out);
      for (let k = 0; k < used.length; k++) out[free + k] = scale[used[k]!]! * by[4 + used[k]!]!;
    },
  };
}

const lowest = 1e-4;
const width = 0.9998;
const leastPhi = 0.8;
const phiWidth = 0.18;

/** A smooth start and, with a season, one in which the season follows its last values: there are often two tops. */
function startsOf(spec: EtsSpec): number[][] {
  return spec.season
    ? [startAt(spec, 0.15, 0.1, 0.1, 0.7), startAt(spec, 0.4, 0.05, 0.6, 0.9)]
    : [startAt(spec, 0.3, 0.1, 0, 0.7)];
}

/** Transformed weights; beta, gamma and phi as shares of their ranges. */
function startAt({ trend, season, damped }: EtsSpec, alpha: number, beta: number, gamma: number, phi: number) {
  const start = [logit(alpha)];
  if (trend) start.push(logit(beta));
  if (season) start.push(logit(gamma));
  if (damped) start.push(logit(phi));
  return start;
}

/** Each weight is a logistic function over its range. */
function readWeights({ trend, season, damped }: EtsSpec, x: ArrayLike<number>, weights: Float64Array) {
  let k = 0;
  weights[ALPHA] = lowest + width * logistic(x[k++]!);
  weights[BETA] = trend ? weights[ALPHA]! * logistic(x[k++]!) : 0;
  weights[GAMMA] = season ? (1 - weights[ALPHA]!) * logistic(x[k++]!) : 0;
  weights[PHI] = damped ? leastPhi + phiWidth * logistic(x[k]!) : 1;
}

/** Derivatives by the transformed weights from those by the weights. */
function weightSlopes(
  { trend, season, damped }: EtsSpec,
  weights: Float64Array,
  by: Float64Array,
  shares: Float64Array,
  out: Float64Array,
) {
  const alpha = weights[ALPHA]!;
  shares[ALPHA] = (alpha - lowest) / width;
  shares[BETA] = weights[BETA]! / alpha;
  shares[GAMMA] = weights[GAMMA]! / (1 - alpha);
  shares[PHI] = (weights[PHI]! - leastPhi) / phiWidth;
  const bend = (at: number) => shares[at]! * (1 - shares[at]!);
  let k = 0;
  out[k++] = width * bend(ALPHA) * (by[ALPHA]! + shares[BETA]! * by[BETA]! - shares[GAMMA]! * by[GAMMA]!);
  if (trend) out[k++] = alpha * bend(BETA) * by[BETA]!;
  if (season) out[k++] = (1 - alpha) * bend(GAMMA) * by[GAMMA]!;
  if (damped) out[k] = phiWidth * bend(PHI) * by[PHI]!;
}

const logit = (p: number) => Math.log(p / (1 - p));
const logistic = (u: number) => 1 / (1 + Math.exp(-u));

/** Above this length a pass backwards tells no more than decomposition does. */
const backcastUpTo = 300;

/**
 * The likeliest of some states before the first value: decomposition with a line through the first values, through
 * all, or none; and, up to 300 values, filtering there and back from each.
 */
function startingState(y: Float64Array, spec: EtsSpec, likelihood: EtsLikelihood, weights: Float64Array): Float64Array {
  const { trend, season, m } = spec;
  const n = y.length;
  const profile = new Float64Array(m);
  if (season) seasonalProfile(y, Math.min(n, Math.max(8 * m, 60)), m, season === 2, profile);
  const early = Math.max(10, 2 * m);
  const lines = [line(y, spec, profile, early, trend), line(y, spec, profile, n, trend)];
  if (trend) lines.push(line(y, spec, profile, n, false));
  let best: Float64Array = stateOf(lines[0]!, profile);
  let least = Number.POSITIVE_INFINITY;
  const consider = (state: Float64Array) => {
    const loss = likelihood.loss(spec, spec.error, weights, Float64Array.from(state));
    if (!(loss < least)) return;
    least = loss;
    best = state;
  };
  for (const it of lines) {
    const state = stateOf(it, profile);
    consider(state);
    if (n <= backcastUpTo) consider(backcast(y, spec, weights, state));
  }
  // Nothing but a level: admissible wherever the series is positive.
  if (least === Number.POSITIVE_INFINITY) {
    consider(stateOf(line(y, { ...spec, season: 0 }, profile, n, false), profile.fill(season === 2 ? 1 : 0)));
  }
  return best;
}

const stateOf = ([level, slope]: [level: number, slope: number], profile: Float64Array): Float64Array =>
  Float64Array.of(level, slope, ...profile);

/** States before the first value by filtering to the end and back. */
function backcast(y: Float64Array, spec: EtsSpec, weights: Float64Array, start: Float64Array): Float64Array {
  const state = Float64Array.from(start);
  const sums = new Float64Array(4);
  etsFilter(y, y.length, spec, weights, state, sums, false);
  if (sums[SUM_E2] === Number.POSITIVE_INFINITY) return start;
  state[1] = -state[1]!;
  etsFilter(y, y.length, spec, weights, state, sums, true);
  state[1] = -state[1]!;
  return sums[SUM_E2] === Number.POSITIVE_INFINITY ? start : state;
}

/** Level before the first value and slope of a line through the first `wanted` deseasonalised values. */
function line(
  y: Float64Array,
  { season, m }: EtsForm,
  profile: Float64Array,
  wanted: number,
  sloped: boolean,
): [level: number, slope: number] {
  let count = 0;
  let sumT = 0;
  let sumY = 0;
  let sumTT = 0;
  let sumTY = 0;
  for (let t = 0; t < y.length && count < wanted; t++) {
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
  const slope = sloped && spread > 0 ? (count * sumTY - sumT * sumY) / spread : 0;
  return [(sumY - slope * sumT) / count, slope];
}
