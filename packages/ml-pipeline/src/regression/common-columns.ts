import { cholesky, solveCholesky } from '../kernels/cholesky.ts';
import { allParts, fillRow, sparseRow } from './design.ts';
import { commonWaves, type Panel, type RegressionFit } from './panel.ts';

type Growing = Pick<RegressionFit, 'design' | 'level' | 'sigma' | 'end' | 'common' | 'waves'>;

/** Standard deviation expected of a coefficient before data; on the working scale 0.5 is a factor of 1.6. */
const priorSd = 0.5;

/**
 * Fits the coefficients that all items share, within items (each item's mean is taken out), weighting an item by the inverse of
 * its variance. Overwrites `fit.common`; and `fit.level` and `fit.sigma` of the items in `sample` by those that go with it.
 *
 * @param past  working-scale past of each item, NaN where missing
 * @param round 0 where no earlier coefficients stand
 */
export function fitCommonColumns(
  panel: Panel,
  fit: Growing,
  sample: readonly number[],
  past: readonly Float64Array[],
  memory: number,
  round: number,
): void {
  const { design } = fit;
  const p = design.columns;
  if (p === 0) return;
  const gram = new Float64Array(p * p);
  const right = new Float64Array(p);
  const mean = new Float64Array(p);
  const row = sparseRow(design);
  for (const i of sample) {
    const z = past[i]!;
    const first = panel.frame.offset[i]!;
    const last = panel.frame.offset[i + 1]! - 1;
    const start = panel.frame.start[i]!;
    const scale = 1 / fit.sigma[i]! ** 2;
    const bound = (round === 0 ? 5 : 3) * fit.sigma[i]!;
    mean.fill(0);
    let meanZ = 0;
    let weights = 0;
    for (let k = 0; k < z.length; k++) {
      const raw = z[k]!;
      if (Number.isNaN(raw)) continue;
      const w = memory < 1e9 ? scale * Math.exp((k + 1 - z.length) / memory) : scale;
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
      const waves = fit.waves.length > 0 && round > 0 ? commonWaves(panel, fit.waves, start + k) : 0;
      let fitted = fit.level[i]!;
      if (round > 0) for (let a = 0; a < n; a++) fitted += row.value[a]! * fit.common[row.index[a]!]!;
      const value = fitted + Math.min(Math.max(raw - waves - fitted, -bound), bound);
      for (let a = 0; a < n; a++) {
        const ia = row.index[a]!;
        const va = w * row.value[a]!;
        const base = ia * p;
        for (let b = 0; b < n; b++) {
          const ib = row.index[b]!;
          if (ib <= ia) gram[base + ib]! += va * row.value[b]!;
        }
        right[ia]! += va * value;
        mean[ia]! += va;
      }
      meanZ += w * value;
      weights += w;
    }
    if (weights === 0) continue;
    for (let a = 0; a < p; a++) {
      if (mean[a] === 0) continue;
      const share = mean[a]! / weights;
      for (let b = 0; b <= a; b++) gram[a * p + b]! -= share * mean[b]!;
      right[a]! -= share * meanZ;
    }
  }
  for (let a = 0; a < p; a++) gram[a * p + a]! += 1 / priorSd ** 2;
  if (!cholesky(gram, p)) return;
  solveCholesky(gram, p, right);
  fit.common.set(right);
  for (const i of sample) recentre(panel, fit, i, past[i]!);
}

/** Level and spread of an item around the common coefficients. */
function recentre(panel: Panel, fit: Growing, i: number, z: Float64Array) {
  const { design } = fit;
  const row = sparseRow(design);
  const first = panel.frame.offset[i]!;
  const last = panel.frame.offset[i + 1]! - 1;
  const start = panel.frame.start[i]!;
  const bound = 4 * fit.sigma[i]!;
  let sum = 0;
  let squares = 0;
  let count = 0;
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
    let r = z[k]! - (fit.waves.length > 0 ? commonWaves(panel, fit.waves, start + k) : 0);
    for (let a = 0; a < n; a++) r -= row.value[a]! * fit.common[row.index[a]!]!;
    r = Math.min(Math.max(r - fit.level[i]!, -bound), bound);
    sum += r;
    squares += r * r;
    count++;
  }
  if (count < 2) return;
  fit.level[i]! += sum / count;
  fit.sigma[i] = Math.max(Math.sqrt(Math.max(squares / count - (sum / count) ** 2, 0)), 1e-3);
}
