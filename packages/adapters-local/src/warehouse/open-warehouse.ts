import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '@tandem/data-model';
import type { RowBatch, Warehouse } from '@tandem/ports';
import { literal } from '@tandem/sql';
import { orDiskFull } from '../disk-full.ts';
import type { Home } from '../home.ts';
import { objectPath } from '../object-store/object-path.ts';
import { decodeBatch } from './batch-codec.ts';
import { warehouseSocket } from './find-warehouse-host.ts';
import { encodeFrame, type Frame, readFrames } from './frames.ts';
import type { HostSettings } from './host-main.ts';
import { type Answer, type Call, errorOf } from './host-protocol.ts';

export interface WarehouseOptions {
  /** Threads of the host; all cores if not given. */
  readonly threads?: number;
  /** As DuckDB spells it; half of the machine's memory, at most 2 GB, if not given. More goes to disk. */
  readonly memoryLimit?: string;
  /** The host ends when no call has come for so long; a later call starts another. 15 minutes if not given. */
  readonly idleMs?: number;
}

/** A warehouse whose process can end between two calls, unless it is held. */
export interface HostedWarehouse extends Warehouse {
  /** Keeps the host, and with it staging tables, from being stopped and from its idle end, until it is released. */
  hold(what: string): Promise<() => void>;
}

/** How long a call waits for a host: another may still be letting go of the file. */
const startMs = 40_000;

/**
 * A project's warehouse, in a process of its own that this or another process started: every call connects to it, or
 * starts it and connects. The host ends with the process that started it; the next call then starts another, in which
 * staging tables are gone. Throws Unavailable where a host ends during a call.
 */
export async function openWarehouse(
  home: Home,
  projectId: string,
  options: WarehouseOptions | (() => Promise<WarehouseOptions>) = {},
): Promise<HostedWarehouse> {
  const objectsRoot = path.resolve(home.objects);
  const socketPath = warehouseSocket(home, projectId);
  const settings = async (): Promise<HostSettings> => {
    const { threads, memoryLimit, idleMs } = typeof options === 'function' ? await options() : options;
    return {
      file: path.join(home.warehouses, `${projectId}.duckdb`),
      objectsRoot,
      socketPath,
      threads: threads ?? availableParallelism(),
      memoryLimit: memoryLimit ?? `${Math.floor(Math.min(2e9, totalmem() / 2) / 1e6)}MB`,
      idleMs: idleMs ?? 15 * 60_000,
    };
  };
  const host = new HostConnection(socketPath, settings, path.join(home.logs, `warehouse-${projectId}.log`));
  await host.call({ op: 'run', sql: 'select 1' });
  return {
    dialect: 'duckdb',
    run: async (sql) => {
      await host.call({ op: 'run', sql });
    },
    rows: (sql) => host.rows(sql),
    transaction: async (statements) => (await host.call({ op: 'transaction', statements })) as Record<string, number>,
    copyOut: async (sql, key) => (await host.call({ op: 'copyOut', sql, key })) as number,
    locate: (key) => literal(objectPath(objectsRoot, key)),
    hold: (what) => host.hold(what),
    close: async () => undefined,
  };
}

class HostConnection {
  readonly #socketPath: string;
  /** Asked at every start of a host. */
  readonly #settings: () => Promise<HostSettings>;
  readonly #log: string;
  /** The start that is under way, if any. */
  #starting: Promise<void> | undefined;

  constructor(socketPath: string, settings: () => Promise<HostSettings>, log: string) {
    this.#socketPath = socketPath;
    this.#settings = settings;
    this.#log = log;
  }

  async call(call: Exclude<Call, { op: 'rows' | 'state' | 'hold' | 'stop' }>): Promise<unknown> {
    const { socket, frames } = await this.#begin(call);
    try {
      const { header } = await this.#next(frames);
      const answer = header as Answer;
      if (answer.kind === 'done') return answer.value;
      throw answer.kind === 'batch' || answer.kind === 'accepted' ? this.#gone() : errorOf(answer);
    } finally {
      socket.destroy();
    }
  }

  async hold(what: string): Promise<() => void> {
    const { socket } = await this.#begin({ op: 'hold', what });
    // A host that is killed meanwhile is no fault of who holds it: their next call finds out.
    socket.on('error', () => undefined);
    return () => socket.destroy();
  }

  async *rows(sql: string): AsyncGenerator<RowBatch> {
    const { socket, frames } = await this.#begin({ op: 'rows', sql });
    try {
      for (;;) {
        const frame = await this.#next(frames);
        const answer = frame.header as Answer;
        if (answer.kind === 'batch') yield decodeBatch(frame);
        else if (answer.kind === 'done') return;
        else throw answer.kind === 'accepted' ? this.#gone() : errorOf(answer);
      }
    } finally {
      socket.destroy();
    }
  }

  /** Sends a call and gives the frames after the host has accepted it; starts a host where none answers. */
  async #begin(call: Call): Promise<{ socket: Socket; frames: AsyncGenerator<Frame> }> {
    const deadline = performance.now() + startMs;
    for (;;) {
      const socket = connect(this.#socketPath);
      try {
        await once(socket, 'connect');
        for (const part of encodeFrame(call)) socket.write(part);
        const frames = readFrames(socket);
        if (!(await frames.next()).done) return { socket, frames };
      } catch {
        // No host, or one that is about to end: a call that was not accepted has not begun.
      }
      socket.destroy();
      if (performance.now() > deadline) throw this.#gone();
      await this.#start(deadline);
    }
  }

  async #next(frames: AsyncGenerator<Frame>): Promise<Frame> {
    try {
      const { value, done } = await frames.next();
      if (!done) return value;
    } catch (cause) {
      throw this.#gone(cause);
    }
    throw this.#gone();
  }

  #gone(cause?: unknown): Unavailable {
    return new Unavailable(
      'The process that owns the warehouse ended before it had answered.',
      `Try again: the next call starts another. If it keeps ending, ${this.#log} says why.`,
      { cause },
    );
  }

  #start(deadline: number): Promise<void> {
    this.#starting ??= this.#settings()
      .then((settings) => startHost(settings, this.#log))
      .then(async (answer) => {
        // The loser of a race finds the file locked: the winner will serve it, or is still letting go of it.
        const isHeld = answer?.kind === 'known-error' && answer.error.code === 'CONFLICT';
        if (isHeld && performance.now() < deadline) await delay(50);
        else if (answer) throw errorOf(answer);
      })
      .finally(() => {
        this.#starting = undefined;
      });
    return this.#starting;
  }
}

type Failure = Extract<Answer, { kind: 'known-error' | 'error' }>;

function openLog(log: string): number {
  try {
    return openSync(log, 'a', 0o600);
  } catch (cause) {
    throw orDiskFull(cause, `opening ${log}`);
  }
}

/** Starts a host and waits until it serves; gives the reason where it cannot. It ends with this process. */
async function startHost(settings: HostSettings, log: string): Promise<Failure | undefined> {
  const output = openLog(log);
  const main = fileURLToPath(new URL('./host-main.ts', import.meta.url));
  const host = spawn(process.execPath, [main, JSON.stringify(settings)], {
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  const [message] = (await Promise.race([
    once(host, 'message'),
    once(host, 'exit').then(([code, signal]) => [
      {
        ready: false,
        answer: { kind: 'error', message: `The warehouse's host ended at once (${signal ?? code}); see ${log}.` },
      },
    ]),
  ])) as [{ ready: boolean; answer?: Failure }];
  host.unref();
  host.channel?.unref();
  return message.ready ? undefined : message.answer;
}
