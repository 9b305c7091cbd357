import { formatPeriod, type TrainingFrame } from '@tandem/data-model';

/** An item of fewer values says nothing of its rhythm. */
const leastValues = 4;

/** Items of a frame that a person should know of, in sentences with names: those that never change, and those of coarser steps. */
export function frameNotes(frame: TrainingFrame): string[] {
  const constant: number[] = [];
  const coarse: { readonly item: number; readonly steps: number; readonly first: number }[] = [];
  let judged = 0;
  for (let i = 0; i < frame.items.length; i++) {
    const { count, isConstant, steps, first } = rhythm(frame, i);
    if (count >= 2 && isConstant) constant.push(i);
    if (count < leastValues) continue;
    judged++;
    if (steps > 1) coarse.push({ item: i, steps, first });
  }
  const notes: string[] = [];
  if (constant.length > 0) {
    const row = frame.offset[constant[0]!]!;
    const value = frame.target.subarray(row).find((it) => !Number.isNaN(it));
    notes.push(
      `${some(constant.length, frame.items.length)} never ${constant.length === 1 ? 'changes' : 'change'}, e.g. ${frame.items[constant[0]!]} (always ${value}): ${constant.length === 1 ? 'it is forecast, but has' : 'they are forecast, but have'} no scale to be scored by.`,
    );
  }
  const [example] = coarse;
  if (example) {
    const from = formatPeriod(frame.axis, frame.start[example.item]! + example.first);
    notes.push(
      `${some(coarse.length, judged)} ${coarse.length === 1 ? 'has' : 'have'} values at coarser steps than the frequency says, e.g. ${frame.items[example.item]} at every ${example.steps} steps from ${from}: the steps between count as missing. ` +
        (coarse.length === judged
          ? 'Is the frequency right?'
          : coarse.length === 1
            ? 'In a file of its own, at its own frequency, it would be forecast better.'
            : 'In a file of their own, at their own frequency, they would be forecast better.'),
    );
  }
  return notes;
}

const some = (count: number, of: number) =>
  count < of ? `${count} of ${of} items` : of === 1 ? 'The only item' : `All ${of} items`;

/** Of the values of an item's past: how many, whether they are one, what all distances between them are a multiple of, and the row of the first. */
function rhythm({ target, offset, history }: TrainingFrame, i: number) {
  let [count, steps, first, last] = [0, 0, -1, -1];
  let isConstant = true;
  for (let t = 0; t < history[i]!; t++) {
    const value = target[offset[i]! + t]!;
    if (Number.isNaN(value)) continue;
    if (count++ === 0) first = t;
    else {
      isConstant &&= value === target[offset[i]! + first];
      if (steps !== 1) steps = greatestDivisor(t - last, steps);
    }
    last = t;
  }
  return { count, isConstant, steps, first };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
