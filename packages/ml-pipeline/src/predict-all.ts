import type { Forecast, ForecastRequest, TrainingFrame } from '@tandem/data-model';
import type { Progress } from '@tandem/data-model/contract';
import type { TaskRunner } from '@tandem/ports';
import type { Model } from './artifact/model.ts';
import { forecastRows } from './forecast.ts';
import type { Task, TaskResult } from './tasks.ts';

export interface PredictOptions {
  /** Runs the tasks of `taskModule` over the same frame. */
  readonly runner: TaskRunner<Task, TaskResult>;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
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
  { runner, onProgress, signal }: PredictOptions,
): Promise<Forecast> {
  const parts = partsOf(request, Math.max(leastItems, Math.ceil(frame.items.length / mostTasks)));
  if (model.items !== frame.items || parts.length < 2) return forecastRows(model, frame, request);
  const { items: _, ...rest } = model;
  const count = request.item.length;
  const q = model.quantiles.length;
  const mean = new Float64Array(count);
  const values = new Float64Array(count * q);
  let done = 0;
  await Promise.all(
    parts.map(async ({ from, to }) => {
      const part = { item: request.item.slice(from, to), period: request.period.slice(from, to) };
      const found = (await runner.run({ kind: 'forecast', model: rest, request: part }, signal)) as Forecast;
      mean.set(found.mean, from);
      values.set(found.values, from * q);
      done += to - from;
      onProgress?.({ step: 'predict', detail: `${done} of ${count} rows`, share: done / count, etaSeconds: null });
    }),
  );
  return { ...request, quantiles: model.quantiles, mean, values };
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
