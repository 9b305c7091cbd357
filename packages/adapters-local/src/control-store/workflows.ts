import { Conflict, NotFound } from '@tandem/data-model';
import { mostWorkflows, type Workflow, type WorkflowRun } from '@tandem/data-model/contract';
import type { ControlStore, Unsaved } from '@tandem/ports';
import { sql } from 'kysely';
import { collection, insert, type Keeping, transaction, write } from './collection.ts';
import { schema } from './connect.ts';
import { repeatableId } from './repeatable-id.ts';
import { toRow } from './row.ts';

/** Workflows, and when they are due. */
export function workflows(keeping: Keeping): ControlStore['workflows'] {
  const { db } = keeping;
  const watched = () =>
    db
      .withSchema(schema)
      .selectFrom('workflows')
      .selectAll('workflows')
      .innerJoin('projects', 'projects.id', 'workflows.projectId')
      .where('projects.state', '=', 'active')
      .where('workflows.enabled', '=', true);
  const all = collection<Workflow>(keeping, 'workflows', 'wfl');
  return {
    ...all,
    update: (id, fields, states) =>
      fields.dataArrival === false
        ? transaction(keeping, async (within) => {
            const updated = await collection<Workflow>(within, 'workflows', 'wfl').update(id, fields, states);
            if (updated) await forgetAll(within, id);
            return updated;
          })
        : all.update(id, fields, states),
    create: (workflow) =>
      transaction(keeping, async (within) => {
        // Whoever adds one to the project takes turns, so that no two of them are the last one.
        await sql`select 1 from tandem.projects where id = ${workflow.projectId} for no key update`.execute(within.db);
        const made = await collection<Workflow>(within, 'workflows', 'wfl').create(workflow);
        await requireRoom(within, workflow.projectId);
        return made;
      }),
    delete: (projectId, id) =>
      transaction(keeping, async (within) => {
        if (!(await lock(within, projectId, id))) return false;
        if (await hasOpenRun(within, id)) {
          throw new Conflict('A run of the workflow has not ended.', 'Cancel it, or wait until it has ended.');
        }
        const gone = within.db.withSchema(schema).deleteFrom('workflows').where('id', '=', id);
        return (await gone.where('projectId', '=', projectId).returning('id').executeTakeFirst()) !== undefined;
      }),
    due: async (at) =>
      (await watched()
        .where('workflows.nextAt', '<=', at)
        .orderBy('workflows.nextAt')
        .execute()) as unknown as Workflow[],
    async nextAt(after) {
      const { earliest } = await watched()
        .clearSelect()
        .select((it) => it.fn.min<string | null>('workflows.nextAt').as('earliest'))
        .where('workflows.nextAt', '>', after)
        .executeTakeFirstOrThrow();
      return earliest;
    },
    async awaitingData(projectId) {
      const all = watched()
        .where('workflows.dataArrival', '=', true)
        .where(sql<boolean>`exists (select 1 from tandem.workflow_arrivals a where a.workflow_id = workflows.id)`);
      const some = projectId === undefined ? all : all.where('workflows.projectId', '=', projectId);
      return (await some.orderBy('workflows.id').execute()) as unknown as Workflow[];
    },
    async arrivals(id) {
      const found = db.withSchema(schema).selectFrom('workflowArrivals').select('uploadId');
      const rows = await found.where('workflowId', '=', id).orderBy('uploadId').execute();
      return rows.map((it) => it.uploadId as string);
    },
    forgetArrivals: (id, uploadIds) =>
      write(keeping, async (within) => {
        await sql`
          delete from tandem.workflow_arrivals
          where workflow_id = ${id} and upload_id = any(${[...uploadIds]})`.execute(within.db);
      }),
    fire: ({ id, nextAt }, next, run) =>
      transaction(keeping, async (within) => {
        if (run) await waitForQuota(within, run.projectId);
        const moved = await within.db
          .withSchema(schema)
          .updateTable('workflows')
          .set({ nextAt: next })
          .where('id', '=', id)
          .where('enabled', '=', true)
          .where('nextAt', '=', nextAt)
          .returning('id')
          .executeTakeFirst();
        return moved && run && startRun(within, run);
      }),
  };
}

