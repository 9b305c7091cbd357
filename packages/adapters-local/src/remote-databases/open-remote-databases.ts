import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import type { RemoteTable } from '@tandem/data-model/contract';
import type { RemoteDatabase, RemoteDatabases } from '@tandem/ports';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { allowedHosts } from './allowed-hosts.ts';
import { type Lookup, openReach, ownRecords } from './reach.ts';
import { deadlineCode, remoteError } from './remote-error.ts';

export interface RemoteDatabasesOptions {
  /** Hosts that may be reached, as TANDEM_CONNECTION_HOSTS names them; none where it is empty. */
  readonly hosts: string;
  /** Address of the control store, which is never reached. */
  readonly controlStoreUrl: string;
  readonly lookup?: Lookup;
  readonly connectMs?: number;
  /** Of questions about tables. */
  readonly askMs?: number;
  /** Of a whole import. */
  readonly readMs?: number;
}

/** PostgreSQL outside, over one connection for each call. Throws InvalidInput where the list of hosts is none. */
export function openRemoteDatabases(options: RemoteDatabasesOptions): RemoteDatabases {
  const { hosts, controlStoreUrl, lookup, connectMs = 10_000, askMs = 15_000, readMs = 240_000 } = options;
  const reach = openReach(allowedHosts(hosts), controlStoreUrl, lookup);

  /** Does work in a read-only transaction, and closes the connection whatever comes of it. */
  async function* opened<T>(of: RemoteDatabase, ms: number, work: (client: pg.Client) => AsyncIterable<T>) {
    let late: NodeJS.Timeout | undefined;
    let client: pg.Client | undefined;
    let isLate = false;
    let isDone = false;
    try {
      client = new pg.Client(configOf(of, await reach.addressOf(of), connectMs));
      // What breaks is seen by the query that waits; an event that nobody hears would end the process.
      client.on('error', () => undefined);
      await client.connect();
      // A server that does not keep to its own limit is cut off.
      late = setTimeout(() => {
        isLate = true;
        cutOff(client!);
      }, ms + 5_000).unref();
      await begin(client, ms, of);
      yield* work(client);
      isDone = true;
    } catch (error) {
      throw remoteError(isLate ? Object.assign(new Error(), { code: deadlineCode }) : error, of);
    } finally {
      clearTimeout(late);
      // Who stops in the middle of an answer does not wait for the rest of it.
      if (client && !isDone) cutOff(client);
      else await client?.end().catch(() => undefined);
    }
  }

  /** The one answer of such work. */
  async function ask<T>(of: RemoteDatabase, question: (client: pg.Client) => Promise<T>): Promise<T> {
    const answers = opened(of, askMs, async function* (client) {
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
      ask(of, async (client) => (await client.query<RemoteTable>(readable, [search.toLowerCase(), limit])).rows),
    read: (of, { schema, name }) =>
      Readable.from(
        opened(of, readMs, (client) => {
          const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
          return client.query(copyTo(`copy (select * from ${table}) to stdout with (format csv, header true)`));
        }),
        { objectMode: false },
      ),
  };
}

/** Closes the socket at once; the server ends the session when it next writes to it. */
function cutOff(client: pg.Client): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
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
