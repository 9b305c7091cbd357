import { Conflict, NotFound, UnrecognisedFile } from '@tandem/data-model';
import type { Load, LoadReport, Project, Upload } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { requireWarehouse } from '../projects/projects.ts';
import { queuedJob } from './queued-job.ts';

/** Whether a load that succeeded has written the star: all but plans have. */
export function hasWritten({ kind, state }: Pick<Load, 'kind' | 'state'>): boolean {
  return kind !== 'plan' && state === 'succeeded';
}

/** Accepts a load of uploaded files, or a plan of one. Throws NotFound, UnrecognisedFile, or Conflict while the project is not ready. */
export async function createLoad(
  deps: Deps,
  project: Project,
  { uploadIds, maxRejectShare, plan = false }: Pick<Load, 'uploadIds' | 'maxRejectShare'> & { plan?: boolean },
): Promise<Load> {
  const { control, queue } = deps;
  requireWarehouse(project);
  const ids = [...new Set(uploadIds)];
  const uploads = await Promise.all(
    ids.map(async (id) => {
      const upload = await control.uploads.get(project.id, id);
      if (!upload) throw new NotFound('upload', id);
      return upload;
    }),
  );
  requireRecognised(uploads);
  const load = await control.loads.create({
    projectId: project.id,
    kind: plan ? 'plan' : 'load',
    revertsTo: null,
    uploadIds: ids,
    maxRejectShare,
    ...queuedJob,
    report: null,
  });
  await queue.send({ kind: 'load', projectId: project.id, id: load.id });
  return load;
}

/** Accepts a revert to an earlier load. Throws NotFound, or Conflict where that load wrote nothing. */
export async function revertLoad(deps: Deps, project: Project, loadId: string): Promise<Load> {
  const { control, queue } = deps;
  requireWarehouse(project);
  requireSnapshot(await getLoad(deps, project.id, loadId));
  const load = await control.loads.create({
    projectId: project.id,
    kind: 'revert',
    revertsTo: loadId,
    uploadIds: [],
    maxRejectShare: 0,
    ...queuedJob,
    report: null,
  });
  await queue.send({ kind: 'load', projectId: project.id, id: load.id });
  return load;
}

/** The snapshot that a load published, as its report has it; throws Conflict where it published none. */
export function requireSnapshot(load: Load): { readonly id: string; readonly tables: LoadReport['tables'] } {
  const { id, kind, state, report } = load;
  if (hasWritten(load) && report) return { id, tables: report.tables };
  throw new Conflict(
    kind === 'plan' ? `${id} is a plan: it wrote nothing.` : `The load ${id} has no snapshot: its state is "${state}".`,
    'Choose a load that has succeeded.',
  );
}

export async function getLoad({ control }: Pick<Deps, 'control'>, projectId: string, id: string): Promise<Load> {
  const load = await control.loads.get(projectId, id);
  if (!load) throw new NotFound('load', id);
  return load;
}

function requireRecognised(uploads: readonly Upload[]): void {
  const strange = uploads.filter((it) => it.source === null);
  if (strange.length === 0) return;
  throw new UnrecognisedFile(
    `${strange.map((it) => it.name).join(', ')}: the header is that of no source of the star.`,
    'Compare the first line with the columns of the sources, then upload the file again.',
    {
      faults: strange.map((it) => ({
        at: it.name,
        expected: 'the header of a source of the star',
        got: 'another header',
      })),
    },
  );
}
