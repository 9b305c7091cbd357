import { getLoad, hasWritten, objectKeys, requireSnapshot, starOf } from '@tandem/control-plane';
import { NotFound, parseDay, type Star, UnrecognisedFile } from '@tandem/data-model';
import type { Load, LoadReport, Upload } from '@tandem/data-model/contract';
import {
  CriticalCheckFailed,
  createStar,
  type LoadResult,
  type LoadStep,
  loadStar,
  planStar,
  revertStar,
  TooManyRejects,
} from '@tandem/etl-engine';
import type { Attempt, OpenWork, RunHooks } from '@tandem/ports';
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

/** Uploaded files -> star, or a plan of that; or a snapshot -> star. */
export async function load(work: OpenWork, attempt: Attempt, deps: JobDeps): Promise<void> {
  await runRecord(
    (it) => it.loads,
    work,
    attempt,
    async (record, hooks) => {
      // Staging tables end with the process that owns the warehouse, and a file is read for long between two calls.
      const release = await deps.holdWarehouse(record.projectId, `the ${record.kind} ${record.id}`);
      return loadOf(record)(record, hooks, deps).finally(release);
    },
    deps,
  );
}

const loadOf = ({ kind }: Load) => (kind === 'revert' ? revert : loadFiles);

async function loadFiles(record: Load, hooks: RunHooks, deps: JobDeps): Promise<Pick<Load, 'report'>> {
  const { id, projectId, kind, uploadIds, maxRejectShare } = record;
  const { control, objects } = deps;
  const star = await starOf(deps, projectId);
  const uploads = await Promise.all(uploadIds.map((it) => recognised(projectId, it, star, deps)));
  const files = uploads.map((it) => ({ ...it, key: objectKeys.upload(projectId, it.id) }));
  const warehouse = await deps.warehouse(projectId);
  // Tables that are missing, because a change of the star was cut off, are made now.
  await createStar(star, warehouse);
  const plan = {
    star,
    loadId: id,
    files,
    maxRejectShare,
    keyPrefix: objectKeys.project(projectId),
    today: parseDay(deps.now().slice(0, 10)),
    earlier: recordsBySource(await control.loads.list(projectId)),
  };
  const onStep = tellSteps(hooks);
  const save = async ({ report, rejects, keys }: LoadResult): Promise<Pick<Load, 'report'>> => {
    await control.loads.saveRejects(id, rejects);
    return {
      report: withInputs(
        report,
        keys.map((key) => uploads[files.findIndex((it) => it.key === key)]!),
      ),
    };
  };
  try {
    const run = kind === 'plan' ? planStar : loadStar;
    return await save(await run(plan, { objects, warehouse, onStep, signal: hooks.signal }));
  } catch (error) {
    if (error instanceof TooManyRejects || error instanceof CriticalCheckFailed) {
      await control.loads.update(id, await save(error.result), ['running']);
    }
    throw error;
  }
}

async function revert({ id, projectId, revertsTo }: Load, hooks: RunHooks, deps: JobDeps) {
  const star = await starOf(deps, projectId);
  const to = requireSnapshot(await getLoad(deps, projectId, revertsTo!), star);
  const { objects } = deps;
  const warehouse = await deps.warehouse(projectId);
  const report = await revertStar(
    { star, loadId: id, to, keyPrefix: objectKeys.project(projectId) },
    { objects, warehouse, onStep: tellSteps(hooks), signal: hooks.signal },
  );
  return { report };
}

const tellSteps =
  ({ onProgress }: RunHooks) =>
  (step: LoadStep) =>
    onProgress({ step, detail: stepDetails[step], share: stepShares[step], etaSeconds: null });

/** How many records of each source earlier loads read, newest first. */
function recordsBySource(loads: readonly Load[]): Map<string, number>[] {
  return loads
    .filter((it) => it.kind === 'load' && hasWritten(it))
    .map(({ report }) => {
      const read = new Map<string, number>();
      for (const file of report?.files ?? []) read.set(file.source, (read.get(file.source) ?? 0) + file.read);
      return read;
    });
}

/** The report with what the engine does not know of its files: which upload each came in, and its bytes. */
function withInputs(report: LoadReport, uploads: readonly Upload[]): LoadReport {
  const files = report.files.map((file, k) => {
    const { id, sha256, bytes } = uploads[k]!;
    return { ...file, uploadId: id, sha256, bytes };
  });
  return { ...report, files };
}

async function recognised(projectId: string, uploadId: string, star: Star, { control }: JobDeps) {
  const upload = await control.uploads.get(projectId, uploadId);
  if (!upload) throw new NotFound('upload', uploadId);
  const { source } = upload;
  if (source && star.sources.some((it) => it.name === source)) return { ...upload, source };
  throw new UnrecognisedFile(
    `${upload.name} matches no source of the star ${star.name}.`,
    'Upload it again with the header of one of the sources.',
  );
}
