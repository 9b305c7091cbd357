import { type Kysely, sql } from 'kysely';

/**
 * Who answers for the token of a service, and for what it asks of other projects. What open trainings may still take
 * counts as used, and jobs keep how many attempts they took, and when they ended. The
 * audit log names what has no name of its own.
 */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  for (const statement of [...answers, ...reserved, ...ends, ...names]) await statement.execute(db);
}

// No reference to users: whoever made a token answers for it also when they are gone.
const answers = [
  sql`alter table tandem.tokens add column maker_id text`,
  // The audit log knows who made the tokens there are, by what it tells tokens apart by.
  sql`
    update tandem.tokens t set maker_id = e.actor_id from tandem.audit_events e
    where t.user_id is null and e.subject_kind = 'token' and e.payload::jsonb ->> 'action' = 'created'
      and e.subject_id = left(encode(sha256(convert_to('audit ' || t.hash, 'UTF8')), 'hex'), 32)
      and exists (select from tandem.users u where u.id = e.actor_id)`,
  sql`
    alter table tandem.subscription_requests add column requester_service_id text, add column requester_service text`,
];

/** What a training needs at least that asks for no shorter limit, in minutes: in less, few candidates are tried. */
const leastMinutes = 5;
/** What it needs of that when it begins: those before it may have gone on for some seconds beyond their limits. */
const shareToBegin = 0.5;
const limitPath = '{completionCriteria,maxAutoMLJobRuntimeInSeconds}';

const reserved = [
  // What a run was asked to be stays in its job; this is what it was given where it asked for no limit, or a longer one.
  sql`
    alter table tandem.training_runs add column limit_seconds bigint,
      add column limited_by text check (limited_by in ('quota', 'profile'))`,
  // One that waits may take its whole limit, one that runs what is left of it. One without a limit takes what it takes.
  sql.raw(`
    create function tandem.training_minutes_reserved(of_project text, at timestamptz, but text)
      returns double precision language sql stable as $$
      select coalesce(sum(greatest(0, least((job #>> '${limitPath}')::float8, limit_seconds) / 60 - case
          when state = 'running' and ended_at is null then extract(epoch from at - started_at) / 60 else 0 end)), 0)
      from tandem.training_runs
      where project_id = of_project and state in ('queued', 'running') and id is distinct from but
    $$`),
  sql`alter function tandem.quota_used(text, text, text, timestamptz) rename to quota_used_by_now`,
  sql`
    create function tandem.quota_used(of_quota text, of_domain text, of_project text, at timestamptz, but text default null)
      returns double precision language sql stable as $$
      select tandem.quota_used_by_now(of_quota, of_domain, of_project, at) + case of_quota
        when 'training-minutes-per-month' then tandem.training_minutes_reserved(of_project, at, but) else 0 end
    $$`,
  // A training says how long it may take. One that does not say may take what is left, and one that begins again what
  // is left by then; none may begin that would have next to nothing.
  sql.raw(`
    create or replace function tandem.require_quota() returns trigger language plpgsql as $$
    declare
      made jsonb := to_jsonb(new);
      at timestamptz := case tg_op when 'UPDATE' then (made ->> 'started_at')::timestamptz else new.created_at end;
      of_project text := made ->> 'project_id';
      of_domain text := coalesce(made ->> 'domain_id', (select domain_id from tandem.projects where id = of_project));
      asked_minutes double precision := (made #>> '{job,completionCriteria,maxAutoMLJobRuntimeInSeconds}')::float8 / 60;
      own_minutes double precision := least(asked_minutes, (made ->> 'limit_seconds')::float8 / 60);
      name text;
      allowed bigint;
      used double precision;
      need double precision;
    begin
      foreach name in array tg_argv loop
        select most into allowed from tandem.quotas
          where domain_id = of_domain and quota = name and (project_id is null or project_id = of_project)
          order by project_id nulls last limit 1;
        continue when not found;
        perform pg_advisory_xact_lock(hashtextextended('tandem quota of ' || coalesce(of_project, of_domain), 0));
        used := tandem.quota_used(name, of_domain, of_project, at, made ->> 'id');
        need := case name
          when 'uploaded-bytes' then (made ->> 'bytes')::bigint
          when 'training-minutes-per-month' then
            case tg_op when 'UPDATE' then ${shareToBegin} * least(${leastMinutes},
                case made ->> 'limited_by' when 'quota' then asked_minutes else own_minutes end)
              else coalesce(asked_minutes, least(own_minutes, ${leastMinutes})) end
          else 1 end;
        if used + need > allowed then
          raise exception 'the quota % is reached', name using errcode = 'TD002', detail = json_build_object(
            'quota', name, 'used', used, 'need', need, 'most', allowed,
            'is_least', name = 'training-minutes-per-month' and (tg_op = 'UPDATE' or asked_minutes is null),
            'subject', (select p.name from tandem.projects p where p.id = of_project
              union all select d.name from tandem.domains d where d.id = of_domain and of_project is null),
            'domain', (select d.name from tandem.domains d where d.id = of_domain));
        end if;
        if name = 'training-minutes-per-month' and coalesce(own_minutes > allowed - used, true) then
          new := jsonb_populate_record(new, jsonb_build_object(
            'limit_seconds', floor((allowed - used) * 60)::bigint, 'limited_by', 'quota'));
        end if;
      end loop;
      return new;
    end $$`),
];

