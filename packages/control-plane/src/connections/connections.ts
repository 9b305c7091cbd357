import { Conflict, InvalidInput, KnownError, NotFound, TooManyRequests } from '@tandem/data-model';
import {
  type Connection,
  type ConnectionChange,
  type ConnectionTest,
  mostRemoteTables,
  type NewConnection,
  type Operations,
  type PostgresSettings,
  type Project,
  type RemoteTable,
} from '@tandem/data-model/contract';
import type { ControlStore, KeptConnection, RemoteDatabase, RemoteDatabases, SecretBox } from '@tandem/ports';
import type { Clock } from '../deps.ts';
import { listProvidedConnections, type ProvidedConnectionDeps } from './provided-connections.ts';

export interface ConnectionDeps {
  readonly control: Pick<ControlStore, 'connections'>;
  readonly remotes: RemoteDatabases;
  readonly secrets: SecretBox;
  readonly clock: Clock;
}

/** What a project can work through: what its profile provisions, with its state now, then what people made. Opens nothing. */
export async function listConnections(
  deps: Pick<ConnectionDeps, 'control'> & ProvidedConnectionDeps,
  project: Project,
): Promise<Connection[]> {
  const [provided, made] = await Promise.all([
    listProvidedConnections(deps, project),
    deps.control.connections.list(project.id),
  ]);
  return [...provided, ...made.map(shown)];
}

/** Throws NotFound. */
export async function getConnection(
  deps: Pick<ConnectionDeps, 'control'> & ProvidedConnectionDeps,
  project: Project,
  id: string,
): Promise<Connection> {
  const provided = isProvided(id) ? await listProvidedConnections(deps, project) : [];
  const found = provided.find((it) => it.id === id) ?? shownIf(await deps.control.connections.get(project.id, id));
  if (!found) throw new NotFound('connection', id);
  return found;
}

/** Throws HostNotAllowed where the operator has not named its host, Conflict where the name is taken. Opens nothing. */
export async function createConnection(
  { control, remotes, secrets }: ConnectionDeps,
  projectId: string,
  { name, kind, password, ...settings }: NewConnection,
): Promise<Connection> {
  remotes.requireNamed(settings);
  const sealedPassword = secrets.seal(password, placeOf(projectId, settings));
  return shown(await control.connections.create({ projectId, name, kind, settings, sealedPassword }));
}

/**
 * Changes it; it is untested from then on. The password stays where none is given, but not for another host or port, nor
 * with less TLS: it was trusted to that place, and whoever may change a connection need not know it. Throws NotFound,
 * Conflict for one that the profile provisions or a name that is taken, HostNotAllowed, InvalidInput.
 */
export async function changeConnection(
  deps: ConnectionDeps,
  projectId: string,
  id: string,
  { name, password, ...settings }: ConnectionChange,
): Promise<Connection> {
  const present = await keptConnection(deps, projectId, id);
  deps.remotes.requireNamed(settings);
  if (password === undefined && isElsewhere(present.settings, settings)) throw passwordNeeded(present, settings);
  const sealedPassword =
    password === undefined ? present.sealedPassword : deps.secrets.seal(password, placeOf(projectId, settings));
  const changed = await deps.control.connections.change(projectId, id, { name, settings, sealedPassword });
  if (!changed) throw new NotFound('connection', id);
  return shown(changed);
}

/** Throws NotFound, and Conflict for one that the profile provisions. */
export async function deleteConnection(deps: ConnectionDeps, projectId: string, id: string): Promise<void> {
  refuseProvided(id);
  if (!(await deps.control.connections.delete(projectId, id))) throw new NotFound('connection', id);
}

