import type { TrainingFrame } from '@tandem/data-model';
import { usualSize } from '../forecast.ts';
import { seasonalScale } from '../metrics/scale.ts';
import { actualsOf } from './windows.ts';

/** An error counts at most this many scales. */
const mostError = 20;

/** The errors that medians of one item make after its first `rows` rows, by the item's scale at that time. */
export function scaledErrors(frame: TrainingFrame, item: number, rows: number, steps: number, scaleSeason: number) {
  const first = frame.offset[item]!;
  const past = frame.target.subarray(first, first + rows);
  const seasonal = seasonalScale(past, scaleSeason);
  const scale = seasonal > 0 ? seasonal : usualSize(past);
  const actuals = actualsOf(frame, item, rows, steps);
  return {
    /** Adds their sum to `into[at]` and their number to `into[at + 1]`; a missing actual or median counts for nothing. */
    add(medians: Float64Array, into: Float64Array, at: number): void {
      for (let h = 0; h < actuals.length; h++) {
        const e = Math.abs(actuals[h]! - medians[h]!) / scale;
        if (Number.isNaN(e)) continue;
        into[at]! += Math.min(e, mostError);
        into[at + 1]!++;
      }
    },
  };
}
