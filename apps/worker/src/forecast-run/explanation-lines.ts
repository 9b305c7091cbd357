import { setImmediate } from 'node:timers/promises';
import { Cancelled, type ForecastRequest, type TrainingFrame } from '@tandem/data-model';
import { explain, type Model, type RunImported } from '@tandem/ml-pipeline';
import { explanationHeader, explanationRows } from '../local-forecast/forecast-csv.ts';
import type { FutureRow } from './future-rows.ts';

/**
 * The parts of every forecast as CSV, item after item; each line begins with what its row in the forecast file begins
 * with. The event loop turns within each item, and a signal is heard between two.
 */
export async function* explanationLines(
  model: Model,
  frame: TrainingFrame,
  { item, period }: ForecastRequest,
  future: AsyncIterable<readonly FutureRow[]>,
  {
    grouping,
    signal,
    runImported,
  }: {
    readonly grouping: readonly string[];
    readonly signal: AbortSignal | undefined;
    /** Runs the imported model of the ensemble, where it has one. */
    readonly runImported: RunImported | undefined;
  },
): AsyncGenerator<string> {
  const leads = new Map<number, (readonly string[])[]>();
  for await (const rows of future) {
    for (const { row, lead } of rows) {
      const known = leads.get(row);
      if (known) known.push(lead);
      else leads.set(row, [lead]);
    }
  }
  yield explanationHeader(grouping);
  for (let from = 0, to = 0; from < item.length; from = to) {
    const i = item[from]!;
    while (to < item.length && item[to] === i) to++;
    await setImmediate();
    if (signal?.aborted) throw new Cancelled('Explaining');
    const asked = { item: item.subarray(from, to), period: period.subarray(from, to) };
    const [one] = await explain(model, frame, asked, runImported);
    let piece = '';
    one!.period.forEach((it, h) => {
      for (const lead of leads.get(frame.offset[i]! + it - frame.start[i]!) ?? [])
        piece += explanationRows(one!, h, lead);
    });
    yield piece;
  }
}
