import { type Kysely, sql } from 'kysely';

/**
 * A run of a workflow holds no place among the open jobs of its project, which its own steps need; and an upload waits
 * for whoever deletes a workflow that awaits it.
 */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const begun = ['loads', 'training_runs', 'batch_forecasts'];
const countOf = (tables: readonly string[], where: string) =>
  tables.map((it) => `(select count(*) from tandem.${it} where project_id = of_project and ${where})`).join(' + ');

const statements = [
  sql`drop trigger require_quota on tandem.workflow_runs`,
  sql`
    create trigger require_quota before insert on tandem.workflow_runs
      for each row execute function tandem.require_quota('jobs-per-day')`,
  sql.raw(`
    create or replace function tandem.quota_used_by_now(of_quota text, of_domain text, of_project text, at timestamptz)
      returns double precision language sql stable as $$
      select case of_quota
        when 'projects' then (select count(*) from tandem.projects where domain_id = of_domain)
        when 'uploaded-bytes' then tandem.uploaded_bytes(of_project, at)
        when 'open-jobs' then ${countOf(begun, "state in ('queued', 'running')")}
        when 'jobs-per-day' then ${countOf([...begun, 'workflow_runs'], "created_at > at - interval '24 hours'")}
        when 'training-minutes-per-month' then (
          select coalesce(sum(extract(epoch from upper(it) - lower(it))), 0) / 60
          from tandem.training_runs, unnest(tstzmultirange(tstzrange(date_trunc('month', at, 'UTC'), null))
            * (worked + tstzmultirange(tandem.attempt(started_at, coalesce(ended_at, at))))) it
          where project_id = of_project)
      end
    $$`),
  // As the foreign key would in a moment, but without failing where the workflow is gone by then.
  sql`
    create or replace function tandem.note_arrival() returns trigger language plpgsql as $$
      begin
        insert into tandem.workflow_arrivals (workflow_id, upload_id)
          select w.id, new.id from tandem.workflows w
          where w.project_id = new.project_id and w.data_arrival order by w.id for key share;
        return new;
      end
    $$`,
];
