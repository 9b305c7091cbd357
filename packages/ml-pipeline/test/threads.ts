import { Worker } from 'node:worker_threads';
import type { TrainingFrame } from '@tandem/data-model';
import type { TaskRunner } from '@tandem/ports';
import { type Task, type TaskResult, taskModule } from '../src/index.ts';

/** Threads of a pool, tasks to whichever is free: the shape of a real pool, so that order is not by luck. */
export function threads(frame: TrainingFrame, count: number): TaskRunner<Task, TaskResult> {
  const code = `import { parentPort, workerData } from 'node:worker_threads';
    const run = (await import(workerData.module)).default(workerData.frame);
    parentPort.on('message', async (task) => parentPort.postMessage(await run(task)));`;
  const workers = Array.from(
    { length: count },
    () =>
      new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
        workerData: { module: taskModule.href, frame },
      }),
  );
  const free = [...workers];
  const waiting: { task: Task; done: (result: TaskResult) => void }[] = [];
  const next = () => {
    while (free.length > 0 && waiting.length > 0) {
      const worker = free.pop()!;
      const { task, done } = waiting.shift()!;
      worker.once('message', (result: TaskResult) => {
        free.push(worker);
        done(result);
        next();
      });
      worker.postMessage(task);
    }
  };
  return {
    threads: count,
    run: (task) =>
      new Promise((done) => {
        waiting.push({ task, done });
        next();
      }),
    close: async () => {
      await Promise.all(workers.map((it) => it.terminate()));
    },
  };
}
