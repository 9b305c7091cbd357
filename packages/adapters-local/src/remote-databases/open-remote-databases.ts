import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { TooManyRequests } from '@tandem/data-model';
import type { RemoteTable } from '@tandem/data-model/contract';
import type { RemoteDatabase, RemoteDatabases } from '@tandem/ports';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { allowedHosts, plain } from './allowed-hosts.ts';
import { openPlaces } from './places.ts';
import { type Lookup, openReach, ownRecords, written } from './reach.ts';
import { deadlineCode, remoteError, tooMuchCode } from './remote-error.ts';

export interface RemoteDatabasesOptions {
  /** Hosts that may be reached, as TANDEM_CONNECTION_HOSTS names them; none where it is empty. */
  readonly hosts: string;
  /** Address of the control store, which is never reached. */
  readonly controlStoreUrl: string;
  readonly lookup?: Lookup;
  readonly lookupMs?: number;
  readonly connectMs?: number;
  /** Of questions about tables. */
  readonly askMs?: number;
  /** Of a whole import. */
  readonly readMs?: number;
}

/** Connections that this process has open at once to a host, and for a project. */
const mostAtOnce = 4;
/** Bytes of everything that a server says but a table's rows: 1,000 tables of the longest names are a fifth of it. */
const mostBytes = 1_000_000;
/** How long a server that was told goodbye is waited for. */
const goodbyeMs = 1_000;

/**
 * PostgreSQL outside, over one connection for each call; calls beyond four at once of a host, or of a project, throw
 * TooManyRequests. Throws InvalidInput where the list of hosts is none.
 */
export function openRemoteDatabases(options: RemoteDatabasesOptions): RemoteDatabases {
  const { hosts, controlStoreUrl, connectMs = 10_000, askMs = 15_000, readMs = 240_000 } = options;
  const reach = openReach(allowedHosts(hosts), controlStoreUrl, options);
  const [ofHost, ofProject] = [openPlaces(mostAtOnce), openPlaces(mostAtOnce)];

  /** Takes a place of the host and one of the project; gives what gives them back. */
  const enter = (of: RemoteDatabase): (() => void) => {
    const leaveProject = ofProject.take(of.projectId);
    if (!leaveProject) throw tooMany('This project has');
    const leaveHost = ofHost.take(plain(of.host));
    if (leaveHost) {
      return () => {
        leaveHost();
        leaveProject();
      };
    }
    leaveProject();
    throw tooMany(`${written(of)} is asked enough: all projects together have`);
  };

  /** Does work in a read-only transaction, and closes the connection whatever comes of it. */
  async function* opened<T>(of: RemoteDatabase, ms: number, work: (it: Open) => AsyncIterable<T>) {
    const leave = enter(of);
    let late: NodeJS.Timeout | undefined;
    let client: pg.Client | undefined;
    let ended: string | undefined;
    let isDone = false;
    try {
      client = new pg.Client(configOf(of, await reach.addressOf(of), connectMs));
      const cut = Promise.withResolvers<never>();
      // Where nobody waits for it any more, the query that waits fails.
      cut.promise.catch(() => undefined);
      const listening = listen(client, () => {
        ended = tooMuchCode;
        cutOff(client!);
        cut.reject(new Error('cut off'));
      });
      // What breaks is seen by the query that waits; an event that nobody hears would end the process.
      client.on('error', () => undefined);
      // A client that is told to end while it connects says no more of that.
      await Promise.race([client.connect(), cut.promise]);
      // A server that does not keep to its own limit is cut off.
      late = setTimeout(() => {
        ended = deadlineCode;
        cutOff(client!);
      }, ms + 5_000).unref();
      await begin(client, ms, of);
      yield* work({ client, listening });
      isDone = true;
    } catch (error) {
      throw remoteError(ended ? Object.assign(new Error(), { code: ended }) : error, of);
    } finally {
      clearTimeout(late);
      // Who stops in the middle of an answer does not wait for the rest of it.
      if (client && !isDone) cutOff(client);
      else if (client) await sayGoodbye(client);
      leave();
    }
  }

  /** The one answer of such work. */
  async function ask<T>(of: RemoteDatabase, question: (client: pg.Client) => Promise<T>): Promise<T> {
    const answers = opened(of, askMs, async function* ({ client }) {
      yield await question(client);
    });
    const { value } = await answers.next();
    await answers.next();
    return value as T;
  }

  return {
    requireNamed: (of) => reach.requireNamed(of),
    async test(of) {
      const began = performance.now();
      return ask(of, async (client) => {
        const connectMs = performance.now() - began;
        const asked = performance.now();
        const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
        const latencyMs = performance.now() - asked;
        return {
          serverVersion: rows[0]?.version.slice(0, 100) ?? '',
          connectMs: tenths(connectMs),
          latencyMs: tenths(latencyMs),
        };
      });
    },
    tables: (of, { search, limit }) =>
      ask(of, async (client) =>
        (await client.query<RemoteTable>(readable, [search.toLowerCase(), limit])).rows.slice(0, limit),
      ),
    read: (of, { schema, name }) =>
      Readable.from(
        opened(of, readMs, ({ client, listening }) => {
          // Rows are not kept, so there may be any number of them.
          listening.skipRows();
          const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
          return client.query(copyTo(`copy (select * from ${table}) to stdout with (format csv, header true)`));
        }),
        { objectMode: false },
      ),
  };
}

