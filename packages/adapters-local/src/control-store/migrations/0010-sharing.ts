import { type Kysely, sql } from 'kysely';
import { audited } from '../audited.ts';

/**
 * Listings, requests and subscriptions between projects. Whoever is at either end of one owns it: both columns refer to
 * projects, so that it goes with the first of them that is deleted, and neither takes a new one meanwhile.
 */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  for (const statement of [...tables, ...triggers]) await statement.execute(db);
  for (const table of ['listings', 'subscription_requests', 'subscriptions']) await audited(db, table);
}

const tables = [
  sql`
    create table tandem.listings (
      id text primary key,
      project_id text not null references tandem.projects (id),
      entry text not null,
      kind text not null,
      name text not null,
      description text not null,
      columns jsonb not null,
      created_at timestamptz not null,
      unlisted_at timestamptz
    )`,
  sql`create unique index listings_entry_key on tandem.listings (project_id, entry) where unlisted_at is null`,
  sql`
    create table tandem.subscription_requests (
      id text primary key,
      listing_id text not null references tandem.listings (id),
      publisher_id text not null references tandem.projects (id),
      project_id text not null references tandem.projects (id),
      state text not null,
      reason text not null,
      days integer not null,
      requested_by text not null,
      requester_id text,
      created_at timestamptz not null,
      decided_by text,
      decided_at timestamptz,
      decision_reason text
    )`,
  sql`
    create unique index subscription_requests_pending_key on tandem.subscription_requests (listing_id, project_id)
      where state = 'pending'`,
  sql`create index subscription_requests_publisher on tandem.subscription_requests (publisher_id, id desc)`,
  sql`create index subscription_requests_project on tandem.subscription_requests (project_id, id desc)`,
  sql`
    create table tandem.subscriptions (
      id text primary key,
      listing_id text not null references tandem.listings (id),
      request_id text not null references tandem.subscription_requests (id),
      publisher_id text not null references tandem.projects (id),
      project_id text not null references tandem.projects (id),
      approved_by text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      ended_state text,
      ended_by text,
      ended_at timestamptz,
      end_reason text
    )`,
  sql`
    create unique index subscriptions_open_key on tandem.subscriptions (listing_id, project_id)
      where ended_at is null`,
  sql`create index subscriptions_publisher on tandem.subscriptions (publisher_id, id desc)`,
  sql`create index subscriptions_project on tandem.subscriptions (project_id, id desc)`,
];

const triggers = [
  ...['listings', 'subscription_requests', 'subscriptions'].map(
    (it) => sql`
      create trigger refuse_deleting before insert on ${sql.table(`tandem.${it}`)}
        for each row execute function tandem.refuse_deleting()`,
  ),
  sql`
    create function tandem.refuse_deleting_publisher() returns trigger language plpgsql as $$
    declare found_state text;
    begin
      select state into found_state from tandem.projects where id = new.publisher_id for share;
      if found_state = 'deleting' then
        raise exception 'the project is being deleted' using errcode = 'TD001';
      end if;
      return new;
    end $$`,
  ...['subscription_requests', 'subscriptions'].map(
    (it) => sql`
      create trigger refuse_deleting_publisher before insert on ${sql.table(`tandem.${it}`)}
        for each row execute function tandem.refuse_deleting_publisher()`,
  ),
];
