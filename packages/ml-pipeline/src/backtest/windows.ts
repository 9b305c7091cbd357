import type { TrainingFrame } from '@tandem/data-model';

/** One rolling origin: each item is fitted on its first `rows` rows and forecast `steps` steps. */
export interface Window {
  readonly use: 'weights' | 'test';
  readonly steps: number;
  /** Past rows that training may read, shape (items), in shared memory. */
  readonly rows: Int32Array;
}

/**
 * Lays out the windows of a backtest, latest last; the latest is the test, all before it give weights. A window's
 * actuals end where the next one's training ends, so no weight can have seen the test.
 *
 * Where three quarters of the items end together, cutoffs are dates; else they count from each item's own end. Where
 * series are too short for two windows of the whole horizon, both are shortened; where not even one step can be held
 * out, there are none.
 */
export function layOutWindows(frame: TrainingFrame, horizon: number, wanted: number, minRows: number): Window[] {
  for (let steps = horizon; ; steps = Math.floor(steps / 2)) {
    const windows = windowsOf(frame, steps, wanted, minRows);
    if (windows.length >= 2 || steps === 1) return windows;
  }
}

function windowsOf(frame: TrainingFrame, steps: number, wanted: number, minRows: number): Window[] {
  const together = endTogether(frame, steps);
  const fullSize = countForecastable(frame, frame.history, minRows);
  const windows: Window[] = [];
  for (let k = 0; k < wanted; k++) {
    const rows = rowsBefore(frame, steps * (k + 1), together);
    if (countScored(frame, rows, steps, minRows) < Math.max(1, 0.3 * fullSize)) break;
    windows.unshift({ use: k === 0 ? 'test' : 'weights', steps, rows });
  }
  return windows;
}

function lastPeriod(frame: TrainingFrame): number {
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < frame.items.length; i++) {
    if (frame.history[i]! > 0) last = Math.max(last, frame.start[i]! + frame.history[i]!);
  }
  return last;
}

/** Whether at least three quarters of the items end within `steps` of the latest end. */
function endTogether(frame: TrainingFrame, steps: number): boolean {
  const last = lastPeriod(frame);
  let near = 0;
  let all = 0;
  for (let i = 0; i < frame.items.length; i++) {
    if (frame.history[i]! === 0) continue;
    all++;
    if (frame.start[i]! + frame.history[i]! > last - steps) near++;
  }
  return 4 * near >= 3 * all;
}

function rowsBefore(frame: TrainingFrame, back: number, together: boolean): Int32Array {
  const n = frame.items.length;
  const rows = new Int32Array(new SharedArrayBuffer(4 * n));
  const cutoff = lastPeriod(frame) - back;
  for (let i = 0; i < n; i++) {
    const wanted = together ? cutoff - frame.start[i]! : frame.history[i]! - back;
    rows[i] = Math.min(Math.max(wanted, 0), frame.history[i]!);
  }
  return rows;
}

/** Number of values among the first `rows` rows of an item. */
export function countValues(frame: TrainingFrame, item: number, rows: number): number {
  let count = 0;
  for (let r = frame.offset[item]!, end = r + rows; r < end; r++) if (!Number.isNaN(frame.target[r]!)) count++;
  return count;
}

function countForecastable(frame: TrainingFrame, rows: Int32Array, minRows: number): number {
  let count = 0;
  for (let i = 0; i < frame.items.length; i++) if (countValues(frame, i, rows[i]!) >= minRows) count++;
  return count;
}

function countScored(frame: TrainingFrame, rows: Int32Array, steps: number, minRows: number): number {
  let count = 0;
  for (let i = 0; i < frame.items.length; i++) {
    if (
      countValues(frame, i, rows[i]!) >= minRows &&
      actualsOf(frame, i, rows[i]!, steps).some((it) => !Number.isNaN(it))
    )
      count++;
  }
  return count;
}

/** The `steps` values after the first `rows` rows of an item, fewer where its past ends; NaN also where one is a guess. */
export function actualsOf(frame: TrainingFrame, item: number, rows: number, steps: number): Float64Array {
  const from = frame.offset[item]! + rows;
  const to = frame.offset[item]! + Math.min(rows + steps, frame.history[item]!);
  const values = frame.target.subarray(from, to);
  const { guessed } = frame;
  return guessed ? values.map((it, h) => (guessed[from + h] === 1 ? Number.NaN : it)) : values;
}
