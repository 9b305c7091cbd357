import type { Readable } from 'node:stream';
import type { PostgresSettings, RemoteTable } from '@tandem/data-model/contract';

/** A database of somebody else's, and what opens it. */
export interface RemoteDatabase extends PostgresSettings {
  /** The project that opens it: each has a few connections at once. */
  readonly projectId: string;
  readonly password: string;
}

/**
 * Databases outside, which are only read: every call opens one connection, reads in a read-only transaction with a limit
 * of time, and closes it. Hosts are reached that the operator has named, and no others, whatever address a name leads to.
 *
 * Every call throws HostNotAllowed before anything is sent; TooManyRequests where its host, or its project, has as many
 * connections open as it may; Unavailable where nothing answers; ConnectionFailed where what
 * answers refuses, or says far more than was asked. None of them tells the password, or a row.
 */
export interface RemoteDatabases {
  /** Throws HostNotAllowed where the operator has not named the host. Looks nothing up. */
  requireNamed(of: Pick<PostgresSettings, 'host' | 'port'>): void;
  /** Opens it and asks for its version. */
  test(of: RemoteDatabase): Promise<RemoteAnswer>;
  /** Tables and views that its user may read, by schema and name: at most `limit`, of those whose name has `search` in it. */
  tables(of: RemoteDatabase, asked: { readonly search: string; readonly limit: number }): Promise<RemoteTable[]>;
  /**
   * All rows of a table as CSV with a header, in UTF-8; instants in UTC, NULL as an empty field. The stream fails as the
   * calls do; who destroys it closes the connection.
   */
  read(of: RemoteDatabase, table: Pick<RemoteTable, 'schema' | 'name'>): Readable;
}

export interface RemoteAnswer {
  /** As the server says it, e.g. `18.4`. */
  readonly serverVersion: string;
  /** Until the connection was open. */
  readonly connectMs: number;
  /** Of one query, there and back. */
  readonly latencyMs: number;
}
