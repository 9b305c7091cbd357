/** Demand per step expected after a series, and how far such an expectation was off, one step ahead, along it. */
export interface DemandRate {
  readonly rate: number;
  /** Mean square of the one-step errors after the first demand; NaN where there are none. */
  readonly error: number;
}

/**
 * Croston's method: sizes of demands and intervals between them, each smoothed where there is a demand.
 *
 * @param y     shape (n); zero where nothing was demanded; a missing value is no step at all
 * @param alpha smoothing weight in (0, 1]
 * @param bias  by which size over interval is multiplied: 1 for Croston's own, 1 - alpha / 2 for the correction of
 *              Syntetos & Boylan
 *
 * O(n). Source: Croston (1972), doi:10.1057/jors.1972.50; Syntetos & Boylan (2005),
 * doi:10.1016/j.ijforecast.2004.10.001.
 */
export function crostonRate(y: Float64Array, alpha: number, bias: number): DemandRate {
  let size = Number.NaN;
  let interval = 0;
  let since = 0;
  let squares = 0;
  let count = 0;
  for (let t = 0; t < y.length; t++) {
    const value = y[t]!;
    if (Number.isNaN(value)) continue;
    since++;
    const started = !Number.isNaN(size);
    if (started) {
      squares += (value - (bias * size) / interval) ** 2;
      count++;
    }
    if (value === 0) continue;
    size = started ? size + alpha * (value - size) : value;
    interval = started ? interval + alpha * (since - interval) : since;
    since = 0;
  }
  return { rate: Number.isNaN(size) ? 0 : (bias * size) / interval, error: squares / count };
}

/**
 * Teunter, Syntetos and Babai's method: the probability of a demand is smoothed at every step, so that the rate falls
 * while nothing is demanded.
 *
 * @param y                shape (n), as in `crostonRate`
 * @param alphaSize        smoothing weight of sizes, in (0, 1]
 * @param alphaProbability smoothing weight of the probability, in (0, 1]
 *
 * O(n). Source: Teunter, Syntetos & Babai (2011), doi:10.1016/j.ejor.2011.05.018.
 */
export function tsbRate(y: Float64Array, alphaSize: number, alphaProbability: number): DemandRate {
  let size = Number.NaN;
  let probability = Number.NaN;
  let squares = 0;
  let count = 0;
  for (let t = 0; t < y.length; t++) {
    const value = y[t]!;
    if (Number.isNaN(value)) continue;
    if (!Number.isNaN(size)) {
      squares += (value - size * probability) ** 2;
      count++;
    }
    const demanded = value !== 0 ? 1 : 0;
    probability = Number.isNaN(probability) ? demanded : probability + alphaProbability * (demanded - probability);
    if (demanded) size = Number.isNaN(size) ? value : size + alphaSize * (value - size);
  }
  return { rate: Number.isNaN(size) ? 0 : size * probability, error: squares / count };
}
