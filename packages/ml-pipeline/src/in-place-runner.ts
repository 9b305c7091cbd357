import { Cancelled, type TrainingFrame } from '@tandem/data-model';
import type { TaskRunner } from '@tandem/ports';
import tasks, { type Task, type TaskResult } from './tasks.ts';

/**
 * Runs tasks one after another on the calling thread; between two of them the event loop turns, so that a signal is
 * seen.
 */
export function inPlaceRunner(frame: TrainingFrame): TaskRunner<Task, TaskResult> {
  const run = tasks(frame);
  let last: Promise<unknown> = Promise.resolve();
  return {
    threads: 1,
    run(task, signal) {
      const result = last.then(async () => {
        await new Promise((resolve) => setImmediate(resolve));
        if (signal?.aborted) throw new Cancelled('Training');
        return run(task);
      });
      last = result.catch(() => undefined);
      return result;
    },
    async close() {
      await last;
    },
  };
}
