/** A query as it was run in this tab. */
export interface RecentQuery {
  readonly sql: string;
  readonly at: string;
  /** Rows of its answer; null where it failed or was cancelled. */
  readonly rows: number | null;
}

/** What the SQL page of a project keeps for this browser session: no statement leaves the tab but to be run. */
export interface SqlSession {
  /** What stands in the editor; null where nobody has written yet. */
  readonly draft: string | null;
  /** Newest first. */
  readonly recent: readonly RecentQuery[];
}

const most = 20;
const key = (projectId: string) => `tandem-sql-${projectId}`;

export function readSession(projectId: string): SqlSession {
  try {
    const { draft, recent } = JSON.parse(sessionStorage.getItem(key(projectId)) ?? '{}');
    return { draft: typeof draft === 'string' ? draft : null, recent: Array.isArray(recent) ? recent : [] };
  } catch {
    return { draft: null, recent: [] };
  }
}

export function keepSession(projectId: string, session: SqlSession): void {
  try {
    sessionStorage.setItem(key(projectId), JSON.stringify(session));
  } catch {
    // Storage is full or forbidden: the page still works, and forgets.
  }
}

/** With a query at its head; the same statement stands there once, as it was run last. */
export function withQuery(recent: readonly RecentQuery[], query: RecentQuery): RecentQuery[] {
  return [query, ...recent.filter(({ sql }) => sql !== query.sql)].slice(0, most);
}
