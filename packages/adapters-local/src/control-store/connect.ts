import { Conflict, InvalidInput, type KnownError, NotFound, Unavailable } from '@tandem/data-model';
import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { diskFull, isDiskFull } from '../disk-full.ts';
import { actingClient } from './acting.ts';
import { quotaExceeded } from './quota-exceeded.ts';

/** Tables by name, columns by field; the records' own types stand at the port. */
export type Tables = Record<string, Record<string, unknown>>;
export type Database = Kysely<Tables>;

export const schema = 'tandem';

const { builtins } = pg.types;
const instant: (text: string) => Date = pg.types.getTypeParser(builtins.TIMESTAMPTZ);

/** Opens a pool of connections. No connection is made yet. */
export function connect(databaseUrl: string): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'tandem',
    max: 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // A process that stands still in the middle of a change would keep its locks: on the lease of a job, say.
    idle_in_transaction_session_timeout: 15_000,
    types: {
      getTypeParser: (oid, format) => {
        if (oid === builtins.INT8) return Number;
        if (oid === builtins.TIMESTAMPTZ) return (text: string) => instant(text).toISOString();
        return pg.types.getTypeParser(oid, format as 'text');
      },
    },
  });
  // A connection that breaks says so as an event, which would end the process if nobody listened. Whoever uses it sees
  // its query fail; an idle one is replaced by the pool.
  const heard = () => undefined;
  pool.on('error', heard);
  pool.on('connect', (client) => client.on('error', heard));
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: translated(pool, describeAddress(databaseUrl)) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** `host:port/database` of a URL, never its password. */
export function describeAddress(databaseUrl: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(databaseUrl);
    return `${hostname || searchParams.get('host') || 'localhost'}:${port || '5432'}${pathname}`;
  } catch (cause) {
    throw new InvalidInput(
      'DATABASE_URL is not the address of a PostgreSQL.',
      'Give it as postgresql://user:password@host:port/database.',
      { cause },
    );
  }
}

/** The pool with PostgreSQL's errors put into our own words, and connections that know who acts. */
function translated(pool: pg.Pool, address: string): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const fail = (error: unknown) => {
    throw translate(error, address);
  };
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch(fail);
      const known = clients.get(client);
      if (known) return known;
      const wrapped = actingClient(client, fail);
      clients.set(client, wrapped);
      return wrapped;
    },
  };
}

const taken: Readonly<Record<string, string>> = {
  domains_name_key: 'A domain of that name exists.',
  project_profiles_name_key: 'The domain has a project profile of that name.',
  projects_name_key: 'The domain has a project of that name.',
  projects_catalog_name_key: 'The domain has a project with that catalog name.',
  users_name_key: 'Somebody has that name.',
  domain_users_pkey: 'They belong to the domain already.',
  groups_name_key: 'The domain has a group of that name.',
  domain_units_name_key: 'There is a unit of that name in the same place.',
  glossary_terms_name_key: 'The glossary has a term of those names.',
  models_version_key: 'Another call has just made that version of the model.',
  connections_name_key: 'The project has a connection of that name.',
  workflows_name_key: 'The project has a workflow of that name.',
};

/** What cannot be done twice, and what to do then. */
const doneAlready: Readonly<Record<string, readonly [string, string]>> = {
  subscription_requests_pending_key: [
    'The project has asked for this already, and waits for an answer.',
    'Wait for it, or take that request back first.',
  ],
  workflow_runs_open_key: ['A run of the workflow has not ended.', 'Wait until it has ended, or cancel it.'],
};

const needed: Readonly<Record<string, string>> = {
  domain_units_parent_id_fkey: 'The unit has units below it.',
  projects_domain_unit_id_fkey: 'The unit has projects.',
};

/** What a new row may refer to that was deleted meanwhile, by the prefix of its id. */
const referred: Readonly<Record<string, string>> = { prj: 'project', prf: 'project profile', dom: 'domain' };

/** PostgreSQL's errors in our own words; anything else as it is. */
export function translate(error: unknown, address: string): KnownError | unknown {
  const { code = '', constraint = '', detail = '' } = error as { code?: string; constraint?: string; detail?: string };
  if (code === '23505' && constraint in taken) {
    return new Conflict(taken[constraint]!, 'Choose another name.', { cause: error });
  }
  if (code === '23505' && constraint in doneAlready) {
    return new Conflict(...doneAlready[constraint]!, { cause: error });
  }
  if (code === '23503' && constraint in needed) {
    return new Conflict(needed[constraint]!, 'Move or delete those first.', { cause: error });
  }
  // By the trigger `refuse_deleting`.
  if (code === 'TD001') {
    return new Conflict('The project is being deleted.', 'Nothing can be added to it; use another project.', {
      cause: error,
    });
  }
  // By the trigger `require_quota`.
  if (code === 'TD002') return quotaExceeded(detail, error);
  const [, id = '', prefix = ''] = code === '23503' ? (/\(((prj|prf|dom)_[0-9a-f]+)\)/.exec(detail) ?? []) : [];
  if (prefix in referred) return new NotFound(referred[prefix]!, id);
  if (code === '53100' || isDiskFull(error)) return diskFull(`writing to the database at ${address}`, error);
  if (isConnectionLoss(error, code)) {
    return new Unavailable(
      `The database at ${address} does not answer: ${(error as Error).message || code}.`,
      'Start it, or give the address of one that runs in DATABASE_URL, then try again.',
      { cause: error },
    );
  }
  return error;
}

/** Refused or broken sockets, and the classes 08 (connection), 53 (resources), 57P (shutdown), 28 and 3D (no entry); 25P03 (stood still). */
function isConnectionLoss(error: unknown, code: string): boolean {
  if (/^(08|53|57P|28|3D|25P03)/.test(code) || /^E[A-Z]+$/.test(code)) return true;
  return (
    error instanceof Error && /^(Connection terminated|timeout exceeded|Client has encountered)/i.test(error.message)
  );
}
