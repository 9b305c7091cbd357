import type { Attempt, OpenWork } from '@tandem/ports';
import type { PgBoss } from 'pg-boss';
import { carriedOn } from '../tracing/span.ts';
import { giveAllBack, openHolders } from './holders.ts';
import { joinWorkers } from './join-workers.ts';
import { turnstile } from './turnstile.ts';

export type Handler = (work: OpenWork, attempt: Attempt) => Promise<void>;

/** What a process does with work of a kind. */
export interface Handling {
  readonly concurrency: number;
  readonly handler: Handler;
  /** Lets a project have no more than its share, in this process without exception. */
  readonly pass: ReturnType<typeof turnstile>;
  readonly perProject: number;
}

export const handling = (concurrency: number, perProject: number, handler: Handler): Handling => ({
  concurrency,
  handler,
  pass: turnstile(perProject),
  perProject,
});

export interface QueueWorker {
  readonly boss: PgBoss;
  add(kind: OpenWork['kind'], it: Handling): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

export interface WorkerOptions {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly retryLimit: number;
  /** How long a worker may be silent before it is thought dead, though its process lives. */
  readonly leaseSeconds: number;
  readonly onError: (error: unknown) => void;
  /** Called where a piece of work begins and where it ends. */
  readonly onChange: (by: 1 | -1) => void;
}

/** Work with the trace of whoever sent it. */
type SentWork = OpenWork & { readonly traceparent?: string };

const giveBackEveryMs = 1_000;

/** A process that takes work, on a queue that was opened for that: it polls, listens and says that it is alive. */
export async function startWorker(boss: PgBoss, options: WorkerOptions): Promise<QueueWorker> {
  const { databaseUrl, schema, retryLimit, leaseSeconds, onError, onChange } = options;
  const membership = await joinWorkers(databaseUrl, { alone: () => giveAllBack(boss, schema), onError });
  const holders = openHolders(boss, schema, membership.worker);
  const pollers = new Map<string, string[]>();
  const giveBack = async () => {
    for (const kind of await holders.giveBack()) for (const it of pollers.get(kind) ?? []) boss.notifyWorker(it);
  };
  let looking: Promise<void> = Promise.resolve();
  const looks = setInterval(() => {
    looking = looking.then(giveBack).catch(onError);
  }, giveBackEveryMs);
  return {
    boss,
    async add(kind, { concurrency, handler, pass, perProject }) {
      const work = {
        groupConcurrency: perProject,
        pollingIntervalSeconds: 0.5,
        notifyPollingIntervalSeconds: 1,
        heartbeatRefreshSeconds: leaseSeconds / 3,
      };
      const poll = async () => {
        const poller: string = await boss.work<SentWork>(kind, work, async ([job]) => {
          const { id, data: sent, retryCount, signal } = job!;
          const { traceparent, ...data } = sent;
          onChange(1);
          try {
            await holders.take({ id, retryCount });
            const attempt = { number: retryCount + 1, isLast: retryCount >= retryLimit, signal };
            await pass(data.projectId, () => carriedOn(traceparent, `job ${kind}`, () => handler(data, attempt)));
          } finally {
            onChange(-1);
            // More may wait: the next is looked for at once, not at the next poll.
            boss.notifyWorker(poller);
            await holders.drop(id).catch(onError);
          }
        });
        return poller;
      };
      pollers.set(kind, await Promise.all(Array.from({ length: concurrency }, poll)));
    },
    async stop(graceMs) {
      clearInterval(looks);
      await looking;
      await boss.stop({ graceful: graceMs > 0, timeout: graceMs });
      await membership.leave();
    },
  };
}
