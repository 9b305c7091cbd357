import { parentPort, workerData } from 'node:worker_threads';
import type { TaskModule } from '@tandem/ports';
import type { ThreadReply } from './thread-pool.ts';

const { default: open }: { default: TaskModule<unknown, unknown, unknown> } = await import(workerData.module);
const work = open(workerData.shared);

parentPort?.on('message', async (task: unknown) => {
  let reply: ThreadReply<unknown>;
  try {
    reply = { result: await work(task) };
  } catch (error) {
    reply = { error };
  }
  parentPort?.postMessage(reply);
});
