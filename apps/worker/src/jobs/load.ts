import { objectKeys } from '@tandem/control-plane';
import { NotFound, retailSales, UnrecognisedFile } from '@tandem/data-model';
import { loadStar } from '@tandem/etl-engine';
import type { Attempt, OpenWork } from '@tandem/ports';
import type { JobDeps } from './deps.ts';
import { runRecord } from './run-record.ts';

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
      const plan = {
        star: retailSales,
        loadId: id,
        files,
        maxRejectShare,
        snapshotPrefix: objectKeys.snapshots(projectId, id),
      };
      const { report, rejects } = await loadStar(plan, { objects, warehouse, ...hooks });
      await control.loads.saveRejects(id, rejects);
      return { report };
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
