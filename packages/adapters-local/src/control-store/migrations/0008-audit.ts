import { type Kysely, sql } from 'kysely';
import { type Audited, audited } from '../audited.ts';

const job = { quiet: ['progress'] };

/** Tables whose changes are written down, but for those that hold lines of a job. Tables that come later attach themselves. */
const tables: Readonly<Record<string, Audited>> = {
  domains: {},
  project_profiles: {},
  projects: { quiet: ['steps'] },
  stars: { key: ['project_id'] },
  uploads: {},
  loads: job,
  training_runs: job,
  models: {},
  endpoints: { quiet: ['requests', 'last_request_at'] },
  batch_forecasts: job,
  sign_in_links: { key: ['secret_hash'] },
  sessions: { key: ['hash'] },
  tokens: { key: ['hash'] },
};

/** The audit log: a chain of hashes that is only ever added to, by triggers on the tables that it covers. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  for (const statement of [...log, ...writing, ...guards, view]) await statement.execute(db);
  for (const [table, how] of Object.entries(tables)) await audited(db, table, how);
}

// What is searched is generated from the payload, so that it cannot say anything else than what was hashed.
const log = [
  sql`
    create table tandem.audit_events (
      seq bigint primary key,
      payload text not null,
      prev_hash text not null,
      hash text not null,
      at text collate "C" generated always as (payload::jsonb ->> 'at') stored,
      actor_kind text generated always as (payload::jsonb #>> '{actor,kind}') stored,
      actor_id text generated always as (payload::jsonb #>> '{actor,id}') stored,
      actor_name text generated always as (payload::jsonb #>> '{actor,name}') stored,
      operation text generated always as (payload::jsonb ->> 'operation') stored,
      request_id text generated always as (payload::jsonb ->> 'requestId') stored,
      subject_kind text generated always as (payload::jsonb #>> '{subject,kind}') stored,
      subject_id text generated always as (payload::jsonb #>> '{subject,id}') stored,
      project_id text generated always as (payload::jsonb ->> 'projectId') stored,
      domain_id text generated always as (payload::jsonb ->> 'domainId') stored
    )`,
  sql`create index audit_events_at on tandem.audit_events (at)`,
  sql`create index audit_events_of_request on tandem.audit_events (request_id)`,
  ...['actor', 'subject', 'project', 'domain'].map(
    (it) => sql`create index ${sql.ref(`audit_events_of_${it}`)} on tandem.audit_events (${sql.ref(`${it}_id`)}, seq)`,
  ),
  // One row, by whose lock writers take turns, and which shows where the end of the log was cut off.
  sql`
    create table tandem.audit_head (
      id integer primary key check (id = 1),
      seq bigint not null,
      hash text not null
    ) with (fillfactor = 10)`,
  sql`insert into tandem.audit_head values (1, 0, repeat('0', 64))`,
];

const writing = [
  // The last event of a transaction is carried in a setting of the transaction, and the head moves on once, at its end:
  // a row that is updated thousands of times in one transaction is found through all its dead versions.
  sql`
    create function tandem.audit_append(event jsonb) returns void language plpgsql as $$
    declare
      carried text := coalesce(current_setting('tandem.audit_last', true), '');
      last jsonb;
      new_payload text;
      new_hash text;
    begin
      if carried = '' then
        select to_jsonb(head) into strict last from tandem.audit_head head for update;
      else
        last := carried;
      end if;
      -- The instant is taken while the head is held, so that instants ascend with the numbers.
      new_payload := event || jsonb_build_object(
        'seq', (last ->> 'seq')::bigint + 1,
        'at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
      new_hash := encode(sha256(convert_to((last ->> 'hash') || chr(10) || new_payload, 'UTF8')), 'hex');
      perform set_config(
        'tandem.audit_last', jsonb_build_object('seq', (last ->> 'seq')::bigint + 1, 'hash', new_hash)::text, true);
      insert into tandem.audit_events (seq, payload, prev_hash, hash)
        values ((last ->> 'seq')::bigint + 1, new_payload, last ->> 'hash', new_hash);
    end $$`,
  sql`
    create function tandem.audit_move_head() returns trigger language plpgsql as $$
    begin
      if (current_setting('tandem.audit_last')::jsonb ->> 'seq')::bigint = new.seq then
        update tandem.audit_head set seq = new.seq, hash = new.hash;
      end if;
      return null;
    end $$`,
  sql`
    create constraint trigger head_moves after insert on tandem.audit_events
      deferrable initially deferred
      for each row execute function tandem.audit_move_head()`,
  // Of a column or of a field within JSON.
  sql`
    create function tandem.audit_is_secret(name text) returns boolean language sql immutable as $$
      select name ~* '(hash|secret|password|passphrase|token|credential|private_?key|api_?key)'
    $$`,
  sql`
    create function tandem.audit_value(name text, value jsonb) returns jsonb language plpgsql immutable as $$
    begin
      if value is null or value = 'null' then return 'null'; end if;
      if tandem.audit_is_secret(name) then return '{"withheld": true}'; end if;
      if octet_length(value::text) > 1000 then
        return jsonb_build_object(
          'sha256', encode(sha256(convert_to(value::text, 'UTF8')), 'hex'),
          'bytes', octet_length(value::text));
      end if;
      if jsonb_typeof(value) = 'object' then
        return coalesce((select jsonb_object_agg(it.key, tandem.audit_value(it.key, it.value)) from jsonb_each(value) it), '{}');
      end if;
      if jsonb_typeof(value) = 'array' then
        return coalesce((
          select jsonb_agg(tandem.audit_value('', it.value) order by it.place)
          from jsonb_array_elements(value) with ordinality it (value, place)), '[]');
      end if;
      return value;
    end $$`,
  sql`
    create function tandem.audit_change() returns trigger language plpgsql as $$
    declare
      acting jsonb := current_setting('tandem.actor')::jsonb;
      kind text := tg_argv[0];
      quiet text[] := string_to_array(tg_argv[2], ',');
      was jsonb := coalesce(to_jsonb(old), '{}');
      is_now jsonb := coalesce(to_jsonb(new), '{}');
      both_rows jsonb := was || is_now;
      changes jsonb;
      subject text;
      project text := coalesce(both_rows ->> 'project_id', case when kind = 'project' then both_rows ->> 'id' end);
      domain text := coalesce(both_rows ->> 'domain_id', case when kind = 'domain' then both_rows ->> 'id' end);
      began jsonb := 'null';
    begin
      select coalesce(jsonb_object_agg(name, case tg_op
          when 'INSERT' then jsonb_build_object('new', tandem.audit_value(name, is_now -> name))
          when 'DELETE' then jsonb_build_object('old', tandem.audit_value(name, was -> name))
          else jsonb_build_object('old', tandem.audit_value(name, was -> name), 'new', tandem.audit_value(name, is_now -> name))
        end), '{}')
        into changes
        from jsonb_object_keys(both_rows) name
        where nullif(was -> name, 'null') is distinct from nullif(is_now -> name, 'null') and name <> all (quiet);
      if tg_op = 'UPDATE' and changes = '{}' then return null; end if;

      select string_agg(case when tandem.audit_is_secret(name)
          then left(encode(sha256(convert_to('audit ' || (both_rows ->> name), 'UTF8')), 'hex'), 32)
          else both_rows ->> name end, '/' order by place)
        into subject
        from string_to_table(tg_argv[1], ',') with ordinality it (name, place);
      if domain is null and project is not null then
        select domain_id into domain from tandem.projects where id = project;
        -- The project may go in the same transaction.
        if domain is null then
          select domain_id into domain from tandem.audit_events
            where project_id = project and domain_id is not null order by seq desc limit 1;
        end if;
      end if;
      if acting #>> '{actor,kind}' = 'worker' then
        select payload::jsonb -> 'actor' into began from tandem.audit_events
          where subject_id = subject and subject_kind = kind and actor_kind <> 'worker' order by seq desc limit 1;
      end if;

      perform tandem.audit_append(acting || jsonb_build_object(
        'onBehalfOf', coalesce(began, 'null'),
        'action', case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end,
        'subject', jsonb_build_object('kind', kind, 'id', subject, 'name', both_rows ->> 'name'),
        'projectId', project,
        'domainId', domain,
        'changes', changes));
      return null;
    end $$`,
];

const guards = [
  sql`
    create function tandem.audit_refuse() returns trigger language plpgsql as $$
    begin
      raise exception 'The audit log is only ever added to: % of % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
    end $$`,
  sql`
    create trigger only_added_to before update or delete or truncate on tandem.audit_events
      for each statement execute function tandem.audit_refuse()`,
  sql`
    create trigger only_moved before insert or delete or truncate on tandem.audit_head
      for each statement execute function tandem.audit_refuse()`,
  sql`
    create trigger only_moved_on before update on tandem.audit_head
      for each row when (new.seq <= old.seq) execute function tandem.audit_refuse()`,
];

/** For people with access to the database; `audit.events` is a name to remember, and stays where the table changes. */
const view = sql`
  create schema audit;
  create view audit.events as
    select seq, at::timestamptz as at, actor_kind, actor_id, actor_name, operation, request_id,
      payload::jsonb ->> 'action' as action, subject_kind, subject_id, payload::jsonb #>> '{subject,name}' as subject_name,
      project_id, domain_id, payload::jsonb #>> '{onBehalfOf,name}' as on_behalf_of,
      payload::jsonb -> 'changes' as changes, hash
    from tandem.audit_events`;
