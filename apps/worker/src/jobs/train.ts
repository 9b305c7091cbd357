import { objectKeys, starOf } from '@tandem/control-plane';
import { counted, encodeFrame, NotFound, parseDay, parseFrequency } from '@tandem/data-model';
import type { TrainingJob, TrainingRun } from '@tandem/data-model/contract';
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
    async (run, hooks) => {
      const { id, projectId } = run;
      const { onLog } = hooks;
      const { job, said } = withinLimit(run);
      onLog(`Training starts: horizon ${job.forecastHorizon}, preset ${job.preset}.`);
      for (const it of said) onLog(it);
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
        return { report: { ...report, notes: [...said, ...notes, ...report.notes] } };
      } catch (error) {
        // Where the run is tried again, it begins with another frame.
        await objects.delete(frameKey);
        throw error;
      }
    },
    deps,
  );
}

const limits = {
  quota: (seconds: number) =>
    `The quota training-minutes-per-month leaves this run ${seconds} s, so it ends by then: candidates for which no time was left were not tried.`,
  profile: (seconds: number) => `The profile of the project lets a run take ${seconds} s; this one asked for no limit.`,
};

/** The job with the limit that the run was given, and what is to be said of that. A completed plan has no limit. */
function withinLimit({ job, limitSeconds, limitedBy }: TrainingRun): { job: TrainingJob; said: readonly string[] } {
  const { maxAutoMLJobRuntimeInSeconds: asked } = job.completionCriteria;
  if (!limitSeconds || job.plan || (asked !== null && asked <= limitSeconds)) return { job, said: [] };
  return {
    job: { ...job, completionCriteria: { maxAutoMLJobRuntimeInSeconds: limitSeconds } },
    said: [limits[limitedBy ?? 'quota'](limitSeconds)],
  };
}

/** Where the bytes of an uploaded model are. Throws NotFound, and TooLarge before they are read. */
async function modelFile({ control }: JobDeps, projectId: string, uploadId: string) {
  const upload = await control.uploads.get(projectId, uploadId);
  if (!upload) throw new NotFound('upload', uploadId);
  refuseLong(upload.name, upload.bytes);
  return { title: upload.name, key: objectKeys.upload(projectId, uploadId) };
}
