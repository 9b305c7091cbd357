import { cholesky, solveCholesky } from '../kernels/cholesky.ts';
import { allParts, fillRow, sparseRow } from './design.ts';
import { commonWaves, type Panel, type RegressionFit } from './panel.ts';

/** Standard deviation expected of the first wave; that of wave k is a k-th of it. */
const firstWaveSd = 0.3;

/** Days next to each other tell the same story: the mean residual of a period counts as a seventh of an independent one. */
const dependence = 7;

/**
 * Fits the yearly and monthly waves that all items share on the mean residual of each period. Overwrites `fit.waves`.
 *
 * O(rows * columns + periods * waves^2).
 */
export function fitCommonWaves(
  panel: Panel,
  fit: Pick<RegressionFit, 'design' | 'level' | 'sigma' | 'end' | 'common' | 'waves'>,
  sample: readonly number[],
  past: readonly Float64Array[],
  memory: number,
): void {
  const { design } = fit;
  const { frame } = panel;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const i of sample) {
    low = Math.min(low, frame.start[i]!);
    high = Math.max(high, frame.start[i]! + past[i]!.length);
  }
  if (!(high > low)) return;
  const sums = new Float64Array(high - low);
  const weights = new Float64Array(high - low);
  const row = sparseRow(design);
  for (const i of sample) {
    const z = past[i]!;
    const first = frame.offset[i]!;
    const last = frame.offset[i + 1]! - 1;
    const start = frame.start[i]!;
    const bound = 3 * fit.sigma[i]!;
    const w = 1 / fit.sigma[i]! ** 2;
    for (let k = 0; k < z.length; k++) {
      if (Number.isNaN(z[k]!)) continue;
      const n = fillRow(
        design,
        panel.covariates,
        panel.waves,
        allParts,
        first + k,
        first,
        last,
        start + k,
        fit.end[i]!,
        row,
      );
      let r = z[k]! - fit.level[i]!;
      for (let a = 0; a < n; a++) r -= row.value[a]! * fit.common[row.index[a]!]!;
      sums[start + k - low]! += w * Math.min(Math.max(r, -bound), bound);
      weights[start + k - low]! += w;
    }
  }
  solveWaves(panel, fit.waves, sums, weights, low, memory);
}

function solveWaves(
  panel: Panel,
  out: Float64Array,
  sums: Float64Array,
  weights: Float64Array,
  low: number,
  memory: number,
) {
  const p = out.length;
  const { commonWaves: yearly, itemWaves } = panel.design.form;
  const monthlyAt = 2 * Math.max(yearly, itemWaves);
  const periods: number[] = [];
  for (let t = 0; t < sums.length; t++) if (weights[t]! > 0) periods.push(t);
  const typical = periods.map((t) => weights[t]!).sort((a, b) => a - b)[periods.length >> 1] ?? 1;
  let noise = 0.05 ** 2;
  const x = new Float64Array(p);
  for (let round = 0; round < 3; round++) {
    const gram = new Float64Array(p * p);
    const right = new Float64Array(p);
    for (const t of periods) {
      const at = panel.waves.at(low + t);
      for (let k = 0; k < p; k++) x[k] = panel.waves.values[at + (k < 2 * yearly ? k : monthlyAt + k - 2 * yearly)]!;
      const mean = sums[t]! / weights[t]!;
      const age = memory < 1e9 ? Math.exp((t + 1 - sums.length) / memory) : 1;
      // The mean of few items is noisier than that of many, but many share the same surprises.
      const w = (age * weights[t]!) / (weights[t]! + 0.2 * typical) / (noise * dependence);
      for (let a = 0; a < p; a++) {
        for (let b = 0; b <= a; b++) gram[a * p + b]! += w * x[a]! * x[b]!;
        right[a]! += w * x[a]! * mean;
      }
    }
    for (let a = 0; a < p; a++) {
      const order = 1 + ((a < 2 * yearly ? a : a - 2 * yearly) >> 1);
      gram[a * p + a]! += (order / firstWaveSd) ** 2;
    }
    if (!cholesky(gram, p)) return;
    solveCholesky(gram, p, right);
    out.set(right);
    let squares = 0;
    for (const t of periods) squares += (sums[t]! / weights[t]! - commonWaves(panel, out, low + t)) ** 2;
    noise = Math.max(squares / Math.max(periods.length - p, 1), 1e-8);
  }
}
