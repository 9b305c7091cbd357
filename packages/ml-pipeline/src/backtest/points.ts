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
 * @param byCandidate for each candidate, for each window: medians of shape (tested items, steps)
 */
export function pointsOf(
  frame: TrainingFrame,
  plan: TrainingPlan,
  fits: readonly RegressionFit[],
  byCandidate: readonly (readonly Float64Array[])[],
): { points: Points; medians: Float64Array[] } {
  const scored = scoredRows(frame, plan);
  const count = scored.length / 3;
  const points = {
    count,
    item: new Int32Array(count),
    window: new Int32Array(count),
    step: new Float64Array(count),
    actual: new Float64Array(count),
    scale: new Float64Array(count),
    size: new Float64Array(count),
    zero: new Uint8Array(count),
    sparse: new Uint8Array(count),
  };
  const medians = byCandidate.map(() => new Float64Array(count));
  const panels = fits.map(({ design }) => panelOf(frame, design));
  let key = -1;
  let itemScale = 0;
  let itemSize = 0;
  for (let k = 0; k < count; k++) {
    const [w, p, h] = [scored[3 * k]!, scored[3 * k + 1]!, scored[3 * k + 2]!];
    const { rows, steps } = plan.windows[w]!;
    const { gate, shift } = fits[w]!;
    const i = plan.tested[p]!;
    const first = frame.offset[i]!;
    const row = rows[i]! + h;
    if (w * plan.tested.length + p !== key) {
      key = w * plan.tested.length + p;
      const past = frame.target.subarray(first, first + rows[i]!);
      itemScale = seasonalScale(past, plan.scaleSeason);
      itemSize = usualSize(past);
    }
    points.item[k] = i;
    points.window[k] = w;
    points.step[k] = h + 1;
    points.actual[k] = frame.target[first + row]!;
    points.scale[k] = itemScale;
    points.size[k] = itemSize;
    points.sparse[k] = isSparse(shift[i]!) ? 1 : 0;
    points.zero[k] = meansZero(gate, panels[w]!.covariates, i, first + row, frame.start[i]! + row) ? 1 : 0;
    for (let c = 0; c < medians.length; c++) medians[c]![k] = byCandidate[c]![w]![p * steps + h]!;
  }
  return { points, medians };
}

/** Window, place among the tested items, and step (from 0) of each row that has an actual. */
function scoredRows(frame: TrainingFrame, { windows, tested, minRows }: TrainingPlan): Int32Array {
  const most = windows.reduce((sum, { steps }) => sum + steps * tested.length, 0);
  const out = new Int32Array(3 * most);
  let n = 0;
  windows.forEach(({ rows, steps }, w) => {
    for (let p = 0; p < tested.length; p++) {
      const i = tested[p]!;
      if (countValues(frame, i, rows[i]!) < minRows) continue;
      const actuals = actualsOf(frame, i, rows[i]!, steps);
      for (let h = 0; h < actuals.length; h++) {
        if (Number.isNaN(actuals[h]!)) continue;
        out[n++] = w;
        out[n++] = p;
        out[n++] = h;
      }
    }
  });
  return out.subarray(0, n);
}
