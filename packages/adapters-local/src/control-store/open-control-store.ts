import type { Upload } from '@tandem/data-model/contract';
import type { ControlStore, OpenWork } from '@tandem/ports';
import { sql } from 'kysely';
import { collection, type Keeping } from './collection.ts';
import { connect, type Database, describeAddress } from './connect.ts';
import { domains } from './domains.ts';
import { glossary } from './glossary.ts';
import { identity } from './identity.ts';
import { loads, trainingRuns } from './jobs.ts';
import { migrate } from './migrate.ts';
import { endpoints, models } from './models.ts';
import { newId } from './new-id.ts';
import { projectProfiles } from './project-profiles.ts';
import { projects } from './projects.ts';
import { stars } from './stars.ts';
import { teardowns } from './teardowns.ts';

/**
 * Opens the control store on a PostgreSQL 15 or later and brings its schema up to date. Instants come from `now`.
 * Throws Unavailable where the database does not answer or is of a newer version of Tandem.
 */
export async function openControlStore(databaseUrl: string, now = () => new Date()): Promise<ControlStore> {
  const address = describeAddress(databaseUrl);
  const db = connect(databaseUrl);
  try {
    await migrate(db, address);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const keeping: Keeping = { db, now };
  return {
    domains: domains(keeping),
    projectProfiles: projectProfiles(keeping),
    projects: projects(keeping),
    teardowns: teardowns(keeping),
    stars: stars(keeping),
    glossary: glossary(keeping),
    uploads: {
      ...collection<Upload>(keeping, 'uploads', 'upl'),
      newId: () => newId('upl', now().getTime()),
    },
    loads: loads(keeping),
    trainingRuns: trainingRuns(keeping),
    models: models(keeping),
    endpoints: endpoints(keeping),
    batchForecasts: collection(keeping, 'batchForecasts', 'bfc'),
    identity: identity(keeping),
    openWork: () => openWork(db),
    close: () => db.destroy(),
  };
}

/** Oldest first, so that what waited longest is sent first. */
async function openWork(db: Database): Promise<OpenWork[]> {
  const { rows } = await sql<OpenWork>`
    select 'provision' as kind, id as project_id, id, created_at from tandem.projects where state = 'provisioning'
    union all
    select 'load', project_id, id, created_at from tandem.loads where state in ('queued', 'running')
    union all
    select 'train', project_id, id, created_at from tandem.training_runs where state in ('queued', 'running')
    union all
    select 'batch-forecast', project_id, id, created_at from tandem.batch_forecasts where state in ('queued', 'running')
    union all
    select 'deploy', project_id, id, created_at from tandem.endpoints where state = 'creating'
    union all
    select 'teardown', project_id, id, created_at from tandem.teardowns where state in ('queued', 'running')
    order by created_at, id`.execute(db);
  return rows.map(({ kind, projectId, id }) => ({ kind, projectId, id }));
}
