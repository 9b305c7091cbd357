import type { Listing } from '@tandem/data-model/contract';
import type { Ending, SharingStore } from '@tandem/ports';
import { type RawBuilder, sql } from 'kysely';
import { type Keeping, transaction } from '../collection.ts';
import { newId } from '../new-id.ts';
import { toRow } from '../row.ts';

type Part = Pick<SharingStore, 'publish' | 'listings' | 'unpublish'>;

export function listings(keeping: Keeping): Part {
  return {
    async publish(listing) {
      const now = keeping.now();
      const { projectId, entry, kind, name, description, columns } = toRow(listing);
      return transaction(keeping, async ({ db }) => {
        const { rows } = await sql<{ id: string }>`
          insert into tandem.listings (id, project_id, entry, kind, name, description, columns, created_at)
          values (${newId('lst', now.getTime())}, ${projectId}, ${entry}, ${kind}, ${name}, ${description}, ${columns}, ${now})
          on conflict (project_id, entry) where unlisted_at is null
          do update set name = excluded.name, description = excluded.description, columns = excluded.columns
          returning id`.execute(db);
        const { rows: made } = await chosen(now, sql`l.id = ${rows[0]!.id}`).execute(db);
        return made[0]!;
      });
    },
    async listings(of, page) {
      const whose =
        'projectId' in of
          ? sql`l.project_id = ${of.projectId}`
          : sql`p.domain_id = ${of.domainId} ${of.kind === undefined ? sql`` : sql`and l.kind = ${of.kind}`}`;
      const before = page?.before === undefined ? sql`` : sql`and l.id < ${page.before}`;
      const limit = page ? sql`limit ${page.limit}` : sql``;
      const { rows } = await sql<Listing>`${chosen(keeping.now(), sql`l.unlisted_at is null and ${whose} ${before}`)}
        order by l.id desc ${limit}`.execute(keeping.db);
      return rows;
    },
    unpublish: (projectId, id, ending) =>
      transaction(
        keeping,
        async (within) => (await takeBack(within, sql`id = ${id} and project_id = ${projectId}`, ending)) > 0,
      ),
  };
}

/** Takes listings back, with what waits for them and what was given of them. Gives how many stood. */
export async function takeBack(
  { db, now }: Keeping,
  which: RawBuilder<unknown>,
  { by, reason }: Ending,
): Promise<number> {
  const at = now();
  const { rows } = await sql<{ id: string }>`
    update tandem.listings set unlisted_at = ${at} where unlisted_at is null and ${which} returning id`.execute(db);
  const ids = rows.map((it) => it.id);
  await sql`
    update tandem.subscription_requests
    set state = 'cancelled', decided_by = ${by}, decided_at = ${at}, decision_reason = ${reason}
    where state = 'pending' and listing_id = any (${ids})`.execute(db);
  await sql`
    update tandem.subscriptions
    set ended_state = 'revoked', ended_by = ${by}, ended_at = ${at}, end_reason = ${reason}
    where ended_at is null and expires_at > ${at} and listing_id = any (${ids})`.execute(db);
  return ids.length;
}

/** The same of entries of a project. */
export const takeBackEntries = (within: Keeping, projectId: string, entries: readonly string[], ending: Ending) =>
  takeBack(within, sql`project_id = ${projectId} and entry = any (${[...entries]})`, ending);

const chosen = (now: Date, where: RawBuilder<unknown>) => sql<Listing>`
  select l.id, p.domain_id, l.project_id, p.name as project_name, l.entry, l.kind, l.name, l.description, l.columns,
    l.created_at, (
      select count(*) from tandem.subscriptions s
      where s.listing_id = l.id and s.ended_at is null and s.expires_at > ${now}
    ) as subscribers
  from tandem.listings l join tandem.projects p on p.id = l.project_id
  where ${where}`;
