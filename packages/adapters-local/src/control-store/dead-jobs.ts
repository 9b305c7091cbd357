import type { DeadJob } from '@tandem/data-model/contract';
import type { Jobs } from '@tandem/ports';
import { type Keeping, transaction } from './collection.ts';
import { schema } from './connect.ts';
import { kindsOfJob } from './job-kinds.ts';
import { toRow } from './row.ts';

/** Jobs that workers gave up. */
export function deadJobs(keeping: Keeping): Pick<Jobs, 'bury' | 'dead' | 'revive' | 'discard'> {
  const { db, now } = keeping;
  return {
    bury: (lease, { kind, id, projectId }, error) =>
      transaction({ ...keeping, lease }, async ({ db: trx }) => {
        const { table, open, keepsProgress } = kindsOfJob[kind];
        const diedAt = now().toISOString();
        const ended = keepsProgress ? { progress: null, endedAt: diedAt } : {};
        const [record] = await trx
          .withSchema(schema)
          .updateTable(table)
          .set(toRow({ state: 'failed', error, ...ended }))
          .where('id', '=', id)
          .where('state', 'in', [...open])
          .returning('id')
          .execute();
        if (!record) return;
        await trx
          .withSchema(schema)
          .updateTable('jobLeases')
          .set({ endedAt: diedAt })
          .where('jobId', '=', id)
          .execute();
        const row = toRow({ projectId, kind, attempts: lease.attempt, error, diedAt });
        await trx
          .withSchema(schema)
          .insertInto('deadJobs')
          .values({ jobId: id, ...row })
          .onConflict((it) => it.column('jobId').doUpdateSet(row))
          .execute();
      }),
    async dead() {
      const found = db.withSchema(schema).selectFrom('deadJobs').selectAll();
      const rows = await found.orderBy('diedAt', 'desc').orderBy('jobId').execute();
      return rows.map(({ jobId, ...rest }) => ({ id: jobId, ...rest })) as unknown as DeadJob[];
    },
    revive: (id) =>
      transaction(keeping, async ({ db: trx }) => {
        const tables = trx.withSchema(schema);
        const dead = (await tables.deleteFrom('deadJobs').where('jobId', '=', id).returningAll().executeTakeFirst()) as
          | { kind: DeadJob['kind']; projectId: string }
          | undefined;
        if (!dead) return undefined;
        const { kind, projectId } = dead;
        const { table, accepted, keepsProgress } = kindsOfJob[kind];
        await tables.updateTable('jobLeases').set({ attempts: 0, endedAt: null }).where('jobId', '=', id).execute();
        const fresh = { state: accepted, error: null, ...(keepsProgress ? { startedAt: null, endedAt: null } : {}) };
        await tables.updateTable(table).set(toRow(fresh)).where('id', '=', id).where('state', '=', 'failed').execute();
        return { kind, projectId, id };
      }),
    async discard(id) {
      const gone = db.withSchema(schema).deleteFrom('deadJobs').where('jobId', '=', id).returning('jobId');
      return (await gone.executeTakeFirst()) !== undefined;
    },
  };
}
