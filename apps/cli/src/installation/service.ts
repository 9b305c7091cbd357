import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '@tandem/data-model';
import { z } from 'zod';

/** A process of the installation that runs until it is stopped. */
export interface Service {
  readonly name: string;
  readonly pid: number;
  /** Resolves once it serves; rejects where it ended before. */
  readonly ready: Promise<void>;
  /** Rejects when it ends without being asked. */
  readonly failed: Promise<never>;
  send(message: object): void;
  /** Sends a message with a request id and gives the reply. */
  request(message: object): Promise<Record<string, unknown>>;
  /** Lets it finish what it does, and kills it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

export interface ServiceOptions {
  readonly name: string;
  readonly entry: URL;
  /** Of Node, besides those that every service has. */
  readonly nodeOptions?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** File for what it prints; truncated. */
  readonly output: string;
}

const Message = z.looseObject({ type: z.string(), requestId: z.string().optional() });
const readyWithinMs = 60_000;

/** Starts a service in a session of its own, so that the terminal's Ctrl-C reaches only the supervisor. */
export function startService({ name, entry, nodeOptions = [], environment, output }: ServiceOptions): Service {
  const log = openSync(output, 'w', 0o600);
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...nodeOptions, fileURLToPath(entry)],
    {
      detached: true,
      env: { ...process.env, ...environment },
      stdio: ['ignore', log, log, 'ipc'],
    },
  );
  closeSync(log);
  let asked = false;
  const waiting = new Map<string, (reply: Record<string, unknown>) => void>();
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`),
    );
  });
  const failed = new Promise<never>((_, reject) => {
    void ended.then((how) => {
      if (!asked)
        reject(
          new Unavailable(`The ${name} stopped: ${how}.\n${tail(output)}`, `Its output is in ${output}; start again.`),
        );
    });
  });
  const ready = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      reject(
        new Unavailable(
          `The ${name} was not ready after ${readyWithinMs / 1000} seconds.\n${tail(output)}`,
          `Its output is in ${output}; start again when the machine is less busy.`,
        ),
      );
    }, readyWithinMs);
    late.unref();
    failed.catch(reject);
    child.on('message', (raw) => {
      const message = Message.safeParse(raw).data;
      if (message?.type === 'ready') {
        clearTimeout(late);
        resolve();
      } else if (message?.requestId) {
        waiting.get(message.requestId)?.(message);
        waiting.delete(message.requestId);
      }
    });
  });
  ready.catch(() => undefined);
  failed.catch(() => undefined);
  const send = (message: object) => {
    if (child.connected) child.send(message, () => undefined);
  };
  return {
    name,
    pid: child.pid ?? 0,
    ready,
    failed,
    send,
    request: (message) => {
      const requestId = randomUUID();
      const reply = new Promise<Record<string, unknown>>((resolve) => waiting.set(requestId, resolve));
      send({ ...message, requestId });
      return Promise.race([reply, failed]);
    },
    stop: async (graceMs) => {
      asked = true;
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(late);
    },
    kill: () => {
      asked = true;
      child.kill('SIGKILL');
    },
  };
}

function tail(file: string): string {
  const log = openSync(file, 'r');
  try {
    const { size } = fstatSync(log);
    const text = readFileSync(log, 'utf8').slice(-Math.min(size, 4000));
    return text.trim().split('\n').slice(-20).join('\n') || 'It printed nothing.';
  } finally {
    closeSync(log);
  }
}
