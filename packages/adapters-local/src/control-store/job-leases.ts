import { NotFound } from '@tandem/data-model';
import type { Jobs, Lease, LogLine } from '@tandem/ports';
import { sql } from 'kysely';
import { type Keeping, transaction, write } from './collection.ts';
import { schema } from './connect.ts';
import { kindsOfJob } from './job-kinds.ts';
import { toRow } from './row.ts';

/** Who may change what a job changes, and the log of each job. */
export function jobLeases(
  keeping: Keeping,
): Pick<Jobs, 'claim' | 'holds' | 'release' | 'cancel' | 'appendLog' | 'log'> {
  const { db, now } = keeping;
  return {
    async claim({ projectId, id: jobId }) {
      const { rows } = await sql<Lease>`
        insert into tandem.job_leases as l (job_id, project_id, token, attempts, claimed_at)
        select ${jobId}, id, 1, 1, ${now().toISOString()} from tandem.projects where id = ${projectId}
        on conflict (job_id) do update
          set token = l.token + 1, attempts = l.attempts + 1, claimed_at = excluded.claimed_at
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
        .set({ attempts: how === 'done' ? 0 : sql`greatest(attempts - 1, 0)` })
        .where('jobId', '=', jobId)
        .where('token', '=', token)
        .execute();
    },
    cancel: ({ id, kind }, error) =>
      transaction(keeping, async ({ db: trx }) => {
        const { table, open, cancelled, keepsProgress } = kindsOfJob[kind];
        // The lease before the record, in the order in which whoever has it locks them.
        await trx
          .withSchema(schema)
          .updateTable('jobLeases')
          .set({ token: sql`token + 1`, attempts: 0 })
          .where('jobId', '=', id)
          .execute();
        const ended = keepsProgress ? { progress: null, endedAt: now().toISOString() } : {};
        const reason = cancelled === 'cancelled' ? {} : { error };
        const [record] = await trx
          .withSchema(schema)
          .updateTable(table)
          .set(toRow({ state: cancelled, ...ended, ...reason }))
          .where('id', '=', id)
          .where('state', 'in', [...open])
          .returning('id')
          .execute();
        return record !== undefined;
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
