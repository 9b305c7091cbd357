import { objectKeys, starOf } from '@tandem/control-plane';
import { NotFound, UnrecognisedFile } from '@tandem/data-model';
import { createStar, type LoadStep, loadStar, TooManyRejects } from '@tandem/etl-engine';
import type { Attempt, OpenWork } from '@tandem/ports';
import type { JobDeps } from './deps.ts';
import { runRecord } from './run-record.ts';

const stepDetails: Record<LoadStep, string> = {
  stage: 'Reading the files',
  check: 'Checking keys, references and repeats',
  merge: 'Merging into the star',
  publish: 'Publishing the snapshot',
};
/** Where each step begins, as a share of the whole: reading takes about half of a load, checks and merge the rest. */
const stepShares: Record<LoadStep, number> = { stage: 0, check: 0.5, merge: 0.75, publish: 0.95 };

/** Uploaded files -> star. */
export async function load(work: OpenWork, attempt: Attempt, deps: JobDeps): Promise<void> {
  const { control, objects } = deps;
  await runRecord(
    control.loads,
    work,
    attempt,
    async ({ id, projectId, uploadIds, maxRejectShare }, hooks) => {
      const files = await Promise.all(uploadIds.map((it) => file(projectId, it, deps)));
      const warehouse = await deps.warehouse(projectId);
      const star = await starOf(deps, projectId);
      // Tables that are missing, because a change of the star was cut off, are made now.
      await createStar(star, warehouse);
      const plan = { star, loadId: id, files, maxRejectShare, keyPrefix: objectKeys.project(projectId) };
      const onStep = (step: LoadStep) =>
        hooks.onProgress({ step, detail: stepDetails[step], share: stepShares[step], etaSeconds: null });
      try {
        const { report, rejects } = await loadStar(plan, { objects, warehouse, onStep, signal: hooks.signal });
        await control.loads.saveRejects(id, rejects);
        return { report };
      } catch (error) {
        if (error instanceof TooManyRejects) {
          await control.loads.saveRejects(id, error.result.rejects);
          await control.loads.update(id, { report: error.result.report }, ['running']);
        }
        throw error;
      }
    },
    deps,
  );
}

async function file(projectId: string, uploadId: string, { control }: JobDeps) {
  const upload = await control.uploads.get(projectId, uploadId);
  if (!upload) throw new NotFound('upload', uploadId);
  if (!upload.source) {
    throw new UnrecognisedFile(
      `${upload.name} matches no source of the star.`,
      'Upload it again with the header of one of the sources.',
    );
  }
  return { name: upload.name, key: objectKeys.upload(projectId, uploadId), source: upload.source };
}
