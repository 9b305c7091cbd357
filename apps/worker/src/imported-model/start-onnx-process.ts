import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Cancelled, ImportedModelFailed } from '@tandem/data-model';
import type { OnnxReply, OnnxRequest } from './onnx-messages.ts';

/** A process that runs one imported model. It is asked one thing at a time. */
export interface OnnxProcess {
  /** False once it has ended, for whatever reason. */
  readonly isAlive: () => boolean;
  /**
   * Rejects with ImportedModelFailed where the process ends or gives no answer in time, with Cancelled where the signal
   * aborts; the process is dead then.
   */
  ask(request: OnnxRequest, signal?: AbortSignal): Promise<OnnxReply>;
  kill(): void;
}

/** What runs now; none outlives this process. */
const running = new Set<ChildProcess>();
let watchesExit = false;

/** `bytes` are those of the model, which the first request then loads. */
export function startOnnxProcess(title: string, bytes: Uint8Array, timeoutMs: number): OnnxProcess {
  if (!watchesExit) {
    watchesExit = true;
    process.on('exit', () => {
      for (const it of running) it.kill('SIGKILL');
    });
  }
  const child = fork(fileURLToPath(new URL('./onnx-process.ts', import.meta.url)), [String(process.pid)], {
    env: {},
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  });
  running.add(child);
  let ended: Error | undefined;
  let waiting: { resolve: (reply: OnnxReply) => void; reject: (error: Error) => void } | undefined;

  const end = (error: Error) => {
    ended ??= error;
    child.kill('SIGKILL');
    waiting?.reject(ended);
  };
  child.on('error', (cause) => end(failed(title, `its process could not be used: ${cause.message}`, cause)));
  child.on('exit', (code, signal) => {
    running.delete(child);
    end(failed(title, `its process ended ${signal ? `by ${signal}` : `with code ${code}`}`));
  });
  // Where the process ends before it has read all, its end says why.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(bytes);
  child.on('message', (reply: OnnxReply) => waiting?.resolve(reply));

  return {
    isAlive: () => ended === undefined,
    kill: () => end(new Cancelled('The imported model')),
    async ask(request, signal) {
      if (ended) throw ended;
      const abort = () => end(new Cancelled('The imported model'));
      const late = () => end(failed(title, `it gave no answer within ${timeoutMs / 1000} s`));
      const timer = setTimeout(late, timeoutMs);
      signal?.addEventListener('abort', abort);
      try {
        return await new Promise<OnnxReply>((resolve, reject) => {
          waiting = { resolve, reject };
          if (signal?.aborted) return abort();
          child.send(request, (cause) => {
            if (cause) end(failed(title, `its process could not be used: ${cause.message}`, cause));
          });
        });
      } finally {
        waiting = undefined;
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      }
    },
  };
}

const failed = (title: string, why: string, cause?: unknown) =>
  new ImportedModelFailed(
    `The imported model ${title} failed: ${why}.`,
    'See that it runs by itself, on few series and within memory, or go on without it.',
    { cause },
  );
