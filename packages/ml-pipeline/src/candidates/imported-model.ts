import { InvalidInput, type TrainingFrame } from '@tandem/data-model';
import { countValues } from '../backtest/windows.ts';
import type { CandidateCard } from './candidate.ts';

/**
 * A global forecasting model that was trained elsewhere. This engine knows what goes in and what comes out, and keeps its
 * bytes; who trains or predicts hands in a `RunImported` that can read them.
 */
export interface ImportedModel {
  /** For people, as the name of its file. */
  readonly title: string;
  /** What tells it from others, as a digest. */
  readonly source: string;
  /** Values that it looks back on, and steps that it looks ahead; each at least 1. */
  readonly contextLength: number;
  readonly steps: number;
  readonly bytes: Uint8Array;
}

/**
 * Forecasts some series, each by itself. `contexts` has the shape (series, contextLength): the target's last values,
 * oldest first, target unit, finite. Gives medians of the steps after them, shape (series, steps), target unit; what is
 * not finite is bounded like a bad forecast of any family. Rejects soon after the signal.
 */
export type RunImported = (contexts: Float32Array, series: number, signal?: AbortSignal) => Promise<Float32Array>;

export const importedModelName = 'imported-model';

/** It sees the target alone. */
export const importedCard = ({ title, source }: Pick<ImportedModel, 'title' | 'source'>): CandidateCard => ({
  name: importedModelName,
  title: `Imported model (${title})`,
  source,
  uses: { known: false, past: false, statics: false },
  quantiles: 'conformal',
  preset: 'fast',
  cost: 1,
});

/** Series of one call: their results come back together, and between two calls a run can be stopped. */
const mostSeries = 256;

/** Whether an item has as many values in its first `rows` rows as the model looks back on. */
export const hasContext = (frame: TrainingFrame, item: number, rows: number, contextLength: number) =>
  rows >= contextLength && countValues(frame, item, rows) >= contextLength;

/**
 * The model's forecasts of some items from their first `rows` rows, shape (items, steps), in their order; all have a
 * context. Undefined where `goesOn`, asked before each call, says no. Throws InvalidInput where results do not have the
 * shape that the model promised.
 */
export async function runInBatches(
  frame: TrainingFrame,
  items: readonly { readonly item: number; readonly rows: number }[],
  { contextLength, steps, title }: Pick<ImportedModel, 'contextLength' | 'steps' | 'title'>,
  run: RunImported,
  signal: AbortSignal | undefined,
  goesOn: (done: number) => Promise<boolean> = async () => true,
): Promise<Float32Array | undefined> {
  const out = new Float32Array(items.length * steps);
  for (let from = 0; from < items.length; from += mostSeries) {
    if (!(await goesOn(from))) return undefined;
    const batch = items.slice(from, from + mostSeries);
    const contexts = new Float32Array(batch.length * contextLength);
    batch.forEach(({ item, rows }, k) => {
      fillContext(frame, item, rows, contexts.subarray(k * contextLength, (k + 1) * contextLength));
    });
    const found = await run(contexts, batch.length, signal);
    if (found.length !== batch.length * steps) {
      throw new InvalidInput(
        `The imported model ${title} gave ${found.length} values for ${batch.length} series; it should give ${steps} for each.`,
        'Export it so that its first output has the shape [series, steps], whatever the number of series.',
      );
    }
    out.set(found, from * steps);
  }
  return out;
}

/** The last values before row `rows` of an item, at least one of them there; a gap is a straight line, the ends are held. */
function fillContext(frame: TrainingFrame, item: number, rows: number, out: Float32Array): void {
  const first = frame.offset[item]!;
  const { target } = frame;
  let next = rows - out.length;
  let left = next - 1;
  while (left >= 0 && Number.isNaN(target[first + left]!)) left--;
  for (let t = next; t < rows; t++) {
    const value = target[first + t]!;
    if (!Number.isNaN(value)) {
      out[t - rows + out.length] = value;
      left = t;
      continue;
    }
    if (next < t) next = t;
    while (next < rows && Number.isNaN(target[first + next]!)) next++;
    const before = left >= 0 ? target[first + left]! : target[first + next]!;
    const after = next < rows ? target[first + next]! : before;
    out[t - rows + out.length] = before + (next > left ? ((after - before) * (t - left)) / (next - left) : 0);
  }
}
