import { type Kysely, sql } from 'kysely';

/**
 * Versions of profiles, what each project was made with, deletions of projects, and glossaries. Whatever has a column `project_id`
 * that refers to projects takes no new row of a project that is being deleted: the lock on the project's row makes an
 * insert and the beginning of a deletion take turns. A table that comes later takes the trigger too.
 */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  // Parameters were not looked at before: of those that were given, one meant something.
  await sql`
    update tandem.project_profiles set blueprints = coalesce((
      select jsonb_agg(jsonb_build_object('blueprint', it -> 'blueprint', 'parameters',
        case when it #> '{parameters,redshiftBaseCapacity}' is not null and it ->> 'blueprint' = 'RedshiftServerless'
          then jsonb_build_object('redshiftBaseCapacity', it #> '{parameters,redshiftBaseCapacity}') else '{}' end) order by at)
      from jsonb_array_elements(blueprints) with ordinality as each (it, at)), '[]')`.execute(db);
  await sql`
    create table tandem.project_profile_versions (
      profile_id text not null references tandem.project_profiles (id),
      version integer not null,
      blueprints jsonb not null,
      created_at timestamptz not null,
      primary key (profile_id, version)
    )`.execute(db);
  await sql`alter table tandem.project_profiles add column version integer not null default 1`.execute(db);
  await sql`
    insert into tandem.project_profile_versions (profile_id, version, blueprints, created_at)
    select id, 1, blueprints, created_at from tandem.project_profiles`.execute(db);
  await sql`
    alter table tandem.projects
      add column profile_version integer not null default 1,
      add column description text not null default '',
      add column overrides jsonb not null default '[]',
      add column blueprints jsonb not null default '[]'`.execute(db);
  await sql`
    update tandem.projects p set
      blueprints = f.blueprints,
      steps = coalesce(
        (select jsonb_agg('{"tries": 1, "startedAt": null, "error": null}'::jsonb || step order by at)
         from jsonb_array_elements(p.steps) with ordinality as it (step, at)),
        '[]')
    from tandem.project_profiles f where f.id = p.profile_id`.execute(db);
  await sql`
    create table tandem.teardowns (
      id text primary key,
      project_id text not null,
      domain_id text not null,
      project_name text not null,
      state text not null,
      steps jsonb not null,
      found jsonb not null,
      "left" jsonb,
      error jsonb,
      created_at timestamptz not null,
      started_at timestamptz,
      ended_at timestamptz,
      constraint teardowns_project_key unique (project_id)
    )`.execute(db);
  await sql`
    create table tandem.glossary_terms (
      id text primary key,
      domain_id text not null references tandem.domains (id),
      ko text not null,
      en text not null,
      description text not null,
      synonyms jsonb not null,
      created_at timestamptz not null,
      constraint glossary_terms_name_key unique (domain_id, ko, en)
    )`.execute(db);
  await sql`
    create table tandem.entry_terms (
      project_id text not null references tandem.projects (id),
      entry text not null,
      term_id text not null references tandem.glossary_terms (id),
      position integer not null,
      primary key (project_id, entry, term_id)
    )`.execute(db);
  await sql`
    create function tandem.refuse_deleting() returns trigger language plpgsql as $$
    declare found_state text;
    begin
      select state into found_state from tandem.projects where id = new.project_id for share;
      if found_state = 'deleting' then
        raise exception 'the project is being deleted' using errcode = 'TD001';
      end if;
      return new;
    end $$`.execute(db);
  const { rows } = await sql<{ name: string }>`
    select distinct c.conrelid::regclass::text as name
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname = 'project_id'
    where c.contype = 'f' and c.confrelid = 'tandem.projects'::regclass`.execute(db);
  for (const { name } of rows) {
    await sql`
      create trigger refuse_deleting before insert on ${sql.raw(name)}
      for each row execute function tandem.refuse_deleting()`.execute(db);
  }
}
