import pg from 'pg';

/** What Redshift has and PostgreSQL lacks, in a schema of its own. */
const functions = `
  create schema if not exists redshift_double;
  create or replace function redshift_double.fnv_hash(value text, seed bigint default 0) returns bigint
    language sql immutable return pg_catalog.hashtextextended(value, seed);
  create or replace function redshift_double.pg_last_unload_count() returns bigint
    language sql return coalesce(current_setting('redshift_double.unloaded', true), '0')::bigint;
  create table if not exists redshift_double.sys_load_error_detail (
    query_id bigint, file_name varchar(256), line_number bigint, column_name varchar(127), column_type varchar(10),
    error_code integer, error_message varchar(512), start_time timestamp default now());
  create table if not exists redshift_double.svv_redshift_databases (database_name varchar(128));
`;

/** Prepares a database for the double; again without harm. */
export async function installDouble(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(functions);
  await client.end();
}

/** Sessions of a database; each use begins as a new one would, without what the last one made or set. */
export interface Sessions {
  take(): Promise<pg.Client>;
  /** `isClean` is false where the session may hold a broken transaction; then it ends. */
  giveBack(session: pg.Client, isClean: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Connecting costs more than most statements of a test, so that sessions are kept. */
export function openSessions(url: string): Sessions {
  const idle: pg.Client[] = [];
  const options = '-c search_path=public,redshift_double -c timezone=UTC';
  return {
    async take() {
      const kept = idle.pop();
      if (kept) return kept;
      const client = new pg.Client({ connectionString: url, application_name: 'redshift double', options });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    async giveBack(session, isClean) {
      const isReady =
        isClean &&
        (await session.query('discard all').then(
          () => true,
          () => false,
        ));
      if (isReady) idle.push(session);
      else await session.end().catch(() => undefined);
    },
    async close() {
      await Promise.all(idle.splice(0).map((it) => it.end()));
    },
  };
}
