import type { Forecast, ForecastRequest, TrainingFrame } from '@tandem/data-model';
import type { Progress } from '@tandem/data-model/contract';
import type { TaskRunner } from '@tandem/ports';
import type { Model } from './artifact/model.ts';
import type { RunImported } from './candidates/imported-model.ts';
import { forecastRows } from './forecast.ts';
import { importedAhead } from './imported-ahead.ts';
import type { Task, TaskResult } from './tasks.ts';

export interface PredictOptions {
  /** Runs the tasks of `taskModule` over the same frame. */
  readonly runner: TaskRunner<Task, TaskResult>;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  /** Runs the imported model of the ensemble, where it has one. */
  readonly runImported?: RunImported | undefined;
}

/** Items of one task: enough that what each task is sent, which grows with the panel, costs little. */
const leastItems = 100;
const mostTasks = 200;

/**
 * The forecast that `predict` gives, made on the threads of a runner, by a model that was trained on this very frame.
 * Throws Cancelled at once where the signal aborts.
 */
export async function predictAll(
  model: Model,
  frame: TrainingFrame,
  request: ForecastRequest,
  { runner, onProgress, signal, runImported }: PredictOptions,
): Promise<Forecast> {
  const parts = partsOf(request, Math.max(leastItems, Math.ceil(frame.items.length / mostTasks)));
  if (model.items !== frame.items || parts.length < 2) {
    return forecastRows(
      model,
      frame,
      request,
      undefined,
      await importedAhead(model, frame, request, runImported, signal),
    );
  }
  const rest = lightly(model);
  const count = request.item.length;
  const q = model.quantiles.length;
  const mean = new Float64Array(count);
  const values = new Float64Array(count * q);
  let done = 0;
  await Promise.all(
    parts.map(async ({ from, to }) => {
      const part = { item: request.item.slice(from, to), period: request.period.slice(from, to) };
      const imported = await importedAhead(model, frame, part, runImported, signal);
      const task = { kind: 'forecast', model: rest, request: part, imported } as const;
      const found = (await runner.run(task, signal)) as Forecast;
      mean.set(found.mean, from);
      values.set(found.values, from * q);
      done += to - from;
      onProgress?.({ step: 'predict', detail: `${done} of ${count} rows`, share: done / count, etaSeconds: null });
    }),
  );
  return { ...request, quantiles: model.quantiles, mean, values };
}

/** A model without what threads need not be sent: the items, which they have, and the bytes of an imported model. */
function lightly({ items: _, ...rest }: Model): Omit<Model, 'items'> {
  const members = rest.members.map(({ imported, ...it }) =>
    imported ? { ...it, imported: { ...imported, bytes: new Uint8Array(0) } } : it,
  );
  return { ...rest, members };
}

/** Row bounds of parts that hold whole items. */
function partsOf({ item }: ForecastRequest, itemsPerTask: number) {
  const parts: { from: number; to: number }[] = [];
  let from = 0;
  let items = 0;
  for (let r = 1; r <= item.length; r++) {
    if (r < item.length && item[r] === item[r - 1]) continue;
    items++;
    if (items < itemsPerTask && r < item.length) continue;
    parts.push({ from, to: r });
    from = r;
    items = 0;
  }
  return parts;
}
