import type { Covariate, TrainingFrame } from '@tandem/data-model';
import { chance } from '../trees/chance.ts';
import { shuffledIndexes } from './shapley.ts';

/** Which input of a frame is shuffled. */
export interface Input {
  readonly kind: 'known' | 'past' | 'static';
  readonly name: string;
}

/**
 * The frame with one input shuffled, its other inputs as they are.
 *
 * A known covariate: over the `steps` rows after an item's first `rows[i]`, each item gets the path of another one
 * (by a random order of the items), turned round by a random number of steps. So values keep their frequencies, runs
 * and neighbours, and an input that is the same for all items is moved too; only rows that know a covariate take part.
 * A past covariate: likewise, over the `rows[i]` rows before. An attribute: each item gets another's.
 *
 * @param draw each draw is another shuffle; the same draw of the same seed is the same one
 */
export function shuffled(
  frame: TrainingFrame,
  { kind, name }: Input,
  rows: Int32Array,
  steps: number,
  seed: number,
  draw: number,
): TrainingFrame {
  const donors = shuffledIndexes(frame.items.length, seed, draw);
  const change = (it: Covariate, values: (it: Covariate) => Float64Array) =>
    it.name === name ? { ...it, values: values(it) } : it;
  if (kind === 'static') {
    const values = (it: Covariate) => Float64Array.from(donors, (i) => it.values[i]!);
    return { ...frame, statics: frame.statics.map((it) => change(it, values)) };
  }
  const places = frame.items.map((_, i) => {
    const first = frame.offset[i]!;
    const [from, to] = kind === 'known' ? [rows[i]!, rows[i]! + steps] : [0, rows[i]!];
    return placesOf(frame, kind, first + from, Math.min(first + to, frame.offset[i + 1]!));
  });
  const values = (it: Covariate) => {
    const out = it.values.slice();
    donors.forEach((donor, i) => {
      const path = places[donor]!;
      const turn = Math.floor(chance(seed, draw, frame.items.length + i) * path.length);
      places[i]!.forEach((row, k) => {
        if (path.length > 0) out[row] = it.values[path[(k + turn) % path.length]!]!;
      });
    });
    return out;
  };
  return kind === 'known'
    ? { ...frame, known: frame.known.map((it) => change(it, values)) }
    : { ...frame, past: frame.past.map((it) => change(it, values)) };
}

/** Rows from `from` to `to` (exclusive) in which some covariate of the kind has a value. */
function placesOf(frame: TrainingFrame, kind: 'known' | 'past', from: number, to: number): number[] {
  const places: number[] = [];
  for (let row = from; row < to; row++) {
    if (frame[kind].some(({ values }) => !Number.isNaN(values[row]!))) places.push(row);
  }
  return places;
}
