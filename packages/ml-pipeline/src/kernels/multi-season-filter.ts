/**
 * Mean absolute error of the paths that a model would have forecast: from every `stride`-th step after `first`,
 * `horizon` steps ahead. Parameters as for `multiSeasonFilter`; `scratch` has the shape of `state`.
 *
 * One step ahead, a level that follows the last value is as good as a season, and the season is lost; over a path it
 * is not. O(n + origins * horizon).
 */
export function multiSeasonPathError(
  y: Float64Array,
  n: number,
  periods: readonly number[],
  weights: Float64Array,
  state: Float64Array,
  first: number,
  stride: number,
  path: Float64Array,
): number {
  const horizon = path.length;
  let sum = 0;
  let count = 0;
  let from = 0;
  for (let origin = first; origin < n; origin += stride) {
    multiSeasonFilter(y, from, origin, periods, weights, state);
    from = origin;
    const steps = Math.min(horizon, n - origin);
    multiSeasonForecast(origin, periods, weights, state, steps, path);
    for (let h = 0; h < steps; h++) {
      const e = Math.abs(y[origin + h]! - path[h]!);
      if (Number.isNaN(e)) continue;
      sum += e;
      count++;
    }
  }
  return sum / count;
}

/**
 * Exponential smoothing with a damped trend, any number of additive seasons and a first-order autoregressive error.
 *
 * @param y       NaN is skipped as missing
 * @param from    first step that is filtered, @param to step after the last
 * @param periods season lengths, each >= 2
 * @param weights alpha, beta, phi, rho (autoregression of the error), then one gamma for each season
 * @param state   shape (3 + sum of periods): level, trend per step, last error, then the seasonal terms by `t % period`,
 *                season after season; overwritten with the last state
 *
 * O(steps * seasons), allocates nothing. Source: Taylor (2003), Short-term electricity demand forecasting using
 * double seasonal exponential smoothing, doi:10.1057/palgrave.jors.2601589; damped trend and any number of seasons as
 * in Taylor (2010), doi:10.1016/j.ejor.2009.10.003.
 */
export function multiSeasonFilter(
  y: Float64Array,
  from: number,
  to: number,
  periods: readonly number[],
  weights: Float64Array,
  state: Float64Array,
): void {
  const first = periods[0] ?? 1;
  const second = periods[1] ?? 1;
  const hasFirst = periods.length > 0;
  const hasSecond = periods.length > 1;
  const alpha = weights[0]!;
  const beta = weights[1]!;
  const phi = weights[2]!;
  const rho = weights[3]!;
  const gamma1 = hasFirst ? weights[4]! : 0;
  const gamma2 = hasSecond ? weights[5]! : 0;
  const base2 = 3 + first;
  let level = state[0]!;
  let slope = state[1]!;
  let carried = state[2]!;
  let at1 = from % first;
  let at2 = from % second;
  for (let t = from; t < to; t++) {
    const drift = phi * slope;
    const q = level + drift;
    const s1 = hasFirst ? state[3 + at1]! : 0;
    const s2 = hasSecond ? state[base2 + at2]! : 0;
    const value = y[t]!;
    if (!Number.isNaN(value)) {
      const whole = value - q - s1 - s2;
      const e = whole - rho * carried;
      level = q + alpha * e;
      slope = drift + beta * e;
      if (hasFirst) state[3 + at1] = s1 + gamma1 * e;
      if (hasSecond) state[base2 + at2] = s2 + gamma2 * e;
      carried = whole;
    } else {
      level = q;
      slope = drift;
      carried *= rho;
    }
    if (++at1 === first) at1 = 0;
    if (++at2 === second) at2 = 0;
  }
  state[0] = level;
  state[1] = slope;
  state[2] = carried;
}

/** Point forecasts 1 to `steps` after `n` values that ended in `state`; `out` of shape (>= steps) is overwritten. */
export function multiSeasonForecast(
  n: number,
  periods: readonly number[],
  weights: Float64Array,
  state: Float64Array,
  steps: number,
  out: Float64Array,
): void {
  const phi = weights[2]!;
  const rho = weights[3]!;
  let level = state[0]!;
  let slope = state[1]!;
  let carried = state[2]!;
  for (let h = 0; h < steps; h++) {
    slope *= phi;
    level += slope;
    carried *= rho;
    let sum = level + carried;
    let base = 3;
    for (const period of periods) {
      sum += state[base + ((n + h) % period)]!;
      base += period;
    }
    out[h] = sum;
  }
}
