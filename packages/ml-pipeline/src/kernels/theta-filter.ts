/**
 * Least mean of the squared errors of a dynamic optimised Theta model over all initial levels.
 *
 * @param level shape (1); overwritten with that initial level
 * @returns     mean of the squared errors from the third observed value on; NaN where there are none
 *
 * A level's share in each forecast is (1 - alpha)^(t - 1), so the best one comes from the errors of any other by least
 * squares. Where values are missing this leaves out what the level adds to the values put in their place.
 * O(n), allocates nothing. Other parameters, and the source, as for `thetaFilter`.
 */
export function thetaLoss(y: Float64Array, n: number, alpha: number, theta: number, level: Float64Array): number {
  const weight = 1 - 1 / theta;
  const decay = 1 - alpha;
  let power = 1;
  let mean = 0;
  let slope = 0;
  let intercept = 0;
  let start = Number.NaN;
  for (let t = 0; t < n && Number.isNaN(start); t++) start = y[t]!;
  let l = start;
  let share = 1;
  let e2 = 0;
  let together = 0;
  let shares = 0;
  let count = 0;
  let seen = 0;
  for (let t = 1; t <= n; t++) {
    const before = power;
    power *= decay;
    const mu = t === 1 ? l : l + weight * (before * intercept + ((1 - power) / alpha) * slope);
    let value = y[t - 1]!;
    if (Number.isNaN(value)) value = mu;
    else {
      if (++seen > 2) {
        const e = value - mu;
        e2 += e * e;
        together += e * share;
        shares += share * share;
        count++;
      }
      share *= decay;
    }
    l = alpha * value + decay * l;
    const previous = mean;
    mean = ((t - 1) * previous + value) / t;
    slope = t === 1 ? 0 : ((t - 2) * slope + (6 * (value - previous)) / t) / (t + 1);
    intercept = mean - (slope * (t + 1)) / 2;
  }
  const better = shares > 0 ? together / shares : 0;
  level[0] = start + better;
  return Math.max(e2 - better * together, 0) / count;
}

/**
 * Dynamic optimised Theta model: one-step errors over a series, and forecasts after it.
 *
 * @param y     shape (n); deseasonalised; NaN is replaced by its own forecast
 * @param level initial level
 * @param alpha smoothing weight in (0, 1)
 * @param theta theta >= 1
 * @param steps forecasts wanted after the series, may be 0
 * @param out   shape (>= steps); overwritten; unit of y
 * @returns     mean of the squared errors from the third observed value on; NaN where there are none
 *
 * O(n + steps), allocates nothing. Source: Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), Models for
 * optimising the theta method, doi:10.1016/j.ijforecast.2016.02.005, equations of DOTM.
 */
export function thetaFilter(
  y: Float64Array,
  n: number,
  level: number,
  alpha: number,
  theta: number,
  steps: number,
  out: Float64Array,
): number {
  const weight = 1 - 1 / theta;
  const decay = 1 - alpha;
  let power = 1;
  let mean = 0;
  let slope = 0;
  let intercept = 0;
  let l = level;
  let e2 = 0;
  let count = 0;
  let seen = 0;
  for (let t = 1; t <= n + steps; t++) {
    const before = power;
    power *= decay;
    const mu = t === 1 ? l : l + weight * (before * intercept + ((1 - power) / alpha) * slope);
    let value = t <= n ? y[t - 1]! : mu;
    if (t > n) out[t - n - 1] = mu;
    if (!Number.isNaN(value)) {
      if (t <= n && ++seen > 2) {
        const e = value - mu;
        e2 += e * e;
        count++;
      }
    } else value = mu;
    l = alpha * value + decay * l;
    const previous = mean;
    mean = ((t - 1) * previous + value) / t;
    slope = t === 1 ? 0 : ((t - 2) * slope + (6 * (value - previous)) / t) / (t + 1);
    intercept = mean - (slope * (t + 1)) / 2;
  }
  return e2 / count;
}
