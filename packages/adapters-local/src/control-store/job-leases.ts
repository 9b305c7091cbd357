import { NotFound } from '@tandem/data-model';
import type { ControlStore, Jobs, Lease, LogLine } from '@tandem/ports';
import { sql } from 'kysely';
import { type Keeping, transaction, write } from './collection.ts';
import { schema } from './connect.ts';
import { kindsOfJob } from './job-kinds.ts';
import { toRow } from './row.ts';

/** Who may change what a job changes, and the log of each job; `storeOf` makes a store on a transaction. */
export function jobLeases(
  keeping: Keeping,
  storeOf: (keeping: Keeping) => ControlStore,
): Pick<Jobs, 'claim' | 'holds' | 'release' | 'cancel' | 'appendLog' | 'log'> {
  const { db, now } = keeping;
  return {
    async claim({ projectId, id: jobId }) {
      const { rows } = await sql<Lease>`
        insert into tandem.job_leases as l (job_id, project_id, token, attempts, claimed_at)
        select ${jobId}, id, 1, 1, ${now().toISOString()} from tandem.projects where id = ${projectId}
        on conflict (job_id) do update
          set token = l.token + 1, attempts = case when l.ended_at is null then l.attempts + 1 else 1 end,
            claimed_at = excluded.claimed_at, ended_at = null
        returning job_id, project_id, token, attempts as attempt`.execute(db);
      if (!rows[0]) throw new NotFound('project', projectId);
      return rows[0];
    },
    async holds({ jobId, token }) {
      const lease = db.withSchema(schema).selectFrom('jobLeases').select('token').where('jobId', '=', jobId);
      return (await lease.executeTakeFirst())?.token === token;
    },
    async release({ jobId, token }, how) {
      await db
        .withSchema(schema)
        .updateTable('jobLeases')
        .set(how === 'done' ? { endedAt: now().toISOString() } : { attempts: sql`greatest(attempts - 1, 0)` })
        .where('jobId', '=', jobId)
        .where('token', '=', token)
        .execute();
    },
    cancel: ({ id, kind, projectId }, error, also) =>
      transaction(keeping, async (inside) => {
        const { db: trx } = inside;
        const { table, open, cancelled, keepsProgress } = kindsOfJob[kind];
        // The lease before the record, in the order in which whoever has it locks them.
        await trx
          .withSchema(schema)
          .updateTable('jobLeases')
          .set({ token: sql`token + 1` })
          .where('jobId', '=', id)
          .execute();
        const endedAt = now().toISOString();
        const ended = keepsProgress ? { progress: null, endedAt } : {};
        const reason = cancelled === 'cancelled' ? {} : { error };
        const [record] = await trx
          .withSchema(schema)
          .updateTable(table)
          .set(toRow({ state: cancelled, ...ended, ...reason }))
          .where('id', '=', id)
          .where('state', 'in', [...open])
          .returning('id')
          .execute();
        if (!record) return false;
        // One that no worker had yet has its end there too. What ended before is of another time that it was done.
        await sql`
          insert into tandem.job_leases as l (job_id, project_id, token, attempts, claimed_at, ended_at)
          select ${id}, id, 1, 0, ${endedAt}, ${endedAt} from tandem.projects where id = ${projectId} and state <> 'deleting'
          on conflict (job_id) do update set ended_at = excluded.ended_at,
            attempts = case when l.ended_at is null then l.attempts else 0 end`.execute(trx);
        await also?.(storeOf(inside));
        return true;
      }),
    appendLog: ({ projectId, id }, text) =>
      write(keeping, async ({ db: inside }) => {
        const line = toRow({ jobId: id, projectId, at: now().toISOString(), text });
        await inside.withSchema(schema).insertInto('jobLog').values(line).execute();
      }),
    async log(jobId) {
      const lines = await db
        .withSchema(schema)
        .selectFrom('jobLog')
        .select(['at', 'text'])
        .where('jobId', '=', jobId)
        .orderBy('position')
        .execute();
      return lines as unknown as LogLine[];
    },
  };
}