/** Opens it, and notes what came of it. Throws NotFound, Conflict, and what the databases outside throw. */
export async function testConnection(deps: ConnectionDeps, projectId: string, id: string): Promise<ConnectionTest> {
  const kept = await keptConnection(deps, projectId, id);
  const note = deps.control.connections.noteTest;
  try {
    const { serverVersion, connectMs, latencyMs } = await deps.remotes.test(openedBy(deps, kept));
    await note(kept, { state: 'ready', detail: `PostgreSQL ${serverVersion} answered in ${latencyMs} ms.` });
    return { serverVersion, connectMs, latencyMs, testedAt: deps.clock().toISOString() };
  } catch (error) {
    // That others are at it says nothing of the connection.
    if (error instanceof KnownError && !(error instanceof TooManyRequests))
      await note(kept, { state: 'away', detail: `${error.message} ${error.mend}` });
    throw error;
  }
}

/** Throws as `testConnection` does, and notes nothing. */
export async function listConnectionTables(
  deps: ConnectionDeps,
  projectId: string,
  id: string,
  search: string,
): Promise<{ tables: RemoteTable[]; more: boolean }> {
  const of = openedBy(deps, await keptConnection(deps, projectId, id));
  const found = await deps.remotes.tables(of, { search, limit: mostRemoteTables + 1 });
  return { tables: found.slice(0, mostRemoteTables), more: found.length > mostRemoteTables };
}

/** Throws NotFound, and Conflict for one that the profile provisions. */
export async function keptConnection(
  { control }: Pick<ConnectionDeps, 'control'>,
  projectId: string,
  id: string,
): Promise<KeptConnection> {
  refuseProvided(id);
  const found = await control.connections.get(projectId, id);
  if (!found) throw new NotFound('connection', id);
  return found;
}

/** With its password. Throws SecretUnreadable. */
export function openedBy({ secrets }: Pick<ConnectionDeps, 'secrets'>, kept: KeptConnection): RemoteDatabase {
  const { projectId, settings, sealedPassword } = kept;
  return { ...settings, projectId, password: secrets.open(sealedPassword, placeOf(projectId, settings)) };
}

/** What a password was given for: where it is sent. Whoever changes a row in the database cannot have it sent elsewhere. */
const placeOf = (projectId: string, { host, port }: PostgresSettings) => [projectId, host, port];

/** What of a connection callers can change, and so what its ETag is of. */
export const changeableOf = ({ id, name, settings, changedAt }: Changeable) => ({ id, name, settings, changedAt });
type Changeable = Pick<Connection, 'id' | 'name' | 'settings' | 'changedAt'>;

const isProvided = (id: string) => id.startsWith('project.');

function refuseProvided(id: string): void {
  if (!isProvided(id)) return;
  throw new Conflict(
    `${id} follows from the profile of the project; it can be neither changed nor deleted, and has nothing to import.`,
    'Change the profile of the project for another; or create a connection of your own.',
  );
}

const tlsRank = { disable: 0, require: 1, 'verify-full': 2 } as const;
const isElsewhere = (was: PostgresSettings, is: PostgresSettings) =>
  was.host !== is.host || was.port !== is.port || tlsRank[is.tls] < tlsRank[was.tls];

function passwordNeeded(present: KeptConnection, { host, port, tls }: PostgresSettings): InvalidInput {
  const was = present.settings;
  return new InvalidInput(
    `The password was given for ${was.host}:${was.port} with tls ${was.tls}, and is not sent to ${host}:${port} with tls ${tls}.`,
    'Give the password again with this change.',
    {
      faults: [{ at: 'body.password', expected: 'the password, for another host or port or less TLS', got: 'nothing' }],
    },
  );
}

const operations: (keyof Operations)[] = ['testConnection', 'listConnectionTables', 'importTable'];

function shown({
  id,
  name,
  kind,
  state,
  detail,
  settings,
  testedAt,
  createdAt,
  changedAt,
}: KeptConnection): Connection {
  return {
    ...{ id, name, kind, madeBy: 'people', state, operations, settings, testedAt, createdAt, changedAt },
    detail: state === 'untested' ? 'Nobody has tried it since it was made or changed. Test it.' : detail,
  };
}

const shownIf = (kept: KeptConnection | undefined) => kept && shown(kept);
