import type { QuotaName } from '@tandem/data-model/contract';
import type { KeptQuota, QuotaStore } from '@tandem/ports';
import { sql } from 'kysely';
import { type Keeping, transaction } from './collection.ts';

/** Limits of domains and projects; a trigger keeps them, as what is over them may come by any way. */
export function quotas(keeping: Keeping): QuotaStore {
  const { db } = keeping;
  return {
    async limits(domainId, projectId) {
      const own = projectId === undefined ? sql`` : sql`or project_id = ${projectId}`;
      const { rows } = await sql<KeptQuota>`
        select project_id, quota, most, warn_share from tandem.quotas
        where domain_id = ${domainId} and (project_id is null ${own})`.execute(db);
      return rows;
    },
    set: (domainId, projectId, quotas) =>
      transaction(keeping, async (within) => {
        // Two at once would each delete what was there before, and insert the same.
        const owner =
          projectId === null
            ? sql`tandem.domains where id = ${domainId}`
            : sql`tandem.projects where id = ${projectId}`;
        await sql`select 1 from ${owner} for no key update`.execute(within.db);
        await sql`
          delete from tandem.quotas
          where domain_id = ${domainId} and project_id is not distinct from ${projectId}`.execute(within.db);
        for (const { quota, most, warnShare } of quotas) {
          await sql`
            insert into tandem.quotas (domain_id, project_id, quota, most, warn_share)
            values (${domainId}, ${projectId}, ${quota}, ${most}, ${warnShare})`.execute(within.db);
        }
      }),
    async used(names, domainId, projectId) {
      const { rows } = await sql<{ quota: QuotaName; used: number }>`
        select quota, tandem.quota_used(quota, ${domainId}, ${projectId}, ${keeping.now()}) as used
        from unnest(${[...names]}::text[]) quota`.execute(db);
      return new Map(rows.map((it) => [it.quota, it.used]));
    },
  };
}
