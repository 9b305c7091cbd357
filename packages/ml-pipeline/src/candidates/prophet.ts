import { fromWorking, toWorking, workingScale } from '../frame/working-scale.ts';
import { laplaceRegression, type RowSums } from '../kernels/laplace-regression.ts';
import { median, sortedQuantile } from '../kernels/order-statistics.ts';
import { countOf, type ItemCandidate, type Series } from './candidate.ts';
import { type DesignRows, designRows } from './design-rows.ts';
import { type ProphetDesign, prophetDesign } from './prophet-design.ts';

/**
 * A piecewise linear trend with bends under a Laplace prior, seasons as waves, and the known covariates as regressors,
 * at the posterior's mode; on the target's scale or on logarithms. Scale and priors are those that forecast best at
 * the end of the item's own past; the coefficients are fitted again for each history. Departures from the paper:
 * multiplicative seasons multiply in logarithms, where the trend is then straight; the yearly season asks for a year
 * and a half; values far off are pulled in once; only the last 5,000 steps are looked at.
 */
export const prophet: ItemCandidate = {
  name: 'prophet',
  title: 'Trend with changepoints, seasons and regressors (Prophet-like)',
  source: 'Taylor & Letham (2018), doi:10.1080/00031305.2017.1380080',
  uses: { known: true, past: false, statics: false },
  quantiles: 'conformal',
  preset: 'best',
  cost: 1.5,
  sees: 'raw',
  parameters: 3,

  fit(whole) {
    if (countOf(whole.y) === 0) return new Float64Array(0);
    const series = lastSteps(whole);
    const design = prophetDesign(series);
    const responses = [ADDITIVE, MULTIPLICATIVE].flatMap((mode) => responseOf(series.y, mode) ?? []);
    const error = pastError(series, design, responses);
    let best: Form = { response: 0, bend: usualBend, wave: usualWave };
    let least = error(best);
    const choose = (forms: readonly Form[]) => {
      for (const form of forms) {
        const value = error(form);
        if (!(value < least)) continue;
        least = value;
        best = form;
      }
    };
    choose(responses.slice(1).map((_, k) => ({ ...best, response: k + 1 })));
    choose(otherBends.map((bend) => ({ ...best, bend })));
    choose([{ ...best, wave: otherWave }]);
    return Float64Array.of(responses[best.response]!.mode, best.bend, best.wave);
  },

  forecast(whole, params, steps, out) {
    const [mode, bend, wave] = params as unknown as [number, number, number];
    const series = lastSteps(whole);
    const response = responseOf(series.y, mode) ?? responseOf(series.y, ADDITIVE)!;
    const design = prophetDesign(series);
    const n = series.y.length;
    const rows = designRows(design, n + steps);
    const weights = new Float64Array(design.columns);
    const scales = design.scales(bend, wave);
    const fit = (z: Float64Array) => laplaceRegression(rows.sumsUntil(n, [z])[0]!, scales, 2, design.waves, weights);
    fit(response.z);
    fit(pulledIn(response.z, rows, weights));
    for (let h = 0; h < steps; h++) out[h] = response.restore(rows.product(n + h, weights));
  },
};

const ADDITIVE = 0;
const MULTIPLICATIVE = 1;
/** Scales of the Laplace prior: the paper's, and others; unit: the range of the past. */
const usualBend = 0.05;
const otherBends = [0.0005, 0.005, 0.5];
/** Scale of a season's first wave: the paper's, which hardly shrinks, and one that does. */
const usualWave = 10;
const otherWave = 0.03;
const mostSteps = 5000;
/** Values further than this many standard deviations off, as the median tells them, are pulled in to there. */
const mostDeviations = 4;

function lastSteps(series: Series): Series {
  const from = series.y.length - mostSteps;
  if (from <= 0) return series;
  const { place } = series;
  return {
    ...series,
    y: series.y.subarray(from),
    ...(place && {
      place: {
        ...place,
        start: place.start + from,
        known: place.known.map(({ levels, values }) => ({ levels, values: values.subarray(from) })),
      },
    }),
  };
}

interface Form {
  /** Index of the response. */
  readonly response: number;
  readonly bend: number;
  readonly wave: number;
}

/** Sum of absolute errors over the last horizon, or the last two, of a form that was fitted on what lies before. */
function pastError({ y, horizon }: Series, design: ProphetDesign, responses: readonly Response[]) {
  const n = y.length;
  const steps = Math.max(1, Math.min(horizon, n >> 2));
  const weights = new Float64Array(design.columns);
  const fit = (sums: RowSums, { bend, wave }: Pick<Form, 'bend' | 'wave'>) =>
    laplaceRegression(sums, design.scales(bend, wave), 2, design.waves, weights);
  const rows = designRows(design, n);
  const raw = responses.map(({ z }) => z);
  const origins = n >= 4 * steps ? [n - 2 * steps, n - steps] : [n - steps];
  const sums = origins.map((origin) => {
    const before = rows.sumsUntil(origin, raw);
    const pulled = raw.map((z, r) => {
      fit(before[r]!, { bend: usualBend, wave: usualWave });
      return pulledIn(z, rows, weights);
    });
    return rows.sumsUntil(origin, pulled);
  });
  return (form: Form) => {
    let error = 0;
    origins.forEach((origin, o) => {
      fit(sums[o]![form.response]!, form);
      for (let t = origin; t < Math.min(n, origin + steps); t++) {
        if (Number.isNaN(y[t]!)) continue;
        error += Math.abs(y[t]! - responses[form.response]!.restore(rows.product(t, weights)));
      }
    });
    return error;
  };
}

interface Response {
  readonly mode: number;
  /** The series on the scale on which parts add up; NaN where missing. */
  readonly z: Float64Array;
  restore(z: number): number;
}

/** Additive: as share of the range; multiplicative: logarithms, of series that are never negative. */
function responseOf(y: Float64Array, mode: number): Response | undefined {
  if (mode === MULTIPLICATIVE) {
    const scale = workingScale(y);
    if (Number.isNaN(scale.shift)) return undefined;
    const z = y.map((it) => (Number.isNaN(it) ? it : toWorking(scale, it)));
    return { mode, z, restore: (it) => fromWorking(scale, it) };
  }
  const sorted = y.filter((it) => !Number.isNaN(it)).sort();
  const low = sorted[0]!;
  const whole = sorted[sorted.length - 1]! - low;
  // A range that one wild value makes would leave the priors without a meaning.
  const usual = 5 * (sortedQuantile(sorted, 0.9) - sortedQuantile(sorted, 0.1));
  const range = usual > 0 ? Math.min(whole, usual) : whole || 1;
  return { mode, z: y.map((it) => (it - low) / range), restore: (it) => low + range * it };
}

function pulledIn(z: Float64Array, rows: DesignRows, weights: Float64Array): Float64Array {
  const fitted = z.map((_, t) => rows.product(t, weights));
  const bound = mostDeviations * 1.4826 * median(z.map((it, t) => Math.abs(it - fitted[t]!)));
  return bound > 0 ? z.map((it, t) => fitted[t]! + Math.min(Math.max(it - fitted[t]!, -bound), bound)) : z;
}
