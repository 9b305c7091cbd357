import type { Project, Side, Subscription } from '@tandem/data-model/contract';
import type { Reach, SharingStore } from '@tandem/ports';
import { type RawBuilder, sql } from 'kysely';
import { type Keeping, transaction } from '../collection.ts';
import { type Database, schema } from '../connect.ts';
import { newId } from '../new-id.ts';
import { end } from './requests.ts';

type Part = Pick<
  SharingStore,
  'approve' | 'getSubscription' | 'subscriptions' | 'endSubscription' | 'reachOf' | 'activeEntries'
>;

export function subscriptions(keeping: Keeping): Part {
  const { db } = keeping;
  const one = async (within: Database, where: RawBuilder<unknown>) =>
    (await chosen(keeping.now(), where).execute(within)).rows[0];
  return {
    approve: (publisherId, requestId, { by, reason, expiresAt }) =>
      transaction(keeping, async (within) => {
        const now = keeping.now();
        const { rows } = await sql<{ listingId: string; projectId: string }>`
          update tandem.subscription_requests
          set state = 'approved', decided_by = ${by}, decided_at = ${now}, decision_reason = ${reason}
          where id = ${requestId} and publisher_id = ${publisherId} and state = 'pending'
          returning listing_id, project_id`.execute(within.db);
        if (!rows[0]) return undefined;
        const { listingId, projectId } = rows[0];
        await sql`
          update tandem.subscriptions
          set ended_state = case when expires_at > ${now} then 'renewed' else 'expired' end, ended_by = ${by}, ended_at = ${now}
          where listing_id = ${listingId} and project_id = ${projectId} and ended_at is null`.execute(within.db);
        const id = newId('sub', now.getTime());
        await sql`
          insert into tandem.subscriptions
            (id, listing_id, request_id, publisher_id, project_id, approved_by, created_at, expires_at)
          values (${id}, ${listingId}, ${requestId}, ${publisherId}, ${projectId}, ${by}, ${now}, ${expiresAt})`.execute(
          within.db,
        );
        return one(within.db, sql`s.id = ${id}`);
      }),
    getSubscription: (side, projectId, id) => one(db, sql`s.id = ${id} and ${end(side, 's')} = ${projectId}`),
    async subscriptions({ side, projectId, state }, { before, limit }) {
      const now = keeping.now();
      const older = before === undefined ? sql`` : sql`and s.id < ${before}`;
      const inState = state === undefined ? sql`` : sql`and ${stateAt(now)} = ${state}`;
      const { rows } = await sql<Subscription>`
        ${chosen(now, sql`${end(side, 's')} = ${projectId} ${inState} ${older}`)} order by s.id desc limit ${limit}`.execute(
        db,
      );
      return rows;
    },
    endSubscription: ({ side, projectId, id }, ending) =>
      transaction(keeping, async (within) => {
        const now = keeping.now();
        const { rows } = await sql<{ id: string }>`
          update tandem.subscriptions s
          set ended_state = ${endedBy[side]}, ended_by = ${ending.by}, ended_at = ${now}, end_reason = ${ending.reason}
          where s.id = ${id} and ${end(side, 's')} = ${projectId} and ${isActive(now)} returning s.id`.execute(
          within.db,
        );
        return rows[0] && one(within.db, sql`s.id = ${rows[0].id}`);
      }),
    async reachOf(publisherId, entry) {
      const { rows } = await sql<Reach>`
        select s.id, l.entry, s.expires_at,
          json_build_object('id', q.id, 'domainId', q.domain_id, 'domainUnitId', q.domain_unit_id, 'name', q.name) as project
        from tandem.subscriptions s
        join tandem.listings l on l.id = s.listing_id
        join tandem.projects q on q.id = s.project_id
        where s.publisher_id = ${publisherId} and l.entry = ${entry} and ${isActive(keeping.now())}
        order by s.id`.execute(db);
      return rows;
    },
    async activeEntries(projectId, kind) {
      const { rows } = await sql<{ entry: string; publisherId: string }>`
        select l.entry, s.publisher_id from tandem.subscriptions s
        join tandem.listings l on l.id = s.listing_id
        where s.project_id = ${projectId} and l.kind = ${kind} and ${isActive(keeping.now())} order by s.id`.execute(
        db,
      );
      if (rows.length === 0) return [];
      const ids = [...new Set(rows.map((it) => it.publisherId))];
      const publishers = (await db
        .withSchema(schema)
        .selectFrom('projects')
        .selectAll()
        .where('id', 'in', ids)
        .execute()) as unknown as Project[];
      const of = new Map(publishers.map((it) => [it.id, it]));
      return rows.flatMap(({ entry, publisherId }) => {
        const publisher = of.get(publisherId);
        return publisher ? [{ entry, publisher }] : [];
      });
    },
  };
}

const endedBy = { publisher: 'revoked', subscriber: 'cancelled' } as const satisfies Record<Side, string>;

/** Whether a subscription, as `s`, gives access at that instant. */
export const isActive = (now: Date): RawBuilder<boolean> => sql`(s.ended_at is null and s.expires_at > ${now})`;

const stateAt = (now: Date): RawBuilder<string> =>
  sql`case when s.ended_at is not null then s.ended_state when s.expires_at > ${now} then 'active' else 'expired' end`;

const chosen = (now: Date, where: RawBuilder<unknown>) => sql<Subscription>`
  select s.id, s.listing_id, l.entry, l.kind, l.name, s.publisher_id, p.name as publisher_name, s.project_id,
    q.name as project_name, s.request_id, ${stateAt(now)} as state, s.approved_by, s.created_at, s.expires_at, s.ended_by,
    s.ended_at, s.end_reason, case when l.kind = 'table' then p.catalog_name end as schema
  from tandem.subscriptions s
  join tandem.listings l on l.id = s.listing_id
  join tandem.projects p on p.id = s.publisher_id
  join tandem.projects q on q.id = s.project_id
  where ${where}`;