interface Open {
  readonly client: pg.Client;
  readonly listening: { skipRows(): void };
}

type Wired = { connection: NodeJS.EventEmitter & { stream: NodeJS.EventEmitter & { destroy(): void } } };

/** Counts what a server says, from its first byte on, but the rows that it is told to skip; beyond `mostBytes`, once, `tooMuch`. */
function listen(client: pg.Client, tooMuch: () => void): Open['listening'] {
  const { connection } = client as unknown as Wired;
  let bytes = 0;
  const count = (chunk: Buffer) => {
    const before = bytes;
    bytes += chunk.length;
    if (bytes > mostBytes && before <= mostBytes) tooMuch();
  };
  const begin = () => connection.stream.on('data', count);
  // With TLS it is another stream.
  connection.once(client.ssl ? 'sslconnect' : 'connect', begin);
  const skipRows = () => {
    const { stream } = connection;
    // pg-copy-streams takes the listener of the driver away, and gives it back for whatever is not a row: the driver
    // keeps a message until all of it has come, however long it says that it is.
    const resume = (event: string) => {
      if (event !== 'data') return;
      stream.removeListener('newListener', resume);
      stream.on('data', count);
    };
    stream.removeListener('data', count).on('newListener', resume);
  };
  return { skipRows };
}

/** Ends a session; a server that does not hang up is cut off. */
async function sayGoodbye(client: pg.Client): Promise<void> {
  const late = setTimeout(() => cutOff(client), goodbyeMs).unref();
  await client.end().catch(() => undefined);
  clearTimeout(late);
}

const tooMany = (who: string) =>
  new TooManyRequests(
    `${who} ${mostAtOnce} connections to databases outside open, the most at once.`,
    'Try again when one of those calls has ended.',
  );

/** Closes the socket at once; the server ends the session when it next writes to it. */
function cutOff(client: pg.Client): void {
  const { connection } = client as unknown as Wired;
  connection.stream.destroy();
  client.end().catch(() => undefined);
}

const tenths = (ms: number) => Math.round(ms * 10) / 10;

function configOf(of: RemoteDatabase, address: string, connectMs: number): pg.ClientConfig {
  const { host, port, database, user, password, tls } = of;
  // The certificate is of the name, though it is the address that is connected to.
  const named = isIP(host) ? { host } : { servername: host };
  const ssl = tls === 'disable' ? false : { rejectUnauthorized: tls === 'verify-full', ...named };
  return {
    ...{ host: address, port, database, user, password, ssl },
    application_name: 'tandem',
    client_encoding: 'UTF8',
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
  };
}

/** Opens the transaction that the rest happens in. Throws HostNotAllowed where it is a control store after all. */
async function begin(client: pg.Client, ms: number, of: RemoteDatabase): Promise<void> {
  await client.query('begin transaction isolation level repeatable read read only');
  await client.query(`
    set local statement_timeout = ${ms};
    set local lock_timeout = 5000;
    set local datestyle = 'ISO, YMD';
    set local timezone = 'UTC'`);
  const { rows } = await client.query(`
    select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tandem' and c.relname = 'audit_head'`);
  if (rows.length > 0) throw ownRecords(of);
}

const readable = `
  select n.nspname as schema, c.relname as name,
    case when c.relkind in ('v', 'm') then 'view' else 'table' end as kind,
    case when c.reltuples < 0 or c.relkind = 'v' then null else c.reltuples::float8 end as rows
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and strpos(lower(c.relname), $1) > 0
    and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
  order by n.nspname collate "C", c.relname collate "C"
  limit $2`;