// What had ended until now was counted as no attempt.
const ends = [sql`alter table tandem.job_leases add column ended_at timestamptz`];

const named = (table: string, id: string, column = 'name') =>
  `(select ${column} from tandem.${table} where id = made ->> '${id}')`;
const user = named('users', 'user_id');
const group = named('groups', 'group_id');
const project = named('projects', 'project_id');
const domain = named('domains', 'domain_id');
const scope = `coalesce(${project}, ${named('domain_units', 'domain_unit_id')}, ${domain})`;
const shared = [named('listings', 'listing_id', 'entry'), named('projects', 'publisher_id'), project];

/** The parts of what stands for a name, in any language: who, what they have, and where. */
const partsOf: Readonly<Record<string, readonly string[]>> = {
  grant: [`coalesce(${user}, ${group})`, `made ->> 'role'`, scope],
  'subscription-request': shared,
  subscription: shared,
  quota: [`made ->> 'quota'`, `coalesce(${project}, ${domain})`],
  session: [user],
  'sign-in-link': [user],
  'domain-user': [user, domain],
  'group-user': [user, group],
  'entry-term': [`made ->> 'entry'`, named('glossary_terms', 'term_id', 'en'), project],
  'project-profile-version': [named('project_profiles', 'profile_id'), `made ->> 'version'`],
  teardown: [`made ->> 'project_name'`],
  star: [project],
  'glossary-term': [`made ->> 'en'`, `made ->> 'ko'`],
};

// The name is written with the event: what it is made of may be gone, or be called otherwise, when somebody reads it.
const names = [
  sql.raw(`
    create function tandem.audit_name(kind text, made jsonb) returns text language sql stable as $$
      select coalesce(made ->> 'name', nullif(case kind
        ${Object.entries(partsOf)
          .map(([kind, parts]) => `when '${kind}' then concat_ws(' · ', ${parts.join(', ')})`)
          .join('\n        ')}
      end, ''))
    $$`),
  sql.raw(`
    do $do$
    declare
      was text := pg_get_functiondef('tandem.audit_change'::regproc);
      is_now text := replace(was, $$'name', both_rows ->> 'name'$$, $$'name', tandem.audit_name(kind, both_rows)$$);
    begin
      if is_now = was then raise exception 'audit_change does not name what was changed as it is known to'; end if;
      execute is_now;
    end $do$`),
];
