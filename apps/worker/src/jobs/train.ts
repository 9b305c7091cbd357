import { objectKeys, starOf } from '@tandem/control-plane';
import { counted, encodeFrame, NotFound, parseDay, parseFrequency } from '@tandem/data-model';
import { buildFrame, checkStar, starFrame } from '@tandem/etl-engine';
import type { Attempt, OpenWork } from '@tandem/ports';
import { refuseLong } from '../imported-model/open-imported-model.ts';
import type { JobDeps } from './deps.ts';
import { runRecord } from './run-record.ts';

/** Star -> frame -> candidates, ensemble, model. A model that the job imports is opened before the star is read. */
export async function train(work: OpenWork, attempt: Attempt, deps: JobDeps): Promise<void> {
  const { objects, forecasts } = deps;
  await runRecord(
    (it) => it.trainingRuns,
    work,
    attempt,
    async ({ id, projectId, job }, hooks) => {
      const { onLog } = hooks;
      onLog(`Training starts: horizon ${job.forecastHorizon}, preset ${job.preset}.`);
      const imported = job.importedModel && (await modelFile(deps, projectId, job.importedModel.uploadId));
      const frameKey = objectKeys.trainingFrame(projectId, id);
      let notes: readonly string[] = [];
      const writeFrame = async () => {
        hooks.onProgress({ step: 'frame', detail: 'Reading the star', share: 0, etaSeconds: null });
        const star = await starOf(deps, projectId);
        const warehouse = await deps.warehouse(projectId);
        for (const { name, on, detail } of await checkStar(star, warehouse, parseDay(deps.now().slice(0, 10)))) {
          onLog(`Check ${name} of ${on}: ${detail}`);
        }
        const built = await buildFrame(warehouse, starFrame(star, parseFrequency(job.forecastFrequency), job));
        await objects.put(frameKey, encodeFrame(built.frame));
        onLog(
          `Frame of ${counted(built.frame.items.length, 'item')} and ${counted(built.frame.target.length, 'row')}.`,
        );
        notes = built.notes;
      };
      try {
        const modelKey = objectKeys.model(projectId, id);
        const report = await forecasts.train(
          { job, ...(imported ? { imported } : {}), frameKey, writeFrame, modelKey },
          hooks,
        );
        return { report: { ...report, notes: [...notes, ...report.notes] } };
      } catch (error) {
        // Where the run is tried again, it begins with another frame.
        await objects.delete(frameKey);
        throw error;
      }
    },
    deps,
  );
}

/** Where the bytes of an uploaded model are. Throws NotFound, and TooLarge before they are read. */
async function modelFile({ control }: JobDeps, projectId: string, uploadId: string) {
  const upload = await control.uploads.get(projectId, uploadId);
  if (!upload) throw new NotFound('upload', uploadId);
  refuseLong(upload.name, upload.bytes);
  return { title: upload.name, key: objectKeys.upload(projectId, uploadId) };
}
