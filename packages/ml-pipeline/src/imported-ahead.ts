import { Cancelled, type ForecastRequest, type TrainingFrame } from '@tandem/data-model';
import type { Model } from './artifact/model.ts';
import { countValues } from './backtest/windows.ts';
import { hasContext, type ImportedModel, type RunImported, runInBatches } from './candidates/imported-model.ts';
import { pastRows } from './forecast.ts';

/**
 * What the imported model in an ensemble says of the past of some items, by item of the frame: values for the steps after
 * it, target unit; none where the item has too little past for it.
 */
export type ImportedAhead = ReadonlyMap<number, Float32Array>;

/** The imported model in an ensemble; undefined where it has none. */
export const importedModelOf = (model: Pick<Model, 'members'>): ImportedModel | undefined =>
  model.members.find(({ imported }) => imported)?.imported;

/**
 * Runs the imported model in an ensemble over the items of a request: what `forecastRows`, which does not wait, needs
 * of it. Undefined where the ensemble has none. It looks at the past alone, so that it need be asked once for frames
 * that differ in what comes after.
 *
 * @throws Cancelled where the signal aborts; whatever `run` throws
 */
export async function importedAhead(
  model: Model,
  frame: TrainingFrame,
  { item, period }: ForecastRequest,
  run: RunImported | undefined,
  signal?: AbortSignal,
): Promise<ImportedAhead | undefined> {
  const imported = importedModelOf(model);
  if (!imported) return undefined;
  if (!run) throw new Error(`The ensemble has the imported model ${imported.title}, and nothing that runs it.`);
  const ahead = new Map<number, Float32Array>();
  const asked: { item: number; rows: number }[] = [];
  for (let r = 0; r < item.length; r++) {
    const i = item[r]!;
    if (r > 0 && item[r - 1] === i) continue;
    const rows = pastRows(frame, i, period[r]!);
    ahead.set(i, new Float32Array(0));
    if (countValues(frame, i, rows) >= model.minRows && hasContext(frame, i, rows, imported.contextLength)) {
      asked.push({ item: i, rows });
    }
  }
  const found = await runInBatches(frame, asked, imported, run, signal, async () => {
    if (signal?.aborted) throw new Cancelled('Forecasting');
    return true;
  });
  const { steps } = imported;
  asked.forEach((it, k) => {
    ahead.set(it.item, found!.slice(k * steps, (k + 1) * steps));
  });
  return ahead;
}
