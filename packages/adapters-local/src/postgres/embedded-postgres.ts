import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type KnownError, Unavailable } from '@tandem/data-model';
import pg from 'pg';
import { diskFull } from '../disk-full.ts';
import { usableBinaries } from './binaries.ts';
import { ensureCluster, owner, removeUnfinished } from './cluster.ts';
import { confirmPlace, findPlace, type Place } from './place.ts';
import { stopLeftServer } from './running-server.ts';
import { lacksSpace, startServer } from './server.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

export interface EmbeddedPostgres {
  /** Address of the database, password included. */
  readonly url: string;
  /** Folder of the database; under root it may lie outside the home. */
  readonly where: string;
  /** What the caller should tell the user, as sentences. */
  readonly notes: readonly string[];
  /** Resolves when the server has ended, asked or not. */
  readonly ended: Promise<void>;
  /** Why a server has ended that was not asked to. */
  whyEnded(): KnownError;
  /** Ends sessions, writes everything to disk and stops; to be called after the clients are done. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder of the home for the database; made where missing. */
  readonly dataDir: string;
  /** File to which the server's log is appended. */
  readonly log: string;
}

/**
 * Starts the PostgreSQL 18 that is installed with this package, for one home: the first time in about a second, then
 * in a tenth. It listens on a free port of 127.0.0.1 with a random password that stands in `dataDir/password`.
 *
 * The caller holds the home's lock. A server that a killed process left behind is stopped first; an interrupted first
 * start is begun again. As root, the server runs as the user postgres, or nobody, and its folder lies where that user
 * can reach it. Throws Unavailable with the mend.
 */
export async function startEmbeddedPostgres({ dataDir, log }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = findPlace(dataDir);
  const { cluster, account } = place;
  const binaries = usableBinaries(account);
  for (const folder of [place.folder, ...place.leftBehind]) await stopLeftServer(path.join(folder, 'cluster'));
  const password = passwordOf(dataDir, existsSync(cluster));
  removeUnfinished(cluster);
  await ensureCluster(cluster, { binaries, account, password, durable: true });
  confirmPlace(dataDir, place);
  mkdirSync(path.dirname(log), { recursive: true, mode: 0o700 });
  const server = await startServer({ binaries, account, cluster, log, settings });
  const url = `postgresql://${owner}:${password}@127.0.0.1:${server.port}/${owner}`;
  try {
    await ensureDatabase(url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    url,
    where: place.folder,
    notes: notesOn(dataDir, place),
    ended: server.ended,
    whyEnded: () => whyEnded(cluster, log),
    stop: server.stop,
  };
}

/** Stops the server of a home, if one runs, and deletes its database wherever it lies. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const { folder, cluster } = findPlace(dataDir);
  await stopLeftServer(cluster);
  for (const it of [folder, dataDir]) rmSync(it, { recursive: true, force: true });
}

const settings = {
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Short queries only: compiling them would cost more than running them.
  jit: 'off',
};

function whyEnded(cluster: string, log: string): KnownError {
  const lastWords = readFileSync(log, 'utf8').slice(-2000);
  if (lacksSpace(cluster, lastWords)) return diskFull(`running the database in ${cluster}`, 'it stopped');
  return new Unavailable('The database stopped.', `Its log is ${log}; start again.`);
}

function notesOn(dataDir: string, { folder, account, leftBehind }: Place): string[] {
  const left = leftBehind.map(
    (it) => `The database of an earlier home at this path is still in ${it}; remove it if it is not needed.`,
  );
  if (!account || realpathSync(dataDir) === folder) return left;
  return [`PostgreSQL refuses to run as root; it runs as ${account.name}, with its data in ${folder}.`, ...left];
}

function passwordOf(dataDir: string, clusterExists: boolean): string {
  const file = path.join(dataDir, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (clusterExists) {
    throw new Unavailable(
      `The database's password, which stood in ${file}, is gone.`,
      'Put the file back, or start with another TANDEM_HOME.',
    );
  }
  const password = randomBytes(24).toString('base64url');
  writeFileAtomically(file, `${password}\n`);
  return password;
}

async function ensureDatabase(url: string): Promise<void> {
  try {
    await using(url, (client) => client.query('select 1'));
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error;
    const address = new URL(url);
    address.pathname = '/postgres';
    await using(address.href, (client) => client.query(`create database ${owner}`));
  }
}

async function using(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
