import type { Upload } from '@tandem/data-model/contract';
import type { ControlStore, OpenWork } from '@tandem/ports';
import { sql } from 'kysely';
import { auditLog } from './audit-log.ts';
import { collection, type Keeping } from './collection.ts';
import { connect, type Database, describeAddress } from './connect.ts';
import { connections } from './connections.ts';
import { deadJobs } from './dead-jobs.ts';
import { domains } from './domains.ts';
import { glossary } from './glossary.ts';
import { identity } from './identity/identity.ts';
import { jobLeases } from './job-leases.ts';
import { jobList } from './job-list.ts';
import { keptReplies } from './kept-replies.ts';
import { leasedStore } from './leased-store.ts';
import { loads } from './loads.ts';
import { migrate } from './migrate.ts';
import { endpoints, models } from './models.ts';
import { newId } from './new-id.ts';
import { projectProfiles } from './project-profiles.ts';
import { projects } from './projects.ts';
import { quotas } from './quotas.ts';
import { repeatableId } from './repeatable-id.ts';
import { sharing } from './sharing/sharing.ts';
import { stars } from './stars.ts';
import { teardowns } from './teardowns.ts';
import { uploadSessions } from './upload-sessions.ts';
import { workflowRuns, workflows } from './workflows.ts';

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
  return storeOn({ db, now });
}

function storeOn(keeping: Keeping): ControlStore {
  const { db, now } = keeping;
  return {
    domains: domains(keeping),
    projectProfiles: projectProfiles(keeping),
    projects: projects(keeping),
    teardowns: teardowns(keeping),
    stars: stars(keeping),
    glossary: glossary(keeping),
    uploads: {
      ...collection<Upload>(keeping, 'uploads', 'upl'),
      newId: () => repeatableId('upl') ?? newId('upl', now().getTime()),
    },
    uploadSessions: uploadSessions(keeping),
    loads: loads(keeping),
    trainingRuns: collection(keeping, 'trainingRuns', 'run'),
    models: models(keeping),
    endpoints: endpoints(keeping),
    batchForecasts: collection(keeping, 'batchForecasts', 'bfc'),
    connections: connections(keeping),
    workflows: workflows(keeping),
    workflowRuns: workflowRuns(keeping),
    sharing: sharing(keeping),
    quotas: quotas(keeping),
    identity: identity(keeping),
    audit: auditLog(db),
    jobs: { ...jobList(keeping), ...jobLeases(keeping, storeOn), ...deadJobs(keeping) },
    under: (lease) => leasedStore(keeping, lease, storeOn),
    keptReplies: keptReplies(keeping),
    answers: async () => void (await sql`select 1`.execute(db)),
    openWork: () => openWork(db),
    close: () => db.destroy(),
  };
}

/** Oldest first, so that what waited longest is sent first. */
async function openWork(db: Database): Promise<OpenWork[]> {
  const { rows } = await sql<OpenWork>`
    select 'provision' as kind, id as project_id, id, created_at, 'interactive' as priority from tandem.projects where state = 'provisioning'
    union all
    select 'load', project_id, id, created_at, priority from tandem.loads where state in ('queued', 'running')
    union all
    select 'train', project_id, id, created_at, priority from tandem.training_runs where state in ('queued', 'running')
    union all
    select 'batch-forecast', project_id, id, created_at, priority from tandem.batch_forecasts where state in ('queued', 'running')
    union all
    select 'deploy', project_id, id, created_at, 'interactive' from tandem.endpoints where state = 'creating'
    union all
    select 'workflow', project_id, id, created_at, priority from tandem.workflow_runs where state in ('queued', 'running')
    union all
    select 'teardown', project_id, id, created_at, 'interactive' from tandem.teardowns where state in ('queued', 'running')
    order by created_at, id`.execute(db);
  return rows.map(({ kind, projectId, id, priority }) => ({
    ...{ kind, projectId, id },
    ...(priority === 'scheduled' ? { priority } : {}),
  }));
}
