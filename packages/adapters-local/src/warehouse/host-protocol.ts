import { ForwardedError, KnownError, toWire, type WireError } from '@tandem/data-model';
import type { WarehouseState } from '@tandem/data-model/contract';
import type { Guard, Statement } from '@tandem/ports';

/** What a client asks for; one call for each connection, so that a slow reader holds up nobody but itself. */
export type Call =
  | { readonly op: 'state' }
  /** Keeps the host, and with it staging tables, until the connection closes. */
  | { readonly op: 'hold'; readonly what: string }
  /** Ends the host, unless it is in use: which it was, the state says that is answered. */
  | { readonly op: 'stop' }
  | { readonly op: 'run'; readonly sql: string }
  | { readonly op: 'rows'; readonly sql: string }
  | { readonly op: 'transaction'; readonly statements: readonly (Statement | Guard)[] }
  | { readonly op: 'copyOut'; readonly sql: string; readonly key: string };

/** What the value of a call for the state, or to stop, is. */
export interface HostState {
  readonly pid: number;
  readonly state: WarehouseState;
}

/**
 * What the host answers: `accepted`, with its process, before it does anything, then any batches, then one of the others. A client that
 * has not seen `accepted` may ask again.
 */
export type Answer =
  | { readonly kind: 'accepted'; readonly pid: number }
  | { readonly kind: 'batch' }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'known-error'; readonly error: WireError }
  | { readonly kind: 'error'; readonly message: string };

export function errorAnswer(error: unknown): Answer {
  if (error instanceof KnownError) return { kind: 'known-error', error: toWire(error) };
  return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
}

export function errorOf(answer: Extract<Answer, { kind: 'known-error' | 'error' }>): Error {
  return answer.kind === 'known-error' ? new ForwardedError(answer.error) : new Error(answer.message);
}
