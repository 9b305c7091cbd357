import type { SharingStore } from '@tandem/ports';
import { sql } from 'kysely';
import { type Keeping, transaction } from '../collection.ts';
import { takeBack } from './listings.ts';
import { isActive } from './subscriptions.ts';

/** What of a project stands, waits or is active, at whichever end it is. */
export function open(keeping: Keeping): Pick<SharingStore, 'open' | 'endAll'> {
  return {
    async open(projectId) {
      const { rows } = await sql<{ listings: number; requests: number; subscriptions: number }>`
        select
          (select count(*) from tandem.listings where project_id = ${projectId} and unlisted_at is null) as listings,
          (select count(*) from tandem.subscription_requests
            where ${projectId} in (project_id, publisher_id) and state = 'pending') as requests,
          (select count(*) from tandem.subscriptions s
            where ${projectId} in (project_id, publisher_id) and ${isActive(keeping.now())}) as subscriptions`.execute(
        keeping.db,
      );
      return rows[0]!;
    },
    endAll: (projectId, ending) =>
      transaction(keeping, async (within) => {
        await takeBack(within, sql`project_id = ${projectId}`, ending);
        const now = keeping.now();
        await sql`
          update tandem.subscription_requests
          set state = 'cancelled', decided_by = ${ending.by}, decided_at = ${now}, decision_reason = ${ending.reason}
          where ${projectId} in (project_id, publisher_id) and state = 'pending'`.execute(within.db);
        await sql`
          update tandem.subscriptions s
          set ended_state = 'cancelled', ended_by = ${ending.by}, ended_at = ${now}, end_reason = ${ending.reason}
          where ${projectId} in (project_id, publisher_id) and ${isActive(now)}`.execute(within.db);
      }),
  };
}
