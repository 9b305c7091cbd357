/**
 * What a caller can do about a failure; only the API turns it into an HTTP status.
 *
 * - `invalid`: the request is wrong; change it
 * - `unauthenticated`, `forbidden`: sign in, or ask for the right
 * - `missing`: no such thing, or not yours
 * - `conflict`: the state does not allow it now
 * - `stale`: it was changed since the caller looked; look again
 * - `too-large`: more bytes than are taken
 * - `rejected`: the data broke a stated rule; nothing changed
 * - `too-many`: too many calls or tries; wait as long as it says
 * - `unavailable`: something needed is not running; try again
 * - `full`: there is no space to store it; free some, then try again
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'stale'
  | 'too-large'
  | 'rejected'
  | 'too-many'
  | 'unavailable'
  | 'full';

/** Where in the input a fault lies: a JSON path, a column, or a file and its physical line. */
export interface Fault {
  readonly at: string;
  readonly expected: string;
  readonly got: string;
  /** What would be taken there, as JSON. */
  readonly example?: string | undefined;
}

/** A failure that the caller can act on. Its message says what, where and why; `mend` says the next step. */
export abstract class KnownError extends Error {
  /** Stable, upper case; documented in docs/errors.md. */
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  readonly mend: string;
  readonly faults: readonly Fault[];

  constructor(message: string, mend: string, options: ErrorOptions & { faults?: readonly Fault[] } = {}) {
    super(message, options);
    this.name = new.target.name;
    this.mend = mend;
    this.faults = options.faults ?? [];
  }
}

/** The input has the wrong form or a value out of range. */
export class InvalidInput extends KnownError {
  override readonly code = 'INVALID_INPUT';
  override readonly kind = 'invalid';
}

/** Nothing by that name or id, or it belongs to somebody else. */
export class NotFound extends KnownError {
  override readonly code = 'NOT_FOUND';
  override readonly kind = 'missing';
  constructor(noun: string, id: string) {
    const nouns = `${noun.replace(/([^aeiou])y$/, '$1ie')}s`;
    super(`There is no ${noun} ${id}, or it is not yours.`, `List the ${nouns} you can see, and use an id from there.`);
  }
}

/** The name is taken, or the thing is in a state that does not allow this. */
export class Conflict extends KnownError {
  override readonly code = 'CONFLICT';
  override readonly kind = 'conflict';
}

/** No session and no token, or one that has ended. */
export class Unauthenticated extends KnownError {
  override readonly code = 'UNAUTHENTICATED';
  override readonly kind = 'unauthenticated';
  constructor(message = 'This needs a session or a token.') {
    super(message, 'Open the sign-in link that start-up printed, or send the token in an Authorization header.');
  }
}

/** It would go beyond what the project or its domain may use, or what is left of that is too little. Nothing changed. */
export class QuotaExceeded extends KnownError {
  override readonly code = 'QUOTA_EXCEEDED';
  override readonly kind = 'conflict';
  /** Whether there is room again once something that is open has ended. */
  readonly passes: boolean;
  constructor(message: string, mend: string, { passes = false, ...options }: ErrorOptions & { passes?: boolean } = {}) {
    super(message, mend, options);
    this.passes = passes;
  }
}

/** Signed in, but without the right. */
export class Forbidden extends KnownError {
  override readonly code = 'FORBIDDEN';
  override readonly kind = 'forbidden';
}

