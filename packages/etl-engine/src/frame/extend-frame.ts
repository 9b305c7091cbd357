import type { Covariate, TrainingFrame } from '@tandem/data-model';

/** The frame with at least `ahead` rows after the past of each item, new ones without values; the frame itself where it has them. */
export function extendFrame(frame: TrainingFrame, ahead: number): TrainingFrame {
  const { items, offset: before, history } = frame;
  const n = items.length;
  const offset = new Int32Array(new SharedArrayBuffer(4 * (n + 1)));
  for (let i = 0; i < n; i++) {
    offset[i + 1] = offset[i]! + Math.max(before[i + 1]! - before[i]!, history[i]! + ahead);
  }
  if (offset[n] === before[n]) return frame;
  const extended = (from: Float64Array) => {
    const values = new Float64Array(new SharedArrayBuffer(8 * offset[n]!)).fill(Number.NaN);
    for (let i = 0; i < n; i++) values.set(from.subarray(before[i]!, before[i + 1]!), offset[i]!);
    return values;
  };
  const { guessed } = frame;
  const marks = guessed && new Uint8Array(new SharedArrayBuffer(offset[n]!));
  for (let i = 0; marks && i < n; i++) marks.set(guessed.subarray(before[i]!, before[i + 1]!), offset[i]!);
  const covariate = (it: Covariate): Covariate => ({ ...it, values: extended(it.values) });
  return {
    ...frame,
    offset,
    target: extended(frame.target),
    ...(marks ? { guessed: marks } : {}),
    known: frame.known.map(covariate),
    past: frame.past.map(covariate),
  };
}
