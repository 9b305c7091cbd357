import type { AuditActor, AuditEvent, AuditFilter } from '@tandem/data-model/contract';

/** Who acts, and in the course of what. */
export interface Acting {
  readonly actor: AuditActor;
  /** Id of an operation of the API, or kind of job. */
  readonly operation: string;
  readonly requestId: string;
}

/** An event as it is kept: what its hash was computed from. */
export interface AuditLink {
  readonly seq: number;
  /** JSON; the hash is of this text, not of what it means. */
  readonly payload: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** All events of one instant, in the order of their numbers, and what the log itself keeps as its last one. */
export interface AuditChain {
  /** Number 0 before the first event. */
  readonly head: Pick<AuditLink, 'seq' | 'hash'>;
  /** Pages of events; read them once, within the call that gave them. */
  readonly pages: AsyncIterable<readonly AuditLink[]>;
}

/**
 * Who changed what and when. Each change of a record that the log covers is written down in the transaction of the
 * change: there is no change without its event, and no event without its change. Nothing is ever altered or removed.
 */
export interface AuditLog {
  /** Does work as somebody: what its calls of the control store change is theirs, also after awaiting. Without, nothing is written down. */
  as<T>(acting: Acting, work: () => T): T;
  /** Writes down an act that changes no record. Only within `as`. */
  note(subject: AuditEvent['subject'] & Pick<AuditEvent, 'projectId'>): Promise<void>;
  /** Newest first: those that agree with every field of the filter, and come before the one of that number. */
  list(
    filter: AuditFilter,
    page: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<AuditEvent[]>;
  /** Reads the whole log as of now. */
  read<T>(work: (chain: AuditChain) => Promise<T>): Promise<T>;
}
