import { type Kysely, sql } from 'kysely';
import { audited } from '../audited.ts';

/** Workflows and their runs, which count as jobs. Runs outlive their workflow, so they do not refer to it. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  for (const statement of [...tables, ...triggers, quotaUsed]) await statement.execute(db);
  await audited(db, 'workflows', { quiet: ['next_at'] });
  await audited(db, 'workflow_runs', { quiet: ['progress'] });
}

const tables = [
  sql`
    create table tandem.workflows (
      id text primary key,
      project_id text not null references tandem.projects (id),
      name text not null,
      enabled boolean not null,
      model text not null,
      steps jsonb not null,
      schedule jsonb,
      data_arrival boolean not null,
      next_at timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint workflows_name_key unique (project_id, name)
    )`,
  sql`create index workflows_of_project on tandem.workflows (project_id, id desc)`,
  sql`create index workflows_due on tandem.workflows (next_at) where enabled and next_at is not null`,
  sql`
    create table tandem.workflow_runs (
      id text primary key,
      project_id text not null references tandem.projects (id),
      workflow_id text not null,
      name text not null,
      cause text not null,
      model text not null,
      model_id text,
      definition jsonb not null,
      steps jsonb not null,
      restarts integer not null,
      state text not null,
      priority text not null default 'interactive',
      progress jsonb,
      error jsonb,
      created_at timestamptz not null,
      started_at timestamptz,
      ended_at timestamptz
    )`,
  // Who adds an upload notes it in the same transaction, so that no clock says what came before a run and what after.
  sql`
    create table tandem.workflow_arrivals (
      workflow_id text not null references tandem.workflows (id) on delete cascade,
      upload_id text not null references tandem.uploads (id) on delete cascade,
      primary key (workflow_id, upload_id)
    )`,
  sql`create index workflow_arrivals_of_upload on tandem.workflow_arrivals (upload_id)`,
  sql`create index workflow_runs_of_project on tandem.workflow_runs (project_id, id desc)`,
  sql`create index workflow_runs_of_workflow on tandem.workflow_runs (workflow_id, id desc)`,
  sql`
    create unique index workflow_runs_open_key on tandem.workflow_runs (workflow_id)
      where state in ('queued', 'running')`,
];

const triggers = [
  sql`
    create function tandem.note_arrival() returns trigger language plpgsql as $$
      begin
        insert into tandem.workflow_arrivals (workflow_id, upload_id)
          select w.id, new.id from tandem.workflows w
          where w.project_id = new.project_id and w.data_arrival order by w.id;
        return new;
      end
    $$`,
  sql`create trigger note_arrival after insert on tandem.uploads
    for each row execute function tandem.note_arrival()`,
  ...['workflows', 'workflow_runs'].map(
    (it) => sql`
      create trigger refuse_deleting before insert on ${sql.table(`tandem.${it}`)}
        for each row execute function tandem.refuse_deleting()`,
  ),
  sql`
    create trigger require_quota before insert on tandem.workflow_runs
      for each row execute function tandem.require_quota('open-jobs', 'jobs-per-day')`,
];

/** The tables of what a worker does by order of a person, whose rows count as jobs. */
const jobs = ['loads', 'training_runs', 'batch_forecasts', 'workflow_runs'];
const countOfJobs = (where: string) =>
  jobs.map((it) => `(select count(*) from tandem.${it} where project_id = of_project and ${where})`).join(' + ');

const quotaUsed = sql.raw(`
  create or replace function tandem.quota_used(of_quota text, of_domain text, of_project text, at timestamptz)
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
  $$`);
