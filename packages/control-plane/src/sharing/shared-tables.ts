import { Conflict, type Star } from '@tandem/data-model';
import type { Project } from '@tandem/data-model/contract';
import type { SharedTables } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { lastSnapshot, type SnapshotDeps } from '../flow/last-snapshot.ts';
import { starOf } from '../projects/stars.ts';

/** Names that mean something else to the engine that runs queries. */
const engineNames: ReadonlySet<string> = new Set([
  'main',
  'memory',
  'temp',
  'system',
  'information_schema',
  'pg_catalog',
]);

/**
 * The schema under which a project's SQL finds what another one publishes: that one's catalog name, which no other
 * project of the domain has. One that means something else there already gets an @ before it, which no catalog has.
 */
export const sharedSchema = (catalogName: string, own: Star): string =>
  engineNames.has(catalogName) || catalogName === own.name ? `@${catalogName}` : catalogName;

/**
 * The tables that a project has subscriptions to at this moment, as the last load of each publisher left them. One whose
 * publisher has nothing loaded, or no longer has that table, is left out.
 */
export async function sharedTables(
  deps: SnapshotDeps,
  project: Pick<Project, 'id'>,
  own: Star,
): Promise<SharedTables[]> {
  const active = await deps.control.sharing.activeEntries(project.id, 'table');
  const publishers = new Map(active.map(({ publisher }) => [publisher.id, publisher]));
  const shared: SharedTables[] = [];
  for (const publisher of publishers.values()) {
    const snapshot = await snapshotOf(deps, publisher);
    const entries = new Set(active.filter((it) => it.publisher.id === publisher.id).map((it) => it.entry));
    const tables = snapshot?.tables.filter((it) => entries.has(`table:${it.name}`)) ?? [];
    if (!snapshot || tables.length === 0) continue;
    const schema = sharedSchema(publisher.catalogName, own);
    shared.push({ projectId: publisher.id, loadId: snapshot.loadId, schema, tables });
  }
  return shared;
}

async function snapshotOf(deps: SnapshotDeps, publisher: Project) {
  try {
    return await lastSnapshot(deps, publisher, await starOf(deps, publisher.id));
  } catch (error) {
    // Nothing loaded, or being deleted: what it has to say of itself is not the subscriber's to mend.
    if (error instanceof Conflict) return undefined;
    throw error;
  }
}

/** What a query of a project reads: its own last load, and what others share with it. A project that has loaded nothing itself may read what they share. */
export async function readableTables(deps: SnapshotDeps & Pick<Deps, 'control'>, project: Project) {
  const star = await starOf(deps, project.id);
  const shared = await sharedTables(deps, project, star);
  try {
    return { snapshot: await lastSnapshot(deps, project, star), shared };
  } catch (error) {
    if (!(error instanceof Conflict) || shared.length === 0 || project.state !== 'active') throw error;
    return { snapshot: { loadId: null, schema: star.name, tables: [] }, shared };
  }
}
