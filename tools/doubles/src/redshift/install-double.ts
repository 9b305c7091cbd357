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
`;

/** Prepares a database for the double; again without harm. */
export async function installDouble(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(functions);
  await client.end();
}

/** A session of its own, as the Data API gives each call one. */
export async function openSession(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'redshift double' });
  await client.connect();
  await client.query(`set search_path to public, redshift_double; set timezone to 'UTC'`);
  return client;
}
