import {
  Conflict,
  InvalidInput,
  NotFound,
  otherTables,
  type Source,
  type Star,
  UnrecognisedFile,
} from '@tandem/data-model';
import {
  type Load,
  type LoadReport,
  type LoadSummary,
  mostFilesOfLoad,
  type Project,
  type Reject,
  type Upload,
} from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { objectKeys } from '../object-keys.ts';
import { requireWarehouse } from '../projects/projects.ts';
import { starOf } from '../projects/stars.ts';
import { asOf, queuedJob } from './queued-job.ts';

/** Whether a load that succeeded has written the star: all but plans have. */
export function hasWritten({ kind, state }: Pick<Load, 'kind' | 'state'>): boolean {
  return kind !== 'plan' && state === 'succeeded';
}

/** Whether a load wrote tables of a star that the project had before: its snapshot, and its rows' lines, say nothing of this one. */
export function isOfOtherStar({ report }: Pick<Load, 'report'>, star: Star): boolean {
  return report !== null && otherTables(star, report.tables).length > 0;
}

/** Accepts a load of uploaded files, or a plan of one. Throws NotFound, UnrecognisedFile, InvalidInput for more files than a load may have, or Conflict while the project is not ready. */
export async function createLoad(
  deps: Deps,
  project: Project,
  asked: Pick<Load, 'uploadIds' | 'maxRejectShare' | 'priority'> & { plan?: boolean },
): Promise<Load> {
  const { control, queue } = deps;
  const { uploadIds, maxRejectShare, priority, plan = false } = asked;
  const ids = [...new Set(uploadIds)];
  if (ids.length > mostFilesOfLoad) throw tooMany(ids.length);
  requireWarehouse(project);
  const uploads = await Promise.all(
    ids.map(async (id) => {
      const upload = await control.uploads.get(project.id, id);
      if (!upload) throw new NotFound('upload', id);
      return upload;
    }),
  );
  requireRecognised(uploads, await starOf(deps, project.id));
  const load = await control.loads.create({
    projectId: project.id,
    kind: plan ? 'plan' : 'load',
    revertsTo: null,
    uploadIds: ids,
    maxRejectShare,
    ...asOf(priority),
    ...queuedJob,
    report: null,
  });
  await queue.send({ kind: 'load', projectId: project.id, id: load.id, ...asOf(priority) });
  return load;
}

