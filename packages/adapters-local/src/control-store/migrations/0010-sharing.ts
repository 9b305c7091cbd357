import { type Kysely, sql } from 'kysely';
import { audited } from '../audited.ts';

/**
 * Listings, requests and subscriptions between projects, and quotas. Whoever is at either end of a subscription owns it: both columns refer to
 * projects, so that it goes with the first of them that is deleted, and neither takes a new one meanwhile.
 */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  for (const statement of [...tables, ...triggers, ...events, ...quotas]) await statement.execute(db);
  for (const table of ['listings', 'subscription_requests', 'subscriptions']) await audited(db, table);
  await audited(db, 'quotas', { key: ['domain_id', 'project_id', 'quota'] });
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

// An event is under the project that asked or has; that of whoever publishes stands in the event that made its subject,
// and stays findable by it when the rows are gone.
const events = [
  sql`
    alter table tandem.audit_events
      add column publisher_id text generated always as (payload::jsonb #>> '{changes,publisher_id,new}') stored`,
  sql`
    create index audit_events_of_publisher on tandem.audit_events (publisher_id, subject_id)
      where publisher_id is not null`,
];

/** The tables of what a worker does by order of a person, whose rows count as jobs. */
const jobs = ['loads', 'training_runs', 'batch_forecasts'];
const countOfJobs = (where: string) =>
  jobs.map((it) => `(select count(*) from tandem.${it} where project_id = of_project and ${where})`).join(' + ');

const limitedBy: Readonly<Record<string, readonly string[]>> = {
  projects: ['projects'],
  uploads: ['uploaded-bytes'],
  loads: ['open-jobs', 'jobs-per-day'],
  batch_forecasts: ['open-jobs', 'jobs-per-day'],
  training_runs: ['open-jobs', 'jobs-per-day', 'training-minutes-per-month'],
};

const quotas = [
  // A run that is tried again begins anew; what its attempts before took stays on its account.
  sql`alter table tandem.training_runs add column worked tstzmultirange not null default '{}'`,
  sql`
    create function tandem.attempt(started_at timestamptz, ended_at timestamptz) returns tstzrange
      language sql immutable as $$
      select case when started_at is null then 'empty' else tstzrange(started_at, greatest(started_at, ended_at)) end
    $$`,
  sql`
    create function tandem.keep_worked() returns trigger language plpgsql as $$
    begin
      new.worked := old.worked
        + tstzmultirange(tandem.attempt(old.started_at, coalesce(old.ended_at, new.started_at, old.started_at)));
      return new;
    end $$`,
  sql`
    create trigger keep_worked before update on tandem.training_runs
      for each row when (old.started_at is not null and new.started_at is distinct from old.started_at)
      execute function tandem.keep_worked()`,
  sql`
    create table tandem.quotas (
      domain_id text not null references tandem.domains (id),
      project_id text references tandem.projects (id),
      quota text not null,
      most bigint not null check (most >= 0),
      warn_share double precision not null,
      constraint quotas_key unique nulls not distinct (domain_id, project_id, quota)
    )`,
  sql`
    create trigger refuse_deleting before insert on tandem.quotas
      for each row execute function tandem.refuse_deleting()`,
  sql`
    create function tandem.uploaded_bytes(of_project text, at timestamptz) returns numeric language sql stable as $$
      select coalesce(sum(bytes), 0) from tandem.uploads where project_id = of_project
    $$`,
  sql.raw(`
    create function tandem.quota_used(of_quota text, of_domain text, of_project text, at timestamptz)
      returns double precision language sql stable as $$
      select case of_quota
        when 'projects' then (select count(*) from tandem.projects where domain_id = of_domain)
        when 'uploaded-bytes' then tandem.uploaded_bytes(of_project, at)
        when 'open-jobs' then ${countOfJobs("state in ('queued', 'running')")}
        when 'jobs-per-day' then ${countOfJobs("created_at > at - interval '24 hours'")}
        when 'training-minutes-per-month' then (
          select coalesce(sum(extract(epoch from upper(it) - lower(it))), 0) / 60
          from tandem.training_runs, unnest(tstzmultirange(tstzrange(date_trunc('month', at, 'UTC'), null))
            * (worked + tstzmultirange(tandem.attempt(started_at, coalesce(ended_at, at))))) it
          where project_id = of_project)
      end
    $$`),
  // The lock makes inserts of one project take turns, so that two at once do not both find the last place.
  sql`
    create function tandem.require_quota() returns trigger language plpgsql as $$
    declare
      made jsonb := to_jsonb(new);
      at timestamptz := case tg_op when 'UPDATE' then (made ->> 'started_at')::timestamptz else new.created_at end;
      of_project text := made ->> 'project_id';
      of_domain text := coalesce(made ->> 'domain_id', (select domain_id from tandem.projects where id = of_project));
      name text;
      allowed bigint;
      used double precision;
      need bigint;
    begin
      foreach name in array tg_argv loop
        select most into allowed from tandem.quotas
          where domain_id = of_domain and quota = name and (project_id is null or project_id = of_project)
          order by project_id nulls last limit 1;
        continue when not found;
        perform pg_advisory_xact_lock(hashtextextended('tandem quota of ' || coalesce(of_project, of_domain), 0));
        used := tandem.quota_used(name, of_domain, of_project, at);
        need := case name
          when 'uploaded-bytes' then (made ->> 'bytes')::bigint
          when 'training-minutes-per-month' then 0
          else 1 end;
        if used + need > allowed or used >= allowed and need = 0 then
          raise exception 'the quota % is reached', name using errcode = 'TD002', detail = json_build_object(
            'quota', name, 'used', used, 'need', need, 'most', allowed,
            'subject', (select p.name from tandem.projects p where p.id = of_project
              union all select d.name from tandem.domains d where d.id = of_domain and of_project is null),
            'domain', (select d.name from tandem.domains d where d.id = of_domain));
        end if;
      end loop;
      return new;
    end $$`,
  ...Object.entries(limitedBy).map(
    ([table, names]) => sql`
      create trigger require_quota before insert on ${sql.table(`tandem.${table}`)}
        for each row execute function tandem.require_quota(${sql.join(names.map((it) => sql.lit(it)))})`,
  ),
  // What was accepted within the budget does not begin beyond it: many runs may have been sent at once.
  sql`
    create trigger require_quota_again before update on tandem.training_runs
      for each row when (new.state = 'running' and new.started_at is distinct from old.started_at)
      execute function tandem.require_quota('training-minutes-per-month')`,
];
