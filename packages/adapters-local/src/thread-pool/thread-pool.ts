import { setMaxListeners } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Cancelled } from '@tandem/data-model';
import type { TaskRunner } from '@tandem/ports';

export interface ThreadPoolOptions {
  /** Module whose default export is a TaskModule. */
  readonly module: URL;
  /** Given to the module once on each thread; shared memory in it is shared. */
  readonly shared: unknown;
  readonly threads: number;
}

interface Job<Task, Result> {
  readonly task: Task;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export type ThreadReply<Result> = { readonly result: Result } | { readonly error: unknown };

/**
 * A task runner on worker threads. A thread that dies takes the pool with it: every task that waits or runs rejects
 * with what killed it, because a result missing from a fixed-order reduction would be worse than none.
 */
export function openThreadPool<Task, Result>(options: ThreadPoolOptions): TaskRunner<Task, Result> {
  const waiting: Job<Task, Result>[] = [];
  const running = new Map<Worker, Job<Task, Result>>();
  let failure: unknown;

  const workers = Array.from({ length: options.threads }, () => {
    const worker = new Worker(new URL('./thread-main.ts', import.meta.url), {
      workerData: { module: options.module.href, shared: options.shared },
    });
    worker.on('message', (reply: ThreadReply<Result>) => {
      const job = running.get(worker);
      running.delete(worker);
      if ('error' in reply) job?.reject(reply.error);
      else job?.resolve(reply.result);
      startNext();
    });
    worker.on('error', fail);
    worker.on('exit', (code) => {
      fail(new Error(`A thread of the pool ended with code ${code}.`));
    });
    return worker;
  });

  function fail(error: unknown): void {
    failure ??= error;
    for (const job of [...running.values(), ...waiting.splice(0)]) job.reject(failure);
    running.clear();
  }

  function startNext(): void {
    for (const worker of workers) {
      if (running.has(worker)) continue;
      let job = waiting.shift();
      while (job?.signal?.aborted) job = waiting.shift();
      if (!job) return;
      running.set(worker, job);
      worker.postMessage(job.task);
    }
  }

  return {
    threads: options.threads,
    run: (task, signal) =>
      new Promise<Result>((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        if (signal?.aborted) return reject(new Cancelled('The run'));
        const abort = () => reject(new Cancelled('The run'));
        if (signal) setMaxListeners(0, signal);
        signal?.addEventListener('abort', abort, { once: true });
        const settled = () => signal?.removeEventListener('abort', abort);
        waiting.push({
          task,
          signal,
          resolve: (result) => {
            settled();
            resolve(result);
          },
          reject: (error) => {
            settled();
            reject(error);
          },
        });
        startNext();
      }),
    close: async () => {
      fail(new Cancelled('The run'));
      await Promise.all(workers.map((it) => it.terminate()));
    },
  };
}