/** Accepts a revert to an earlier load. Throws NotFound, or Conflict where that load wrote nothing, or another star. */
export async function revertLoad(deps: Deps, project: Project, loadId: string): Promise<Load> {
  const { control, queue } = deps;
  requireWarehouse(project);
  requireSnapshot(await getLoad(deps, project.id, loadId), await starOf(deps, project.id));
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

/**
 * The snapshot that a load published, as its report has it. Throws Conflict where it published none, or one of a star
 * that the project had before.
 */
export function requireSnapshot(
  load: Load,
  star: Star,
): { readonly id: string; readonly tables: LoadReport['tables'] } {
  const { id, kind, state, report } = load;
  if (!hasWritten(load) || !report) {
    throw new Conflict(
      kind === 'plan'
        ? `${id} is a plan: it wrote nothing.`
        : `The load ${id} has no snapshot: its state is "${state}".`,
      'Choose a load that has succeeded.',
    );
  }
  const others = otherTables(star, report.tables);
  if (others.length === 0) return { id, tables: report.tables };
  throw new Conflict(
    `The load ${id} wrote the tables of another star than ${star.name} is now: ${others.join(', ')} ${others.length === 1 ? 'is not the same' : 'are not the same'}.`,
    'Choose a load from after the star of the project was set; its files can be loaded again where they fit this star.',
  );
}

export async function getLoad({ control }: Pick<Deps, 'control'>, projectId: string, id: string): Promise<Load> {
  const load = await control.loads.get(projectId, id);
  if (!load) throw new NotFound('load', id);
  return load;
}

/** A page of loads, newest first, and the id before which the next one goes on; null at the end. */
export async function listLoads(
  { control }: Pick<Deps, 'control'>,
  projectId: string,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<{ loads: LoadSummary[]; next: string | null }> {
  const found = await control.loads.summaries(projectId, { before, limit: limit + 1 });
  const loads = found.slice(0, limit);
  return { loads, next: found.length > limit ? loads.at(-1)!.id : null };
}

/** What a load refused of one source: the rejects that are listed, and the files in the load's order. */
export interface Refused {
  readonly source: Source;
  readonly rejects: readonly Reject[];
  /** Whether the load refused more, which are kept with its objects. */
  readonly hasLater: boolean;
  readonly files: readonly { readonly name: string; readonly key: string; readonly source: string }[];
}

/** As many rejects as are read at once. */
const rejectsPage = 10_000;

/**
 * What a load refused of a source, or of the only one of which it refused anything. Throws Conflict where it has no
 * report yet, read no file, or read files of a star that the project had before; InvalidInput where it must be said which
 * source is meant.
 */
export async function refusedRecords(
  { control }: { readonly control: Pick<Deps['control'], 'loads' | 'stars' | 'uploads'> },
  load: Load,
  source?: string,
): Promise<Refused> {
  if (!load.report) {
    throw new Conflict(
      `Load ${load.id} has no report: its state is "${load.state}".`,
      'Wait until it has ended; a load that failed before its records were checked refused none by itself.',
    );
  }
  if (load.report.files.length === 0) {
    throw new Conflict(`Load ${load.id} read no file, so it refused nothing.`, 'Choose a load of files.');
  }
  const refused = [...new Set(load.report.rejects.map((it) => it.source))];
  const loaded = [...new Set(load.report.files.map((it) => it.source))];
  const [chosen, another] = source === undefined ? (refused.length > 0 ? refused : loaded) : [source];
  if (chosen === undefined || another !== undefined || !loaded.includes(chosen)) {
    throw new InvalidInput(
      `The load has records of ${loaded.join(', ')}${source === undefined ? '' : `, none of ${source}`}.`,
      `Say which are meant, e.g. source=${refused[0] ?? loaded[0]}.`,
    );
  }
  const star = await starOf({ control }, load.projectId);
  const ofStar = star.sources.find((it) => it.name === chosen);
  if (!ofStar) throw ofEarlierStar(load, star);
  const rejects: Reject[] = [];
  for (let total = 1; rejects.length < total; ) {
    const page = await control.loads.rejects(load.id, rejects.length, rejectsPage);
    if (page.rejects.length === 0) break;
    rejects.push(...page.rejects);
    total = page.total;
  }
  const files = await Promise.all(
    load.uploadIds.map(async (id) => {
      const upload = await control.uploads.get(load.projectId, id);
      if (!upload) throw new NotFound('upload', id);
      if (upload.source === null) throw ofEarlierStar(load, star);
      return { name: upload.name, key: objectKeys.upload(load.projectId, id), source: upload.source };
    }),
  );
  return { source: ofStar, rejects, hasLater: load.report.counts.rejected > rejects.length, files };
}

const ofEarlierStar = ({ id }: Load, { name }: Star): Conflict =>
  new Conflict(
    `The load ${id} read files of another star than ${name} is now, so that its records cannot be written as files of this one.`,
    'Choose a load from after the star of the project was set; the list of what a load refused stays readable.',
  );

const tooMany = (got: number): InvalidInput =>
  new InvalidInput(
    `A load has at most ${mostFilesOfLoad} files, not ${got}.`,
    'Load the oldest files first, and the others by further loads.',
    { faults: [{ at: 'body.uploadIds', expected: `at most ${mostFilesOfLoad} ids`, got: `${got} ids` }] },
  );

/** A file may also be recorded as of a source that an earlier star of the project had. */
function requireRecognised(uploads: readonly Upload[], star: Star): void {
  const strange = uploads.filter(({ source }) => !star.sources.some((it) => it.name === source));
  if (strange.length === 0) return;
  throw new UnrecognisedFile(
    `${strange.map((it) => it.name).join(', ')}: the header is that of no source of the star ${star.name}.`,
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
