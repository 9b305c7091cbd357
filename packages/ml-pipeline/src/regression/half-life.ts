import { type FittedEffects, itemEffects, type Panel, recentLevel, residualsOf } from './panel.ts';

/**
 * Chooses how fast the recent level forgets: the half-life under which the level at four earlier origins was nearest to the residuals
 * of the `horizon` steps that followed.
 */
export function chooseHalfLife(
  panel: Panel,
  fit: FittedEffects,
  sample: readonly number[],
  rows: Int32Array,
  horizon: number,
): number {
  const grid = [1, 2, 4, 8, 16, 32, 64, 128, 256, 1024];
  const loss = new Float64Array(grid.length);
  for (const i of sample) {
    const residual = residualsOf(panel, fit, itemEffects(fit, i), i, rows[i]!);
    const step = Math.max(1, Math.min(horizon, Math.floor(residual.length / 6)));
    for (let origin = residual.length - step, k = 0; k < 4 && origin > step; k++, origin -= step) {
      for (let c = 0; c < grid.length; c++) {
        const level = recentLevel(residual, origin, grid[c]!);
        let sum = 0;
        for (let h = 0; h < step; h++) {
          const r = residual[origin + h]!;
          if (!Number.isNaN(r)) sum += Math.abs(r - level);
        }
        loss[c]! += sum / fit.sigma[i]!;
      }
    }
  }
  let best = grid.length - 1;
  for (let c = grid.length - 1; c >= 0; c--) if (loss[c]! < loss[best]!) best = c;
  return grid[best]!;
}
