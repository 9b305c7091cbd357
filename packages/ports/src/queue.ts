import type { OpenWork } from './control-store.ts';

/** One try at a piece of work. */
export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** Whether the queue tries no more after this. */
  readonly isLast: boolean;
  /** Aborts where the work was taken away, because this worker was thought dead, or where its time is over. */
  readonly signal: AbortSignal;
}

/**
 * At-least-once delivery of work to workers. Sending work that already waits sends nothing; sending work that is
 * running lets it run once more afterwards, so what changed meanwhile is seen. A caller may always send again, and a
 * handler may run twice and must not mind. Work of a worker that died runs again.
 *
 * What is scheduled comes after all that is interactive; within each, projects take turns, however much one has sent.
 */
export interface Queue {
  send(work: OpenWork): Promise<void>;
  /** Those pieces that neither wait nor run. */
  missing(works: readonly OpenWork[]): Promise<OpenWork[]>;
  /**
   * Handles work until `stop`; `concurrency` pieces of a kind at once, of which one project has no more than the queue
   * lets it, over all workers. A handler that throws is retried with backoff.
   */
  work(
    kind: OpenWork['kind'],
    concurrency: number,
    handler: (work: OpenWork, attempt: Attempt) => Promise<void>,
  ): Promise<void>;
  /** Closes every connection where nothing waits, runs or is to be retried; else gives false. */
  sleep(): Promise<boolean>;
  /** Works on after `sleep`; nothing where it is awake. */
  wake(): Promise<void>;
  /** Takes no more work and waits for what is running, at most `graceMs`; what has not ended then runs again later. */
  stop(graceMs: number): Promise<void>;
}
