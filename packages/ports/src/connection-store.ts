import type { PostgresSettings } from '@tandem/data-model/contract';

/** A connection that people have made. */
export interface KeptConnection {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly kind: 'postgresql';
  readonly settings: PostgresSettings;
  /** By the installation's secret box; never leaves the server. */
  readonly sealedPassword: string;
  /** What came of the last test, since its settings were changed. */
  readonly state: 'untested' | 'ready' | 'away';
  /** Of the last test, for a person; empty before. */
  readonly detail: string;
  readonly testedAt: string | null;
  readonly createdAt: string;
  readonly changedAt: string;
}

export type ConnectionFields = Pick<KeptConnection, 'name' | 'settings' | 'sealedPassword'>;

/** Connections that people have made, of projects. */
export interface ConnectionStore {
  /** Throws Conflict where the project has one of that name, or is being deleted. */
  create(connection: ConnectionFields & Pick<KeptConnection, 'projectId' | 'kind'>): Promise<KeptConnection>;
  get(projectId: string, id: string): Promise<KeptConnection | undefined>;
  /** Oldest first. */
  list(projectId: string): Promise<KeptConnection[]>;
  /** It is untested from then on. Undefined where it is not there. Throws Conflict where another has the name. */
  change(projectId: string, id: string, fields: ConnectionFields): Promise<KeptConnection | undefined>;
  /** Notes what came of a test, unless it was changed since it was read. */
  noteTest(tested: KeptConnection, outcome: Pick<KeptConnection, 'state' | 'detail'>): Promise<void>;
  /** Whether it was there. */
  delete(projectId: string, id: string): Promise<boolean>;
}
