import type { Covariate, TrainingFrame } from '@tandem/data-model';

/** Some items of a frame, in the order given, as a frame of their own. Rows are copied. */
export function sliceItems(frame: TrainingFrame, items: readonly number[]): TrainingFrame {
  const offset = new Int32Array(items.length + 1);
  items.forEach((i, k) => {
    offset[k + 1] = offset[k]! + frame.offset[i + 1]! - frame.offset[i]!;
  });
  const rowsOf = <T extends Float64Array | Uint8Array>(values: T, out: T): T => {
    items.forEach((i, k) => {
      out.set(values.subarray(frame.offset[i], frame.offset[i + 1]), offset[k]);
    });
    return out;
  };
  const count = offset[items.length]!;
  const rows = (it: Covariate): Covariate => ({ ...it, values: rowsOf(it.values, new Float64Array(count)) });
  return {
    axis: frame.axis,
    items: items.map((i) => frame.items[i]!),
    start: Float64Array.from(items, (i) => frame.start[i]!),
    offset,
    history: Int32Array.from(items, (i) => frame.history[i]!),
    target: rowsOf(frame.target, new Float64Array(count)),
    ...(frame.guessed ? { guessed: rowsOf(frame.guessed, new Uint8Array(count)) } : {}),
    known: frame.known.map(rows),
    past: frame.past.map(rows),
    statics: frame.statics.map((it) => ({ ...it, values: Float64Array.from(items, (i) => it.values[i]!) })),
  };
}