/** Too many tries; `retryAfterSeconds` from now on, the next is looked at. */
export class TooManyTries extends KnownError {
  override readonly code = 'TOO_MANY_TRIES';
  override readonly kind = 'too-many';
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(message, `Wait ${retryAfterSeconds} s, then try again.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The thing was changed since the caller looked at it. Nothing changed. */
export class ChangedSince extends KnownError {
  override readonly code = 'CHANGED_SINCE';
  override readonly kind = 'stale';
}

/** An Idempotency-Key came before with another request. Nothing changed. */
export class KeyReused extends KnownError {
  override readonly code = 'IDEMPOTENCY_KEY_REUSED';
  override readonly kind = 'rejected';
}

/** Too many calls of one caller or address in too short a time, or too much of a kind open at once. */
export class TooManyRequests extends KnownError {
  override readonly code = 'TOO_MANY_REQUESTS';
  override readonly kind = 'too-many';
}

/** The body is longer than is taken here. */
export class TooLarge extends KnownError {
  override readonly code = 'TOO_LARGE';
  override readonly kind = 'too-large';
}

/** Bytes arrived otherwise than they were sent: their SHA-256 is another. Nothing of them was kept. */
export class ChecksumMismatch extends KnownError {
  override readonly code = 'CHECKSUM_MISMATCH';
  override readonly kind = 'invalid';
}

/** The files do not look like any table of the star. */
export class UnrecognisedFile extends KnownError {
  override readonly code = 'UNRECOGNISED_FILE';
  override readonly kind = 'invalid';
}

/** The file cannot be unpacked or read: it is damaged, locked, of a kind that is not read, or grows past the limits. */
export class UnreadableFile extends KnownError {
  override readonly code = 'UNREADABLE_FILE';
  override readonly kind = 'invalid';
}

/** Too many rows could not enter the star, or a table would break its grain or references. Nothing changed. */
export class LoadRejected extends KnownError {
  override readonly code = 'LOAD_REJECTED';
  override readonly kind = 'rejected';
}

/** A check that the star declares as critical does not hold. Nothing changed. */
export class CheckFailed extends KnownError {
  override readonly code = 'CHECK_FAILED';
  override readonly kind = 'rejected';
}

/** A model broke a rule of its workflow's gate. It stays registered; what is served stays as it is. */
export class GateRefused extends KnownError {
  override readonly code = 'GATE_REFUSED';
  override readonly kind = 'rejected';
}

/** No item, or no row, is left to forecast from. */
export class NothingToForecast extends KnownError {
  override readonly code = 'NOTHING_TO_FORECAST';
  override readonly kind = 'rejected';
}

/** An imported model crashed, failed on a batch of series, gave no answer in time, or gave no number when it was tried. */
export class ImportedModelFailed extends KnownError {
  override readonly code = 'IMPORTED_MODEL_FAILED';
  override readonly kind = 'rejected';
}

/** What runs imported models is not installed, or cannot be loaded. */
export class RuntimeMissing extends KnownError {
  override readonly code = 'RUNTIME_MISSING';
  override readonly kind = 'conflict';
}

/** A model, or the frame it was trained on, is damaged, gone, or was written by another version. */
export class ModelUnreadable extends KnownError {
  override readonly code = 'MODEL_UNREADABLE';
  override readonly kind = 'conflict';
}

/** A query that is no single SELECT, names what it may not, or that the engine refuses. */
export class InvalidQuery extends KnownError {
  override readonly code = 'INVALID_QUERY';
  override readonly kind = 'invalid';
}

/** A query was ended because it passed its time or its memory. */
export class QueryLimit extends KnownError {
  override readonly code = 'QUERY_LIMIT';
  override readonly kind = 'rejected';
}

/** The run was stopped by its owner. */
export class Cancelled extends KnownError {
  override readonly code = 'CANCELLED';
  override readonly kind = 'conflict';
  constructor(what: string) {
    super(`${what} was cancelled.`, 'Start it again when you want it.');
  }
}

/** A worker went on with a job that was taken from it: cancelled, or given to another one. What it wrote is not kept. */
export class LeaseLost extends KnownError {
  override readonly code = 'LEASE_LOST';
  override readonly kind = 'conflict';
  constructor(jobId: string) {
    super(
      `The job ${jobId} was taken from this worker: it was cancelled, or another worker has it.`,
      'Look at the job for how it goes on; there is nothing to do.',
    );
  }
}

/** A job's workers ended before it did, so often that it is not tried again. */
export class WorkerLost extends KnownError {
  override readonly code = 'WORKER_LOST';
  override readonly kind = 'rejected';
  constructor(attempts: number) {
    super(
      `${attempts} attempts ended with the worker's own end: it was killed, or ran out of memory.`,
      "Look into the worker's log and at the memory of the machine; an administrator can let it be tried again.",
    );
  }
}

/** The operator has not named the host as one that connections may reach, or its name leads to an address that none may. */
export class HostNotAllowed extends KnownError {
  override readonly code = 'HOST_NOT_ALLOWED';
  override readonly kind = 'rejected';
}

/** A database outside answers, and refuses: user, password, certificate, database, table, or time. Nothing changed. */
export class ConnectionFailed extends KnownError {
  override readonly code = 'CONNECTION_FAILED';
  override readonly kind = 'rejected';
}

/** A kept secret cannot be read: it was encrypted with another key. */
export class SecretUnreadable extends KnownError {
  override readonly code = 'SECRET_UNREADABLE';
  override readonly kind = 'conflict';
}

/** A process, database or file that this needs does not answer. */
export class Unavailable extends KnownError {
  override readonly code = 'UNAVAILABLE';
  override readonly kind = 'unavailable';
}

/** A warehouse took a statement, or may have, and how it ended could not be found out: it may have been done. */
export class OutcomeUnknown extends KnownError {
  override readonly code = 'OUTCOME_UNKNOWN';
  override readonly kind = 'unavailable';
}

/** A disk has no space left, or a quota on it is used up. What was being written is not kept. */
export class DiskFull extends KnownError {
  override readonly code = 'DISK_FULL';
  override readonly kind = 'full';
}

/** Whether the same work may succeed a little later, though nobody changes what was asked. */
export function mayPass(error: unknown): error is KnownError {
  return error instanceof KnownError && (error.kind === 'unavailable' || error.kind === 'full');
}

/** A known error as it crosses from one process to another. */
export interface WireError {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly mend: string;
  readonly faults: readonly Fault[];
}

/** A known error that another process threw: it keeps code, kind, sentence and mend. */
export class ForwardedError extends KnownError {
  override readonly code: string;
  override readonly kind: ErrorKind;
  constructor({ code, kind, message, mend, faults }: WireError) {
    super(message, mend, { faults });
    this.code = code;
    this.kind = kind;
  }
}

/** What a log keeps of an error. What a database says of one besides may quote rows. */
export type LoggedError = {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: unknown;
  readonly cause?: LoggedError;
};

export function forLog(error: Error & { readonly code?: unknown }): LoggedError {
  const { name, message, stack = '', code, cause } = error;
  return {
    type: name,
    message,
    stack,
    ...(code === undefined ? {} : { code }),
    ...(cause instanceof Error ? { cause: forLog(cause) } : {}),
  };
}

export function toWire({ code, kind, message, mend, faults }: KnownError): WireError {
  return { code, kind, message, mend, faults };
}
