import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Account, accountFor } from './account.ts';
import { type Binaries, usableBinaries } from './binaries.ts';
import { ensureCluster, owner } from './cluster.ts';
import { startServer } from './server.ts';

/** A server for the tests of one file. */
export interface TestPostgres {
  /** Address of a database of its own, empty. */
  createDatabase(): Promise<string>;
  /** Runs statements in a database, past everything that stands before it. */
  run(database: string, sql: string): Promise<void>;
  /** Stops the server and removes everything. */
  stop(): Promise<void>;
}

const password = 'only-for-tests';

/**
 * A real PostgreSQL for tests, ready in a fifth of a second: the cluster is a copy of one that the first caller on
 * this machine made, and nothing is forced to disk. Start one in a file's `beforeAll`, give each test a database,
 * and stop it in `afterAll`.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const account = accountFor('/nonexistent');
  const binaries = usableBinaries(account);
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-test-postgres-'));
  if (account) chownSync(folder, account.uid, account.gid);
  const cluster = path.join(folder, 'cluster');
  await copyOfTemplate(cluster, binaries, account);
  const server = await startServer({ binaries, account, cluster, log: path.join(folder, 'log'), settings });
  const url = (database: string) => `postgresql://${owner}:${password}@127.0.0.1:${server.port}/${database}`;
  const admin = new pg.Client({ connectionString: url('postgres') });
  await admin.connect();
  // PostgreSQL makes one database at a time: it copies a template that nobody else may use.
  let turn: Promise<unknown> = Promise.resolve();
  let databases = 0;
  return {
    createDatabase: async () => {
      const name = `test_${++databases}`;
      turn = turn.then(() => admin.query(`create database ${name}`));
      await turn;
      return url(name);
    },
    run: async (database, sql) => {
      const client = new pg.Client({ connectionString: database });
      await client.connect();
      await client.query(sql).finally(() => client.end());
    },
    stop: async () => {
      await admin.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** How many rows every table of a database has, but for the system's and the empty ones; by schema and name. */
export async function filledTables(database: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const { rows: tables } = await client.query(`select format('%I.%I', schemaname, tablename) as name
      from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`);
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const { rows } = await client.query(`select count(*)::int as rows from ${name}`);
      if (rows[0].rows > 0) counts[name] = rows[0].rows;
    }
    return counts;
  } finally {
    await client.end();
  }
}

const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  timezone: 'UTC',
};

/** The template stays in the temporary folder; a folder of that name that belongs to somebody else is not trusted. */
async function copyOfTemplate(cluster: string, binaries: Binaries, account: Account | undefined): Promise<void> {
  const uid = account?.uid ?? process.getuid?.() ?? 0;
  const folder = path.join(tmpdir(), `tandem-test-postgres-template-${uid}-${binaries.version}`);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (account) chownSync(folder, account.uid, account.gid);
  }
  const options = { binaries, account, password, durable: false };
  if (lstatSync(folder).uid !== uid) {
    await ensureCluster(cluster, options);
    return;
  }
  const template = path.join(folder, 'cluster');
  await ensureCluster(template, options);
  const { status, stderr } = spawnSync('cp', ['-R', template, cluster], { ...account, cwd: '/', encoding: 'utf8' });
  if (status !== 0) throw new Error(`copying the template of the test database: ${stderr}`);
}
