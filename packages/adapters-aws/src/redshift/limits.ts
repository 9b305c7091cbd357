/** What the Redshift Data API allows, and how patient this adapter is; every figure that the adapter goes by is here. */
export interface RedshiftLimits {
  /** Statements of one transaction. */
  readonly statementsOfBatch: number;
  /** Bytes of one statement's text. */
  readonly statementBytes: number;
  /** Bytes of a result that come in pages; a larger one is unloaded, and read as files. */
  readonly pagedBytes: number;
  /** Seconds that one call waits at the service for a statement to end; the service takes 30 at most. */
  readonly waitSeconds: number;
  /** Milliseconds between two looks at a statement where the service answered at once instead of waiting. */
  readonly pollMs: number;
  /** Times that one call is sent while the service is busy or does not answer, the first included. */
  readonly callAttempts: number;
  /** Times that how a statement ended is asked for before it counts as not known; some 40 s. */
  readonly outcomeAttempts: number;
  /** Times that a statement is run which fails because another transaction was in its way, the first included. */
  readonly statementAttempts: number;
  /** Milliseconds before the second attempt; each further one waits twice as long, by chance up to half as long. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** By the service's documentation of 2026; neither limit was tried on an account. */
export const redshiftLimits: RedshiftLimits = {
  statementsOfBatch: 40,
  statementBytes: 100_000,
  pagedBytes: 16 * 1024 ** 2,
  waitSeconds: 20,
  pollMs: 200,
  callAttempts: 6,
  outcomeAttempts: 10,
  statementAttempts: 3,
  firstPauseMs: 250,
  longestPauseMs: 8_000,
};
