/**
 * Coefficients of a stationary autoregression from its partial autocorrelations: all of them inside (-1, 1) give all
 * stationary autoregressions and no other. With the sign turned round, invertible moving averages.
 *
 * @param partials shape (>= k)
 * @param out      shape (>= k); overwritten: a[j] of x_t = a[0] x_(t-1) + ... + a[k-1] x_(t-k)
 *
 * O(k^2), allocates nothing. Source: Barndorff-Nielsen & Schou (1973), doi:10.1016/0047-259X(73)90030-4;
 * Monahan (1984), doi:10.1093/biomet/71.2.403.
 */
export function fromPartials(partials: Float64Array, k: number, out: Float64Array): void {
  for (let j = 0; j < k; j++) {
    const r = partials[j]!;
    out[j] = r;
    for (let a = 0, b = j - 1; a <= b; a++, b--) {
      const low = out[a]!;
      const high = out[b]!;
      out[a] = low - r * high;
      if (a < b) out[b] = high - r * low;
    }
  }
}

/**
 * The inverse of `fromPartials`; false where the autoregression is not stationary, or a root of its polynomial is
 * nearer to the unit circle than `margin` times it.
 *
 * @param coefficients shape (>= k)
 * @param out          shape (>= k); overwritten, spoilt where the answer is false
 */
export function toPartials(coefficients: Float64Array, k: number, margin: number, out: Float64Array): boolean {
  let power = 1;
  for (let j = 0; j < k; j++) {
    power *= margin;
    out[j] = coefficients[j]! * power;
  }
  for (let j = k - 1; j >= 0; j--) {
    const r = out[j]!;
    if (!(Math.abs(r) < 1)) return false;
    const left = 1 - r * r;
    for (let a = 0, b = j - 1; a <= b; a++, b--) {
      const low = out[a]!;
      const high = out[b]!;
      out[a] = (low + r * high) / left;
      if (a < b) out[b] = (high + r * low) / left;
    }
  }
  return true;
}

/**
 * Coefficients of the product (1 - sum a_i B^i)(1 - sum s_j B^(jm)), written as 1 - sum out_k B^k.
 *
 * @param short    shape (>= p)
 * @param seasonal shape (>= seasons)
 * @param out      shape (>= p + seasons * m); overwritten up to there
 * @returns        p + seasons * m
 */
export function expandSeasonal(
  short: Float64Array,
  p: number,
  seasonal: Float64Array,
  seasons: number,
  m: number,
  out: Float64Array,
): number {
  const length = p + seasons * m;
  out.fill(0, 0, length);
  for (let i = 0; i < p; i++) out[i] = short[i]!;
  for (let j = 0; j < seasons; j++) {
    const at = (j + 1) * m;
    out[at - 1]! += seasonal[j]!;
    for (let i = 0; i < p; i++) out[at + i]! -= seasonal[j]! * short[i]!;
  }
  return length;
}

/**
 * Autocovariances of x_t = sum ar_i x_(t-i) + e_t + sum ma_j e_(t-j) and its covariance with past errors, for errors
 * of variance 1.
 *
 * @param ar         shape (>= p), stationary
 * @param ma         shape (>= q)
 * @param covariance shape (>= p + 1); overwritten: cov(x_t, x_(t-k)), k = 0 to p
 * @param response   shape (>= q + 1); overwritten: cov(x_t, e_(t-k)), k = 0 to q
 * @param scratch    shape (>= 3 p + q + 1); overwritten
 * @returns          false where the autoregression is not stationary
 *
 * O((p + q)^2). The covariances of the autoregression come from its partial autocorrelations, and the moving average
 * is applied to them.
 */
export function armaCovariances(
  ar: Float64Array,
  p: number,
  ma: Float64Array,
  q: number,
  covariance: Float64Array,
  response: Float64Array,
  scratch: Float64Array,
): boolean {
  const pure = scratch.subarray(2 * p);
  if (!arCovariances(ar, p, p + q, scratch, pure)) return false;
  for (let k = 0; k <= q; k++) {
    let value = k === 0 ? 1 : ma[k - 1]!;
    for (let i = 1; i <= Math.min(k, p); i++) value += ar[i - 1]! * response[k - i]!;
    response[k] = value;
  }
  for (let k = 0; k <= p; k++) covariance[k] = 0;
  for (let lag = 0; lag <= q; lag++) {
    let weight = lag === 0 ? 1 : ma[lag - 1]!;
    for (let j = 1; j + lag <= q; j++) weight += ma[j - 1]! * ma[j + lag - 1]!;
    if (weight === 0) continue;
    for (let k = 0; k <= p; k++) {
      covariance[k]! += weight * (lag === 0 ? pure[k]! : pure[k + lag]! + pure[Math.abs(k - lag)]!);
    }
  }
  return true;
}

/** Autocovariances at lags 0 to `lags` of an autoregression with errors of variance 1, by Levinson's recursion. */
function arCovariances(ar: Float64Array, p: number, lags: number, scratch: Float64Array, out: Float64Array): boolean {
  const partials = scratch;
  if (!toPartials(ar, p, 1, partials)) return false;
  let variance = 1;
  for (let j = 0; j < p; j++) variance /= 1 - partials[j]! * partials[j]!;
  out[0] = variance;
  const short = scratch.subarray(p, 2 * p);
  let left = variance;
  for (let k = 1; k <= Math.min(p, lags); k++) {
    // `short` holds the autoregression of order k - 1, `left` the variance that it leaves.
    let value = partials[k - 1]! * left;
    for (let i = 1; i < k; i++) value += short[i - 1]! * out[k - i]!;
    out[k] = value;
    const r = partials[k - 1]!;
    short[k - 1] = r;
    for (let a = 0, b = k - 2; a <= b; a++, b--) {
      const low = short[a]!;
      const high = short[b]!;
      short[a] = low - r * high;
      if (a < b) short[b] = high - r * low;
    }
    left *= 1 - r * r;
  }
  for (let k = p + 1; k <= lags; k++) {
    let value = 0;
    for (let i = 1; i <= p; i++) if (ar[i - 1] !== 0) value += ar[i - 1]! * out[k - i]!;
    out[k] = value;
  }
  return true;
}
