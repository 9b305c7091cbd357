import type { Side, SubscriptionRequest } from '@tandem/data-model/contract';
import type { SharingStore } from '@tandem/ports';
import { type RawBuilder, sql } from 'kysely';
import { type Keeping, transaction } from '../collection.ts';
import type { Database } from '../connect.ts';
import { newId } from '../new-id.ts';
import { toRow } from '../row.ts';

type Part = Pick<SharingStore, 'request' | 'getRequest' | 'requests' | 'countRequests' | 'closeRequest'>;

export function requests(keeping: Keeping): Part {
  const { db } = keeping;
  return {
    async request(request, by) {
      const now = keeping.now();
      const { listingId, projectId, reason, days } = toRow(request);
      const { name, userId } = toRow({ name: by.name, userId: by.userId });
      return transaction(keeping, async (within) => {
        // Who takes the listing back meanwhile waits for this lock, and then finds the request.
        const { rows } = await sql<{ publisherId: string }>`
          select l.project_id as publisher_id from tandem.listings l
          join tandem.projects p on p.id = l.project_id
          join tandem.projects q on q.id = ${projectId} and q.domain_id = p.domain_id
          where l.id = ${listingId} and l.unlisted_at is null for share of l`.execute(within.db);
        if (!rows[0]) return undefined;
        const id = newId('sbr', now.getTime());
        await sql`
          insert into tandem.subscription_requests
            (id, listing_id, publisher_id, project_id, state, reason, days, requested_by, requester_id,
             requester_service_id, requester_service, created_at)
          values (${id}, ${listingId}, ${rows[0].publisherId}, ${projectId}, 'pending', ${reason}, ${days}, ${name}, ${userId},
            ${by.service?.tokenId ?? null}, ${by.service?.name ?? null}, ${now})`.execute(within.db);
        return one(within.db, sql`r.id = ${id}`);
      });
    },
    getRequest: (side, projectId, id) => one(db, sql`r.id = ${id} and ${end(side, 'r')} = ${projectId}`),
    async requests(of, { before, limit }) {
      const older = before === undefined ? sql`` : sql`and r.id < ${before}`;
      const { rows } = await sql<SubscriptionRequest>`
        ${chosen(sql`${those(of)} ${older}`)} order by r.id desc limit ${limit}`.execute(db);
      return rows;
    },
    async countRequests(of) {
      const { rows } = await sql<{ count: number }>`
        select count(*) from tandem.subscription_requests r where ${those(of)}`.execute(db);
      return rows[0]!.count;
    },
    closeRequest: ({ side, projectId, id }, state, { by, reason }) =>
      transaction(keeping, async (within) => {
        const { rows } = await sql<{ id: string }>`
          update tandem.subscription_requests r
          set state = ${state}, decided_by = ${by}, decided_at = ${keeping.now()}, decision_reason = ${reason}
          where r.id = ${id} and ${end(side, 'r')} = ${projectId} and r.state = 'pending' returning r.id`.execute(
          within.db,
        );
        return rows[0] && one(within.db, sql`r.id = ${rows[0].id}`);
      }),
  };
}

/** The column of a table that holds the project at one end. */
export const end = (side: Side, table: string): RawBuilder<unknown> =>
  sql.ref(`${table}.${side === 'publisher' ? 'publisher_id' : 'project_id'}`);

function those({ side, projectIds, states }: Parameters<SharingStore['requests']>[0]): RawBuilder<unknown> {
  const ofStates = states === undefined ? sql`` : sql`and r.state = any (${[...states]})`;
  return sql`${end(side, 'r')} = any (${[...projectIds]}) ${ofStates}`;
}

async function one(db: Database, where: RawBuilder<unknown>): Promise<SubscriptionRequest | undefined> {
  return (await chosen(where).execute(db)).rows[0];
}

const chosen = (where: RawBuilder<unknown>) => sql<SubscriptionRequest>`
  select r.id, r.listing_id, l.entry, l.kind, l.name, r.publisher_id, p.name as publisher_name, r.project_id,
    q.name as project_name, r.state, r.reason, r.days, r.requested_by, r.requester_id,
    case when r.requester_service_id is not null then
      json_build_object('tokenId', r.requester_service_id, 'name', r.requester_service) end as requester_service, r.created_at, r.decided_by,
    r.decided_at, r.decision_reason
  from tandem.subscription_requests r
  join tandem.listings l on l.id = r.listing_id
  join tandem.projects p on p.id = r.publisher_id
  join tandem.projects q on q.id = r.project_id
  where ${where}`;
