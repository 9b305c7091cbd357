import { setTimeout as delay } from 'node:timers/promises';
import { Unavailable } from '@tandem/data-model';
import type { QueryProcess } from './query-process.ts';

/** Processes that have started, are bound to nobody, and belong to the first who takes one. */
export interface WarmProcesses {
  /** One that is ready, or else the first that will be; another is started in its place. Throws what the start threw, and Unavailable once it is closed. */
  take(): Promise<QueryProcess>;
  close(): void;
}

export interface WarmOptions {
  readonly size: number;
  /** The first are started after so long, or with the first that is taken. */
  readonly afterMs: number;
}

const retryMs = 5_000;

/** Keeps processes that `start` made. A start that fails is tried again when somebody takes, or after a while. */
export function keepWarm({ size, afterMs }: WarmOptions, start: () => Promise<QueryProcess>): WarmProcesses {
  const ready: Promise<QueryProcess>[] = [];
  let closed = false;
  const fill = () => {
    while (!closed && ready.length < size) {
      const starting = start();
      ready.push(starting);
      starting.catch(async () => {
        const at = ready.indexOf(starting);
        if (at >= 0) ready.splice(at, 1);
        await delay(retryMs, undefined, { ref: false });
        fill();
      });
    }
  };
  const close = (starting: Promise<QueryProcess>) =>
    starting.then(
      (it) => it.kill(),
      () => undefined,
    );
  const first = setTimeout(fill, afterMs).unref();
  return {
    async take() {
      for (;;) {
        if (closed) throw stopping();
        const process = await (ready.shift() ?? start());
        if (closed) {
          process.kill();
          throw stopping();
        }
        fill();
        if (process.isAlive()) return process;
      }
    },
    close() {
      closed = true;
      clearTimeout(first);
      for (const it of ready.splice(0)) void close(it);
    },
  };
}

const stopping = () => new Unavailable('The server stops, and runs no more queries.', 'Try again when it has started.');
