import { isDeepStrictEqual } from 'node:util';
import {
  Conflict,
  NotFound,
  retailSales,
  type Star,
  type StarTable,
  tablesOf,
  UnreadableFile,
  UnrecognisedFile,
} from '@tandem/data-model';
import type { Principal, Project } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { hasEnded } from '../flow/jobs.ts';
import { objectKeys } from '../object-keys.ts';
import { requireWarehouse } from './projects.ts';

export interface StarDeps {
  readonly control: Pick<ControlStore, 'stars' | 'uploads' | 'loads'>;
  /** Which source of a star a stored file is; null where it is none. */
  readonly recognise: (star: Star, name: string, key: string) => Promise<string | null>;
  /**
   * Makes the tables of one star in the place of another's, unless any of them holds rows: those then are given, and
   * nothing is changed.
   */
  readonly replaceTables: (
    from: Star,
    to: Star,
  ) => Promise<readonly { readonly name: string; readonly rows: number }[]>;
}

/** The star of a project: its own, or the one that ships. */
export async function starOf({ control }: { control: Pick<ControlStore, 'stars'> }, projectId: string): Promise<Star> {
  return (await control.stars.get(projectId)) ?? retailSales;
}

/**
 * Gives a project another star, ends what others were given of tables that it no longer has so, and recognises its
 * uploads anew. Throws Conflict where the project is not ready, a load
 * has not ended, or tables hold rows of the star that it has and the other differs in more than checks, training and
 * descriptions.
 */
export async function setStar(
  deps: StarDeps,
  project: Project,
  star: Star,
  by: Pick<Principal, 'name'>,
): Promise<Star> {
  requireWarehouse(project);
  const before = await starOf(deps, project.id);
  if (!isDeepStrictEqual(before, star)) await replaceStar(deps, project, before, star, by);
  // Also where nothing changed: the call may repeat one that ended before its last upload was recognised.
  await recogniseAgain(deps, project.id, star);
  return star;
}

async function replaceStar(
  deps: StarDeps,
  project: Project,
  before: Star,
  star: Star,
  { name }: Pick<Principal, 'name'>,
): Promise<void> {
  const { control } = deps;
  const open = (await control.loads.list(project.id)).filter((it) => !hasEnded(it.state));
  if (open.length > 0) {
    throw new Conflict(
      `The star of the project ${project.name} cannot change while files are loaded into it: ${open.map((it) => it.id).join(', ')}.`,
      'Wait until the load has ended.',
    );
  }
  const filled = haveSameTables(before, star) ? [] : await deps.replaceTables(before, star);
  if (filled.length > 0) {
    const tables = filled.map((it) => `${it.name} has ${it.rows}`).join(', ');
    throw new Conflict(
      `The star of the project ${project.name} cannot change while its tables have rows: ${tables}.`,
      'Make a project of its own for the other star, and load the files there.',
    );
  }
  const reason = 'The table is another one since the star of the project was changed.';
  const gone = { entries: tablesGone(before, star).map((it) => `table:${it}`), ending: { by: name, reason } };
  await control.stars.set(project.id, star, gone);
}

/** Tables of a star that another one does not have, or has with other columns: who was given one was not given that. */
function tablesGone(before: Star, after: Star): string[] {
  const columns = ({ columns }: StarTable) => columns.map(({ description: _, ...it }) => it);
  const kept = new Map(tablesOf(after).map((it) => [it.name, columns(it)]));
  return tablesOf(before).flatMap((it) => (isDeepStrictEqual(columns(it), kept.get(it.name)) ? [] : [it.name]));
}

/** Whether two stars differ in nothing that tables hold or that fills them: in checks, training or descriptions alone. */
function haveSameTables(a: Star, b: Star): boolean {
  return isDeepStrictEqual(tablesAndSources(a), tablesAndSources(b));
}

function tablesAndSources({ checks: _, training: __, ...star }: Star): unknown {
  const withoutDescription = (key: string, value: unknown) => (key === 'description' ? undefined : value);
  return JSON.parse(JSON.stringify(star, withoutDescription));
}

async function recogniseAgain({ control, recognise }: StarDeps, projectId: string, star: Star): Promise<void> {
  for (const { id, name, source } of await control.uploads.list(projectId)) {
    const now = await recognise(star, name, objectKeys.upload(projectId, id)).catch(nullWhereNone);
    if (now !== source) await control.uploads.update(id, { source: now });
  }
}

/** A file that is gone or cannot be read is of no source; it must not keep the others from being recognised. */
function nullWhereNone(error: unknown): null {
  if ([UnrecognisedFile, UnreadableFile, NotFound].some((known) => error instanceof known)) return null;
  throw error;
}
