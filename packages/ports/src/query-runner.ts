/** A star as one load left it: immutable Parquet, one object for each table. */
export interface Snapshot {
  readonly loadId: string;
  /** Schema that the tables are queried under. */
  readonly schema: string;
  readonly tables: readonly { readonly name: string; readonly key: string }[];
}

/** Tables of a snapshot of another project, which shares them with who asks. */
export interface SharedTables extends Snapshot {
  readonly projectId: string;
}

export interface Query {
  readonly projectId: string;
  /** Who asks. Queries of one user of a project share a process and take turns; no two users ever share one. */
  readonly user: string;
  readonly sql: string;
  /** Tells what may be read; called when the query's turn has come, for access may have ended while it waited. */
  readonly readable: () => Promise<ReadableTables>;
}

/** What a project has itself; no load and no tables where it has loaded nothing. */
type OwnTables = Omit<Snapshot, 'loadId'> & { readonly loadId: string | null };

/** What a project may read at one moment. */
export interface ReadableTables {
  readonly snapshot: OwnTables;
  /** Of others, each under a schema of its own; nothing, if left out. */
  readonly shared?: readonly SharedTables[];
}

export interface QueryResult {
  /** The load of the project whose snapshot was read; null where it has loaded nothing, and reads what others share. */
  readonly loadId: string | null;
  /** Types as the engine spells them. */
  readonly columns: { name: string; type: string }[];
  /**
   * JSON in UTF-8, an array of arrays of cells, as the query's own process wrote it: it is to be passed on as it is, for
   * reading and writing 50 MB would hold up everybody else. Numbers that a double does not hold exactly come as text, as
   * do dates, timestamps and nested values.
   */
  readonly rowsJson: Uint8Array;
  /** Which limit ended the rows early, or null where they are all there. */
  readonly truncated: 'rows' | 'cells' | 'bytes' | null;
  /** Of the query alone, without its wait for a turn. */
  readonly elapsedMs: number;
}

/** What keeps a query's process from the machine; `reason` says why it is not more. */
export type QuerySandbox =
  | { readonly kind: 'bubblewrap'; readonly reason?: string }
  | { readonly kind: 'process'; readonly reason: string };

export interface QueryProcessState {
  readonly user: string;
  /** Of the query that runs in it now; null where it waits for one. */
  readonly queryId: string | null;
  readonly loadId: string | null;
  readonly startedAt: string;
  /** Resident; null where the system does not tell. */
  readonly memoryBytes: number | null;
}

/**
 * Runs users' SQL, one SELECT at a time, over a snapshot and nothing else, in processes that own no file and that can
 * be killed without anybody else noticing.
 */
export interface QueryRunner {
  readonly sandbox: QuerySandbox;
  /**
   * Throws InvalidQuery where the statement is not allowed or the engine refuses it, QueryLimit where it passed time or
   * memory, Cancelled, Unavailable where too many queries run, and whatever `readable` throws.
   */
  run(query: Query, signal?: AbortSignal): Promise<QueryResult>;
  /** Kills a user's running query; false where it does not run. */
  cancel(projectId: string, user: string, queryId: string): boolean;
  /** The processes that serve a project now. */
  processes(projectId: string): Promise<QueryProcessState[]>;
  /** Ends the processes that serve a project or read what it shares, and refuses its queries from then on: for a project that is deleted. */
  endProject(projectId: string): void;
  close(): Promise<void>;
}
