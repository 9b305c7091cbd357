import { A0, A1, B0, B1, type CesForm, cesFilter, lagOf, stateLength } from '../kernels/ces-filter.ts';
import { nelderMead } from '../kernels/nelder-mead.ts';
import { seasonalProfile } from '../kernels/seasonal-profile.ts';
import { countOf } from './candidate.ts';

export interface CesFit {
  /** a0, a1, b0, b1; zero where the form has no such weight. */
  readonly weights: Float64Array;
  /** -2 log likelihood but for a constant: count * log(sum of squares). */
  readonly loss: number;
  /** Free parameters: weights and the variance. */
  readonly size: number;
}

/**
 * Smoothing weights of least squared error in the last of three passes, over the first values forwards and back, which
 * find the states before them, and over the series.
 *
 * @param y NaN is missing; at least one value
 *
 * O(n) times one to two hundred steps. `loss` is Infinity where no weights gave a finite error. Source: Svetunkov,
 * Kourentzes & Ord (2022), doi:10.1002/nav.22074, who start so too; departs from it in that weights under which a
 * series left alone would run away are not admitted.
 */
export function fitCes(y: Float64Array, form: CesForm): CesFit {
  const count = countOf(y);
  const weights = new Float64Array(4);
  const errors = new Float64Array(y.length);
  const seed = seedOf(y, form);
  const state = new Float64Array(stateLength(form));
  // Errors below this are rounding.
  const least = 1e-20 * squares(y) || 1;
  const objective = (x: Float64Array) => {
    weights.set(x);
    if (!isAdmissible(form, weights)) return Number.POSITIVE_INFINITY;
    const loss = count * Math.log(Math.max(backcast(y, form, weights, seed, state, errors), least));
    return Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
  };
  const x = Float64Array.from(startOf(form));
  const loss = nelderMead(objective, x, 0.2, 50 * x.length);
  weights.set(x);
  return { weights, loss, size: x.length + 1 };
}

/** The state after the last value of `y`, under given weights and found as in `fitCes`. */
export function lastState(y: Float64Array, form: CesForm, weights: Float64Array): Float64Array {
  const state = new Float64Array(stateLength(form));
  backcast(y, form, weights, seedOf(y, form), state, new Float64Array(y.length));
  return state;
}

/** A level that follows three tenths of an error; a partial season that follows one tenth, a full one as the level. */
function startOf({ season }: CesForm): number[] {
  if (season === 'partial') return [1.3, 1, 0.1];
  return season === 'full' ? [1.3, 1, 1.3, 1] : [1.3, 1];
}

function isAdmissible({ season }: CesForm, w: Float64Array): boolean {
  if (!isSane(w[A0]!, w[A1]!)) return false;
  if (season === 'partial') return w[B0]! > 0 && w[B0]! < 1;
  return season !== 'full' || isSane(w[B0]!, w[B1]!);
}

/**
 * Whether a pair's errors fade (the stability conditions of the paper, three circles), and it behaves without them:
 * left alone it grows by no more than a tenth a step, what alternates fades by a tenth, and no cycle grows.
 */
const isSane = (a0: number, a1: number) =>
  (a0 - 2.5) ** 2 + a1 ** 2 > 1.25 &&
  (a0 - 0.5) ** 2 + (a1 - 1) ** 2 > 0.25 &&
  (a0 - 1.5) ** 2 + (a1 - 0.5) ** 2 < 1.5 &&
  characteristic(1.1, a0, a1) >= 0 &&
  characteristic(-0.9, a0, a1) >= 0 &&
  a0 + a1 >= 1;

/** Zero at the rates by which a pair without errors grows or shrinks in a step; their product is 2 - a0 - a1. */
const characteristic = (rate: number, a0: number, a1: number) => rate ** 2 - (2 - a0) * rate + 2 - a0 - a1;

/** The first values alone find the states before them: errors fade, and later ones have next to nothing to say there. */
const leastBackcast = 100;
const seasonsBackcast = 5;

/** Filters the first values forwards from the seed and back, then all forwards; gives the squares of the last pass. */
function backcast(
  y: Float64Array,
  form: CesForm,
  weights: Float64Array,
  seed: Seed,
  state: Float64Array,
  errors: Float64Array,
): number {
  plant(seed, form, weights, state);
  const early = y.subarray(0, Math.max(leastBackcast, seasonsBackcast * form.m));
  cesFilter(early, form, weights, state, errors, false);
  cesFilter(early, form, weights, state, errors, true);
  return cesFilter(y, form, weights, state, errors, false);
}

interface Seed {
  readonly level: number;
  readonly profile: Float64Array;
}

/** Mean of the first values, and the season of classical decomposition. */
function seedOf(y: Float64Array, { season, m }: CesForm): Seed {
  const profile = new Float64Array(m);
  if (season !== 'none') seasonalProfile(y, y.length, m, false, profile);
  const wanted = Math.max(10, m);
  let sum = 0;
  let count = 0;
  for (let t = 0; t < y.length && count < wanted; t++) {
    if (Number.isNaN(y[t]!)) continue;
    sum += y[t]!;
    count++;
  }
  return { level: sum / count, profile };
}

/** Hidden parts start where they rest beside an unmoved level: c = l + (1 - a0) c. */
function plant({ level, profile }: Seed, form: CesForm, weights: Float64Array, state: Float64Array): void {
  const { season, m } = form;
  const lag = lagOf(form);
  for (let k = 0; k < lag; k++) {
    const start = season === 'simple' ? level + profile[k]! : level;
    state[2 * k] = start;
    state[2 * k + 1] = start / weights[A0]!;
  }
  if (season === 'partial') state.set(profile, 2);
  if (season !== 'full') return;
  for (let p = 0; p < m; p++) {
    state[2 + 2 * p] = profile[p]!;
    state[3 + 2 * p] = profile[p]! / weights[B0]!;
  }
}

function squares(y: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < y.length; t++) if (!Number.isNaN(y[t]!)) sum += y[t]! * y[t]!;
  return sum;
}
