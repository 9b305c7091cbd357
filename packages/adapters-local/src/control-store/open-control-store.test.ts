import { readdirSync } from 'node:fs';
import { Unavailable } from '@tandem/data-model';
import {
  connectionsContract,
  controlStoreContract,
  identityStoreContract,
  jobsContract,
  keptRepliesContract,
  lifeCyclesContract,
  quotasContract,
  sharingContract,
  workflowsContract,
} from '@tandem/ports/contract-tests';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../postgres/test-postgres.ts';
import { openControlStore } from './open-control-store.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

connectionsContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);
controlStoreContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);
identityStoreContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);
jobsContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);
keptRepliesContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);
lifeCyclesContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);
quotasContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);
sharingContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);
workflowsContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);

const query = async <T extends object>(url: string, sql: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('openControlStore', () => {
  it('can be opened by several processes at once on an empty database', async () => {
    const url = await postgres.createDatabase();

    const stores = await Promise.all(Array.from({ length: 5 }, () => openControlStore(url)));

    const seen = await query<{ name: string }>(url, 'select name from tandem.migration order by name');
    const migrations = readdirSync(new URL('migrations', import.meta.url)).map((it) => it.replace('.ts', ''));
    expect(seen.map((it) => it.name)).toEqual(migrations.sort());
    await Promise.all(stores.map((it) => it.close()));
  });

  it('keeps no secret that could be used', async () => {
    const url = await postgres.createDatabase();
    const store = await openControlStore(url);

    const columns = await query<{ name: string }>(
      url,
      "select column_name as name from information_schema.columns where table_schema = 'tandem' and column_name like '%secret%'",
    );

    expect(columns.map((it) => it.name)).toEqual(['secret_hash']);
    await store.close();
  });

  it('outlives its connections: the call in flight fails as unavailable, the next one works', async () => {
    const url = await postgres.createDatabase();
    const store = await openControlStore(url);
    await store.projects.list();

    await query(
      url,
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );

    const outcomes: unknown[] = [];
    for (let k = 0; k < 5; k++) outcomes.push(await store.projects.list().catch((error: unknown) => error));
    expect(outcomes.filter((it) => it instanceof Error && !(it instanceof Unavailable))).toEqual([]);
    expect(outcomes.at(-1)).toEqual([]);
    await store.close();
  });

  it('says what to do where nothing answers, without the password', async () => {
    const opened = openControlStore('postgresql://someone:hunter2@127.0.0.1:1/nothing');

    const error = await opened.catch((it: unknown) => it);
    expect(error).toBeInstanceOf(Unavailable);
    expect(String(error)).toMatch(/database at 127\.0\.0\.1:1\/nothing does not answer: .*ECONNREFUSED/);
    expect(String(error)).not.toContain('hunter2');
  });

  it('says what to do where the database does not exist or the address is none', async () => {
    const url = (await postgres.createDatabase()).replace(/test_\d+$/, 'missing');

    await expect(openControlStore(url)).rejects.toThrow(/database "missing" does not exist/);
    await expect(openControlStore('not an address')).rejects.toThrow('DATABASE_URL is not the address of a PostgreSQL');
  });

  it('refuses a database that a newer version has migrated', async () => {
    const url = await postgres.createDatabase();
    await (await openControlStore(url)).close();
    await query(url, "insert into tandem.migration (name, timestamp) values ('9999-later', now()::text)");

    await expect(openControlStore(url)).rejects.toThrow(/could not be brought up to date/);
  });
});
