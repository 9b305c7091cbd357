/** Spans of the three smoothers of `stl`, in points: odd numbers. */
export interface StlSpans {
  /** In cycles. */
  readonly seasonal: number;
  readonly trend: number;
  readonly lowPass: number;
}

/** The usual spans for a season of m steps: Cleveland et al. (1990), section 3. */
export function stlSpans(m: number, seasonal: number): StlSpans {
  return { seasonal, trend: odd((1.5 * m) / (1 - 1.5 / seasonal)), lowPass: odd(m) };
}

const odd = (span: number) => {
  const whole = Math.ceil(span);
  return whole % 2 === 1 ? whole : whole + 1;
};

/**
 * Decomposes a series into a season that may change slowly, a trend and what is left, by loess.
 *
 * @param y        shape (n), n >= 2 m; NaN is missing and weighs nothing
 * @param m        season length >= 2
 * @param rounds   passes of the inner loop, >= 1
 * @param seasonal shape (n); overwritten; has values where `y` is missing too
 * @param trend    shape (n); overwritten; likewise
 *
 * O(n * spans / jump): smoothers are evaluated at every tenth of their span. The cycle-subseries smoother is locally
 * constant, as in R's default. No robustness weights. Source: Cleveland, Cleveland, McRae & Terpenning (1990), STL, Journal of Official
 * Statistics 6(1), 3-73.
 */
export function stl(
  y: Float64Array,
  n: number,
  m: number,
  spans: StlSpans,
  rounds: number,
  seasonal: Float64Array,
  trend: Float64Array,
): void {
  const cycles = Math.ceil(n / m);
  const sub = new Float64Array(cycles);
  const smooth = new Float64Array(cycles + 2);
  const cycle = new Float64Array(n + 2 * m);
  const once = new Float64Array(n + m + 1);
  const twice = new Float64Array(n + 2);
  const low = new Float64Array(n);
  const work = new Float64Array(n);
  trend.fill(0, 0, n);
  for (let round = 0; round < rounds; round++) {
    for (let j = 0; j < m; j++) {
      let count = 0;
      for (let t = j; t < n; t += m) sub[count++] = y[t]! - trend[t]!;
      loess(sub, count, spans.seasonal, 0, -1, count, smooth);
      for (let k = 0; k < count + 2; k++) cycle[j + k * m] = smooth[k]!;
    }
    runningMean(cycle, n + 2 * m, m, once);
    runningMean(once, n + m + 1, m, twice);
    runningMean(twice, n + 2, 3, work);
    loess(work, n, spans.lowPass, 1, 0, n - 1, low);
    for (let t = 0; t < n; t++) {
      seasonal[t] = cycle[t + m]! - low[t]!;
      work[t] = y[t]! - seasonal[t]!;
    }
    loess(work, n, spans.trend, 1, 0, n - 1, trend);
  }
}

/** Means of `span` neighbours, shape (n - span + 1). */
function runningMean(y: Float64Array, n: number, span: number, out: Float64Array): void {
  let sum = 0;
  for (let t = 0; t < n; t++) {
    sum += y[t]!;
    if (t >= span) sum -= y[t - span]!;
    if (t >= span - 1) out[t - span + 1] = sum / span;
  }
}

/**
 * Local regression on the position, with tricube weights over the `span` nearest positions.
 *
 * @param y      shape (n); NaN weighs nothing
 * @param degree 0 locally constant, 1 locally linear
 * @param from   first position to smooth, may be below 0
 * @param to     last one, may be above n - 1
 * @param out    shape (to - from + 1); overwritten; between the evaluated positions, and where a whole window is
 *               missing, it is interpolated; 0 where nothing is seen
 *
 * O((to - from) * span / jump), where jump is a tenth of the span, rounded up. Source: Cleveland (1979),
 * doi:10.1080/01621459.1979.10481038.
 */
export function loess(
  y: Float64Array,
  n: number,
  span: number,
  degree: 0 | 1,
  from: number,
  to: number,
  out: Float64Array,
): void {
  const jump = Math.ceil(span / 10);
  let last = -1;
  for (let at = from; ; at = Math.min(at + jump, to)) {
    const value = local(y, n, span, degree, at);
    if (!Number.isNaN(value)) {
      const k = at - from;
      const before = last < 0 ? value : out[last]!;
      for (let i = last + 1; i < k; i++) out[i] = before + ((value - before) * (i - last)) / (k - last);
      out[k] = value;
      last = k;
    }
    if (at >= to) break;
  }
  out.fill(last < 0 ? 0 : out[last]!, last + 1, to - from + 1);
}

function local(y: Float64Array, n: number, span: number, degree: 0 | 1, at: number): number {
  const wide = Math.min(span, n);
  const left = Math.min(Math.max(at - (wide >> 1), 0), n - wide);
  const right = left + wide - 1;
  // Where fewer points than the span exist, the window is widened by half of what lacks.
  const reach = Math.max(at - left, right - at) + (span > n ? (span - n) >> 1 : 0);
  let total = 0;
  let sum = 0;
  let first = 0;
  let second = 0;
  let cross = 0;
  for (let t = left; t <= right; t++) {
    const value = y[t]!;
    if (Number.isNaN(value)) continue;
    const off = t - at;
    const share = reach > 0 ? Math.abs(off) / reach : 0;
    if (share > 0.999) continue;
    const c = 1 - share * share * share;
    const weight = c * c * c;
    total += weight;
    sum += weight * value;
    first += weight * off;
    second += weight * off * off;
    cross += weight * off * value;
  }
  if (!(total > 0)) return Number.NaN;
  const mean = sum / total;
  if (degree === 0) return mean;
  const centre = first / total;
  const spread = second / total - centre * centre;
  // A window of next to one point has no slope.
  if (!(spread > 1e-6 * reach * reach)) return mean;
  return mean - (centre * (cross / total - centre * mean)) / spread;
}
