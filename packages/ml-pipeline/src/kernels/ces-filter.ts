/** What has a season: nothing, all of the series, or a part beside the level that is one number or a complex one. */
export type CesSeason = 'none' | 'simple' | 'partial' | 'full';

export interface CesForm {
  readonly season: CesSeason;
  /** Season length in steps; 1 where there is none. */
  readonly m: number;
}

/** Positions in the vector of smoothing weights: real and imaginary parts of the level's and of the season's. */
export const A0 = 0;
export const A1 = 1;
export const B0 = 2;
export const B1 = 3;

/** Length of a state: pairs of level and its hidden part, then seasonal terms or pairs of them. */
export const stateLength = (form: CesForm) => 2 * lagOf(form) + seasonLength(form);

/** Steps between a level and the next: a season, where all of the series has it. */
export const lagOf = ({ season, m }: CesForm) => (season === 'simple' ? m : 1);

const seasonLength = ({ season, m }: CesForm) => (season === 'partial' ? m : season === 'full' ? 2 * m : 0);

/**
 * One-step errors of complex exponential smoothing over a series, forwards or backwards in time.
 *
 * @param y       shape (n); target unit; NaN is skipped as missing
 * @param weights a0, a1, b0, b1; the last two are read where the form has them
 * @param state   shape (`stateLength`): level and hidden part by `t % lag`, then seasonal terms, or pairs of them, by
 *                `t % m`; overwritten with the last state
 * @param errors  shape (>= n); overwritten; target unit; NaN where `y` is
 * @param reverse from t = n - 1 down to 0
 * @returns       sum of squares of the errors; target unit squared
 *
 * Each pair moves as l' = l - (1 - a1) c + (a0 - a1) e and c' = l + (1 - a0) c + (a0 + a1) e, a single seasonal term
 * as s' = s + b0 e. O(n), allocates nothing. Source: Svetunkov, Kourentzes & Ord (2022), Complex exponential
 * smoothing, doi:10.1002/nav.22074, state space forms of sections 3 and 4.
 */
export function cesFilter(
  y: Float64Array,
  form: CesForm,
  weights: Float64Array,
  state: Float64Array,
  errors: Float64Array,
  reverse: boolean,
): number {
  const n = y.length;
  const { season, m } = form;
  const a1 = weights[A1]!;
  const a0 = weights[A0]!;
  const b0 = weights[B0]!;
  const b1 = weights[B1]!;
  const levels = 2 * lagOf(form);
  const partial = season === 'partial';
  const full = season === 'full';
  const seasons = levels + seasonLength(form);
  const stride = full ? 2 : 1;
  const turn = reverse ? -1 : 1;
  const first = reverse ? n - 1 : 0;
  let at = 2 * (first % (levels / 2));
  let place = levels + stride * (first % m);
  let sum = 0;
  for (let k = 0, t = first; k < n; k++, t += turn) {
    const l = state[at]!;
    const c = state[at + 1]!;
    const s = partial || full ? state[place]! : 0;
    let e = y[t]! - l - s;
    errors[t] = e;
    if (Number.isNaN(e)) e = 0;
    sum += e * e;
    state[at] = l - (1 - a1) * c + (a0 - a1) * e;
    state[at + 1] = l + (1 - a0) * c + (a0 + a1) * e;
    if (partial) state[place] = s + b0 * e;
    else if (full) {
      const d = state[place + 1]!;
      state[place] = s - (1 - b1) * d + (b0 - b1) * e;
      state[place + 1] = s + (1 - b0) * d + (b0 + b1) * e;
    }
    at += 2 * turn;
    if (at === levels) at = 0;
    else if (at < 0) at = levels - 2;
    place += stride * turn;
    if (place >= seasons) place = levels;
    else if (place < levels) place = seasons - stride;
  }
  return sum;
}

/**
 * Point forecasts 1 to `steps` after a series of `n` values that ended in `state`, which is not changed.
 *
 * @param out shape (>= steps); overwritten; target unit
 */
export function cesForecast(
  n: number,
  form: CesForm,
  weights: Float64Array,
  state: Float64Array,
  steps: number,
  out: Float64Array,
): void {
  const { season, m } = form;
  const lag = lagOf(form);
  const ahead = Float64Array.from(state);
  for (let h = 0; h < steps; h++) {
    const at = 2 * ((n + h) % lag);
    out[h] = ahead[at]!;
    rest(ahead, at, weights[A0]!, weights[A1]!);
    const p = (n + h) % m;
    if (season === 'partial') out[h]! += ahead[2 + p]!;
    if (season !== 'full') continue;
    out[h]! += ahead[2 + 2 * p]!;
    rest(ahead, 2 + 2 * p, weights[B0]!, weights[B1]!);
  }
}

/** One step of a pair without an error. */
function rest(state: Float64Array, at: number, a0: number, a1: number) {
  const l = state[at]!;
  const c = state[at + 1]!;
  state[at] = l - (1 - a1) * c;
  state[at + 1] = l + (1 - a0) * c;
}
