import type { TrainingFrame } from '@tandem/data-model';
import type { Points } from '../ensemble/out-of-fold.ts';
import { usualSize } from '../forecast.ts';
import { isSparse } from '../frame/working-scale.ts';
import { meansZero } from '../frame/zero-gate.ts';
import { seasonalScale } from '../metrics/scale.ts';
import type { TrainingPlan } from '../plan.ts';
import { panelOf, type RegressionFit } from '../regression/panel.ts';
import { actualsOf, countValues } from './windows.ts';

/**
 * The scored rows of all windows, with what each candidate said of them.
 *
 * @param fits        the regression at each window's cutoff, whose gate says which rows are certain
 * @param byCandidate for each candidate, for each window: medians of shape (items, steps)
 */
export function pointsOf(
  frame: TrainingFrame,
  plan: TrainingPlan,
  fits: readonly RegressionFit[],
  byCandidate: readonly (readonly Float64Array[])[],
): { points: Points; medians: Float64Array[] } {
  const item: number[] = [];
  const window: number[] = [];
  const step: number[] = [];
  const actual: number[] = [];
  const scale: number[] = [];
  const size: number[] = [];
  const zero: number[] = [];
  const sparse: number[] = [];
  const medians: number[][] = byCandidate.map(() => []);
  plan.windows.forEach(({ rows, steps }, w) => {
    const { gate, design, shift } = fits[w]!;
    const { covariates } = panelOf(frame, design);
    for (let i = 0; i < frame.items.length; i++) {
      if (countValues(frame, i, rows[i]!) < plan.minRows) continue;
      const first = frame.offset[i]!;
      const past = frame.target.subarray(first, first + rows[i]!);
      const itemScale = seasonalScale(past, plan.scaleSeason);
      const itemSize = usualSize(past);
      const actuals = actualsOf(frame, i, rows[i]!, steps);
      for (let h = 0; h < actuals.length; h++) {
        if (Number.isNaN(actuals[h]!)) continue;
        item.push(i);
        window.push(w);
        step.push(h + 1);
        actual.push(actuals[h]!);
        scale.push(itemScale);
        size.push(itemSize);
        const row = rows[i]! + h;
        sparse.push(isSparse(shift[i]!) ? 1 : 0);
        zero.push(meansZero(gate, covariates, i, first + row, frame.start[i]! + row) ? 1 : 0);
        byCandidate.forEach((windows, c) => {
          medians[c]!.push(windows[w]![i * steps + h]!);
        });
      }
    }
  });
  return {
    points: {
      count: item.length,
      item: Int32Array.from(item),
      window: Int32Array.from(window),
      step: Float64Array.from(step),
      actual: Float64Array.from(actual),
      scale: Float64Array.from(scale),
      size: Float64Array.from(size),
      zero: Uint8Array.from(zero),
      sparse: Uint8Array.from(sparse),
    },
    medians: medians.map((it) => Float64Array.from(it)),
  };
}