/** Runs of workflows, of each of which at most one is open. */
export function workflowRuns(keeping: Keeping): ControlStore['workflowRuns'] {
  const { create: _, ...rest } = collection<WorkflowRun>(keeping, 'workflowRuns', 'wfr');
  const ofProject = (projectId: string) =>
    keeping.db.withSchema(schema).selectFrom('workflowRuns').selectAll().where('projectId', '=', projectId);
  return {
    ...rest,
    restart: (id, restarts, again) =>
      write(keeping, async (within) => {
        const query = within.db.withSchema(schema).updateTable('workflowRuns').set(toRow(again)).where('id', '=', id);
        const ended = query.where('restarts', '=', restarts).where('state', 'in', ['failed', 'cancelled']);
        return (await ended.returningAll().executeTakeFirst()) as WorkflowRun | undefined;
      }),
    start: (run) => transaction(keeping, (within) => startRun(within, run)),
    open: async (projectId) =>
      (await ofProject(projectId)
        .where('state', 'in', ['queued', 'running'])
        .orderBy('id')
        .execute()) as unknown as WorkflowRun[],
    async ofWorkflow(projectId, workflowId, { before, limit }) {
      let query = ofProject(projectId).where('workflowId', '=', workflowId).orderBy('id', 'desc').limit(limit);
      if (before !== undefined) query = query.where('id', '<', before);
      return (await query.execute()) as unknown as WorkflowRun[];
    },
  };
}

async function startRun(within: Keeping, run: Unsaved<WorkflowRun>): Promise<WorkflowRun | undefined> {
  await waitForQuota(within, run.projectId);
  if (!(await lock(within, run.projectId, run.workflowId))) throw new NotFound('workflow', run.workflowId);
  const id = repeatableId('wfr');
  const made = id === undefined ? undefined : await runOf(within, run.projectId, id);
  if (made) return made;
  if (await hasOpenRun(within, run.workflowId)) return undefined;
  const started = await insert<WorkflowRun>(within, 'workflowRuns', 'wfr', {
    ...(id === undefined ? {} : { id }),
    ...run,
  });
  // What has come by now is its business; an upload that is being added waits for the lock, or was waited for.
  await forgetAll(within, run.workflowId);
  return started;
}

async function forgetAll({ db }: Keeping, workflowId: string): Promise<void> {
  await sql`delete from tandem.workflow_arrivals where workflow_id = ${workflowId}`.execute(db);
}

/**
 * Takes the project's turn at its quotas, as the trigger `require_quota` will. An upload takes it before it notes its
 * arrival with a workflow: who locked the workflow first and took this turn then would wait for it while it waits.
 */
async function waitForQuota({ db }: Keeping, projectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tandem quota of ${projectId}`}, 0))`.execute(db);
}

async function requireRoom({ db }: Keeping, projectId: string): Promise<void> {
  const all = db.withSchema(schema).selectFrom('workflows').where('projectId', '=', projectId);
  const { count } = await all.select((it) => it.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  if (count <= mostWorkflows) return;
  throw new Conflict(
    `The project has ${mostWorkflows} workflows, which is as many as it may have.`,
    'Delete one that is not needed any more, or change it instead of creating another.',
  );
}

/** The run that a call made which is repeated now. */
async function runOf({ db }: Keeping, projectId: string, id: string): Promise<WorkflowRun | undefined> {
  const found = db.withSchema(schema).selectFrom('workflowRuns').selectAll().where('id', '=', id);
  return (await found.where('projectId', '=', projectId).executeTakeFirst()) as WorkflowRun | undefined;
}

/** Whoever starts or deletes takes turns. */
async function lock({ db }: Keeping, projectId: string, id: string): Promise<boolean> {
  const found =
    await sql`select 1 from tandem.workflows where id = ${id} and project_id = ${projectId} for update`.execute(db);
  return found.rows.length > 0;
}

async function hasOpenRun({ db }: Keeping, workflowId: string): Promise<boolean> {
  const open = db.withSchema(schema).selectFrom('workflowRuns').select('id').where('workflowId', '=', workflowId);
  return (await open.where('state', 'in', ['queued', 'running']).executeTakeFirst()) !== undefined;
}
