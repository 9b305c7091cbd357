import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Load, Loaded } from './load-process.ts';

const start = (file: string) =>
  fork(path.join(import.meta.dirname, file), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

/** Sends a process its message, and gives what it answers. */
async function ask<T>(child: ChildProcess, message: unknown): Promise<T> {
  child.send(message as object);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the bench ended with ${code}`);
  });
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [T];
  ended.catch(() => undefined);
  return answer;
}

export const putLoad = (load: Load): Promise<Loaded> => ask<Loaded>(start('load-process.ts'), load);

/** A bare server of a reply; `stop` ends it. */
export async function serveBare(body: string): Promise<{ readonly url: string; stop(): void }> {
  const child = start('bare-process.ts');
  const { port } = await ask<{ port: number }>(child, body);
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.disconnect() };
}

/** Milliseconds that 99 of 100 calls of a few clients stay below. */
export const slowestOf = (load: Load): Promise<{ p99Ms: number }> => ask(start('latency-process.ts'), load);
