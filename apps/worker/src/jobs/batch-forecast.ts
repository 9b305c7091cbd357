import { objectKeys, starOf } from '@tandem/control-plane';
import { encodeFrame, parseFrequency } from '@tandem/data-model';
import { buildFrame, createForecastTable, publishForecast, starFrame } from '@tandem/etl-engine';
import type { Attempt, OpenWork } from '@tandem/ports';
import { dropOldFrames, withBatchFrame } from './batch-frames.ts';
import type { JobDeps } from './deps.ts';
import { runRecord } from './run-record.ts';
import { trainedModel } from './trained-model.ts';

/** Star as it is now -> frame -> forecasts of every item, as an object and as rows of the forecast table. */
export async function batchForecast(work: OpenWork, attempt: Attempt, deps: JobDeps): Promise<void> {
  const { control, objects, forecasts } = deps;
  await runRecord(
    (it) => it.batchForecasts,
    work,
    attempt,
    async ({ id, projectId, modelId, horizon }, hooks) => {
      const { job, modelKey } = await trainedModel(deps, projectId, modelId);
      const warehouse = await deps.warehouse(projectId);
      hooks.onProgress({ step: 'frame', detail: 'Reading the star', share: 0, etaSeconds: null });
      const star = await starOf(deps, projectId);
      const { frame } = await buildFrame(warehouse, starFrame(star, parseFrequency(job.forecastFrequency), job));
      const frameKey = objectKeys.batchFrame(projectId, id);
      const outputKey = objectKeys.batchForecast(projectId, id);
      await objects.put(frameKey, encodeFrame(frame));
      // Of a forecast that succeeds the frame stays a while: its explanations are made from it.
      return withBatchFrame(objects, frameKey, async () => {
        const { items, rows, cutoff } = await forecasts.batch({ modelKey, frameKey, horizon, outputKey }, hooks);
        hooks.onProgress({ step: 'publish', detail: 'Writing the forecast table', share: 0.9, etaSeconds: null });
        await createForecastTable(warehouse);
        await publishForecast({ warehouse, objects }, id, outputKey);
        await dropOldFrames({ control, objects }, projectId, id);
        return { items, rows, cutoff };
      });
    },
    deps,
  );
}
