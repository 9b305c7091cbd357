import { cholesky, inverseDiagonal, solveCholesky } from '../kernels/cholesky.ts';
import { allParts, fillRow, sparseRow } from './design.ts';
import { effectSum, type ItemEffects, type Panel, type RegressionFit } from './panel.ts';

type Common = Pick<RegressionFit, 'design' | 'end' | 'common' | 'waves' | 'tau2' | 'level' | 'sigma'>;

/** Second moments of one item around the common coefficients; the last row and column are the intercept's. */
export interface ItemGram {
  readonly item: number;
  readonly past: Float64Array;
  /** Shape (p + 1, p + 1), lower triangle. */
  readonly gram: Float64Array;
  readonly weights: Float64Array;
  /** Rows that count. */
  readonly count: number;
}

/** @param past working-scale past of frame item `item`; NaN where missing. O(rows * columns^2) on the few columns that are not zero. */
export function itemGram(
  panel: Panel,
  fit: Pick<Common, 'design'>,
  item: number,
  past: Float64Array,
  memory: number,
  end: number,
): ItemGram {
  const { design } = fit;
  const p = design.itemColumns + 1;
  const gram = new Float64Array(p * p);
  const weights = new Float64Array(past.length);
  const row = sparseRow(design);
  const first = panel.frame.offset[item]!;
  const last = panel.frame.offset[item + 1]! - 1;
  const start = panel.frame.start[item]!;
  let count = 0;
  for (let k = 0; k < past.length; k++) {
    if (Number.isNaN(past[k]!)) continue;
    const w = memory < 1e9 ? Math.exp((k + 1 - past.length) / memory) : 1;
    weights[k] = w;
    count += w;
    const n = fillRow(design, panel.covariates, panel.waves, allParts, first + k, first, last, start + k, end, row);
    const intercept = (p - 1) * p;
    for (let a = 0; a < n; a++) {
      const ia = row.index[a]!;
      if (ia >= p - 1) continue;
      const va = w * row.value[a]!;
      const base = ia * p;
      for (let b = 0; b < n; b++) {
        const ib = row.index[b]!;
        if (ib <= ia) gram[base + ib]! += va * row.value[b]!;
      }
      gram[intercept + ia]! += va;
    }
    gram[intercept + p - 1]! += w;
  }
  return { item, past, gram, weights, count };
}

/** Residuals of a past around given item coefficients and level. */
export function residualsAround(
  panel: Panel,
  fit: Pick<RegressionFit, 'common' | 'waves'>,
  own: Pick<ItemEffects, 'item' | 'end' | 'profiles'>,
  item: number,
  past: Float64Array,
  level: number,
): Float64Array {
  const sum = effectSum(panel, fit, own, item);
  const start = panel.frame.start[item]!;
  const out = new Float64Array(past.length);
  for (let k = 0; k < past.length; k++)
    out[k] = !Number.isNaN(past[k]!) ? past[k]! - level - sum(start + k, allParts) : Number.NaN;
  return out;
}

/** X'W r for the item columns and the intercept. */
function project(
  panel: Panel,
  fit: Pick<Common, 'design'>,
  { item, weights }: ItemGram,
  residual: Float64Array,
  end: number,
): Float64Array {
  const { design } = fit;
  const p = design.itemColumns + 1;
  const out = new Float64Array(p);
  const row = sparseRow(design);
  const first = panel.frame.offset[item]!;
  const last = panel.frame.offset[item + 1]! - 1;
  const start = panel.frame.start[item]!;
  for (let k = 0; k < residual.length; k++) {
    const r = residual[k]!;
    if (Number.isNaN(r)) continue;
    const n = fillRow(design, panel.covariates, panel.waves, allParts, first + k, first, last, start + k, end, row);
    const wr = weights[k]! * r;
    for (let a = 0; a < n; a++) if (row.index[a]! < p - 1) out[row.index[a]!]! += row.value[a]! * wr;
    out[p - 1]! += wr;
  }
  return out;
}

/** Solves for an item's deviations from the common coefficients; the factor is left in `factor`. */
function solveItem(
  fit: Pick<Common, 'design' | 'tau2'>,
  { gram }: ItemGram,
  right: Float64Array,
  sigma2: number,
  factor: Float64Array,
  out: Float64Array,
): boolean {
  const { group, itemColumns } = fit.design;
  const p = itemColumns + 1;
  factor.set(gram);
  for (let a = 0; a < itemColumns; a++) factor[a * p + a]! += sigma2 / fit.tau2[group[a]!]!;
  factor[p * p - 1]! += 1e-6 + 1e-9 * factor[p * p - 1]!;
  out.set(right);
  if (!cholesky(factor, p)) return false;
  solveCholesky(factor, p, out);
  return true;
}

/**
 * Learns by expectation maximisation how much each group of coefficients differs between items; overwrites `fit.tau2`.
 * A group whose items do not differ gets a variance near zero, so that its items share one coefficient.
 */
