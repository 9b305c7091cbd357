import type { OpenWork } from './control-store.ts';

/**
 * At-least-once delivery of work to workers. Sending work whose id is already waiting or running sends nothing, so a
 * caller may always send again; a handler may run twice and must not mind.
 */
export interface Queue {
  send(work: OpenWork): Promise<void>;
  /** Handles work until `stop`; `concurrency` pieces of a kind at once. A handler that throws is retried with backoff. */
  work(kind: OpenWork['kind'], concurrency: number, handler: (work: OpenWork) => Promise<void>): Promise<void>;
  /** Takes no more work and waits for what is running, at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}