export function learnVariances(
  panel: Panel,
  fit: Common,
  sample: readonly number[],
  past: readonly Float64Array[],
  memory: number,
): void {
  const { design } = fit;
  const p = design.itemColumns + 1;
  if (p === 1 || sample.length === 0) return;
  const commonItem = fit.common.subarray(0, design.itemColumns);
  const grams = sample.map((i) => itemGram(panel, fit, i, past[i]!, memory, fit.end[i]!));
  const residuals = grams.map(({ item, past: z }) => {
    const r = residualsAround(
      panel,
      fit,
      { item: commonItem, end: fit.end[item]!, profiles: [] },
      item,
      z,
      fit.level[item]!,
    );
    const bound = 4 * fit.sigma[item]!;
    for (let k = 0; k < r.length; k++) r[k] = Math.min(Math.max(r[k]!, -bound), bound);
    return r;
  });
  const rights = grams.map((g, s) => project(panel, fit, g, residuals[s]!, fit.end[g.item]!));
  const totals = grams.map(({ weights }, s) => {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) if (weights[k]! > 0) sum += weights[k]! * residuals[s]![k]! ** 2;
    return sum;
  });
  const sigma2 = grams.map(({ item }) => fit.sigma[item]! ** 2);
  const factor = new Float64Array(p * p);
  const scratch = new Float64Array(p * p);
  const d = new Float64Array(p);
  const variance = new Float64Array(p);
  for (let round = 0; round < 12; round++) {
    const sums = new Float64Array(design.groups);
    const counts = new Float64Array(design.groups);
    for (let s = 0; s < grams.length; s++) {
      const g = grams[s]!;
      if (!solveItem(fit, g, rights[s]!, sigma2[s]!, factor, d)) continue;
      inverseDiagonal(factor, p, scratch, variance);
      let explained = 0;
      for (let a = 0; a < p; a++) explained += d[a]! * rights[s]![a]!;
      let freedom = 1;
      for (let a = 0; a < p - 1; a++) {
        if (g.gram[a * p + a]! <= 0) continue;
        const group = design.group[a]!;
        sums[group]! += d[a]! ** 2 + sigma2[s]! * variance[a]!;
        counts[group]!++;
        freedom += Math.max(0, 1 - (sigma2[s]! * variance[a]!) / fit.tau2[group]!);
      }
      sigma2[s] = Math.max((totals[s]! - explained) / Math.max(g.count - freedom, 0.2 * g.count, 1), 1e-8);
    }
    for (let g = 0; g < design.groups; g++) {
      if (counts[g]! > 0) fit.tau2[g] = Math.min(Math.max(sums[g]! / counts[g]!, 1e-8), 1);
    }
  }
}

/** Coefficients, level and residual spread of one item: two rounds, the second with outliers pulled in. */
export function fitItem(
  panel: Panel,
  fit: Pick<Common, 'design' | 'common' | 'waves' | 'tau2'>,
  g: ItemGram,
  from: Pick<ItemEffects, 'level' | 'sigma' | 'end'>,
): Pick<ItemEffects, 'item' | 'level' | 'sigma'> {
  const { design } = fit;
  const { end } = from;
  const p = design.itemColumns + 1;
  const item = Float64Array.from(fit.common.subarray(0, design.itemColumns));
  const own = { item, end, profiles: [] };
  const factor = new Float64Array(p * p);
  const d = new Float64Array(p);
  let level = from.level;
  let spread = from.sigma;
  for (let round = 0; round < 2; round++) {
    const residual = residualsAround(panel, fit, own, g.item, g.past, level);
    const bound = (round === 0 ? 4 : 3) * spread;
    // Pseudo-values around the current fit: deviations are solved from the common coefficients again.
    const around = residualsAround(
      panel,
      fit,
      { ...own, item: fit.common.subarray(0, design.itemColumns) },
      g.item,
      g.past,
      0,
    );
    for (let k = 0; k < residual.length; k++) {
      const r = residual[k]!;
      if (Number.isNaN(r)) continue;
      if (r > bound) around[k]! -= r - bound;
      else if (r < -bound) around[k]! -= r + bound;
    }
    if (!solveItem(fit, g, project(panel, fit, g, around, end), spread ** 2, factor, d)) break;
    for (let a = 0; a < p - 1; a++) item[a] = fit.common[a]! + d[a]!;
    level = d[p - 1]!;
    spread = weightedSd(residualsAround(panel, fit, own, g.item, g.past, level), g.weights, 3 * spread);
  }
  return { item, level, sigma: spread };
}

function weightedSd(residual: Float64Array, weights: Float64Array, bound: number): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < residual.length; k++) {
    const r = residual[k]!;
    if (Number.isNaN(r)) continue;
    sum += weights[k]! * Math.min(r * r, bound * bound);
    total += weights[k]!;
  }
  return Math.max(Math.sqrt(sum / Math.max(total, 1)), 1e-4);
}
