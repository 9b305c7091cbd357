import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import { Unavailable } from '@tandem/data-model';
import { encodeFrame, type Frame, readFrames } from '../warehouse/frames.ts';
import { placeFile } from './place-file.ts';
import { noteProjects } from './query-place.ts';
import { fileName, type QueryAnswer, type QueryCall } from './query-protocol.ts';
import { type Limits, queryCommand } from './sandbox.ts';

export interface ProcessOptions extends Limits {
  /** Where the process gets its folder. */
  readonly folder: string;
  readonly programs: { readonly bwrap: string | undefined; readonly prlimit: string | undefined };
  /** Longest answer that is taken from it. */
  readonly mostBytes: number;
}

/** A process that was started and answers; gone for good once it was killed or has ended. */
export interface QueryProcess {
  readonly pid: number;
  readonly isAlive: () => boolean;
  /**
   * Puts the files of tables where it may read them, and names them to it, those of its own schema first; notes in its
   * folder whose they are.
   */
  bind(schemas: readonly [BoundSchema, ...BoundSchema[]], projectIds?: readonly string[]): Promise<void>;
  /** Its answer and the bytes after it; undefined where it ended without one. */
  ask(call: QueryCall): Promise<{ readonly answer: QueryAnswer; readonly body: Buffer } | undefined>;
  kill(): void;
}

/** Tables that a process reads under one schema. */
export interface BoundSchema {
  readonly schema: string;
  readonly tables: readonly { readonly name: string; readonly file: string }[];
}

/** How long an engine may take to open, on a machine that has much else to do. */
const startMs = 20_000;
/** Header of an answer: names and types of columns, or an error of the engine. */
const headerBytes = 1024 * 1024;

/** Starts a process with an empty folder and an empty environment; throws Unavailable where it cannot start. */
export async function startQueryProcess(options: ProcessOptions): Promise<QueryProcess> {
  const folder = mkdtempSync(path.join(options.folder, 'q-'));
  const { command } = queryCommand(folder, options, options.programs);
  const child = spawn(command[0]!, command.slice(1), {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
  let alive = true;
  const ended = once(child, 'close').then(
    () => undefined,
    () => undefined,
  );
  ended.then(() => {
    alive = false;
    rmSync(folder, { recursive: true, force: true });
  });
  giveUpFirst(child.pid);
  const said = keepEnd(child);
  child.stdin!.on('error', () => undefined);
  const frames = readFrames(child.stdio[3] as Socket, options.mostBytes + headerBytes);
  const kill = () => {
    alive = false;
    child.kill('SIGKILL');
  };
  const next = async (): Promise<Frame | undefined> => {
    const frame = await frames.next().catch(() => undefined);
    if (!frame || frame.done) kill();
    return frame?.value;
  };
  const late = setTimeout(kill, startMs);
  const first = (await next())?.header as QueryAnswer | undefined;
  clearTimeout(late);
  if (first?.kind !== 'ready') {
    kill();
    await ended;
    throw new Unavailable(
      `A process for queries could not start: ${said() || `it did not answer within ${startMs / 1000} s`}.`,
      'See that the machine has memory left, and try again.',
    );
  }
  const ask: QueryProcess['ask'] = async (call) => {
    for (const part of encodeFrame(call)) child.stdin!.write(part);
    const frame = await next();
    return frame && { answer: frame.header as QueryAnswer, body: frame.body };
  };
  return {
    pid: child.pid!,
    isAlive: () => alive,
    bind: async (schemas, projectIds = []) => {
      noteProjects(folder, projectIds);
      for (const [place, { tables }] of schemas.entries()) {
        for (const { name, file } of tables) await placeFile(file, path.join(folder, fileName(place, name)));
      }
      const [own, ...shared] = [named(schemas[0]), ...schemas.slice(1).map(named)] as const;
      const bound = await ask({ op: 'bind', ...own, shared });
      if (bound?.answer.kind === 'bound') return;
      kill();
      const why = bound && 'message' in bound.answer ? bound.answer.message : 'its process ended';
      throw new Unavailable(
        `The last load cannot be queried: ${why}`,
        'Load the files again, which publishes it anew.',
      );
    },
    ask,
    kill,
  };
}

const named = ({ schema, tables }: BoundSchema) => ({ schema, tables: tables.map((it) => it.name) });

/** Where the machine runs out of memory, the kernel ends this process before any other. */
function giveUpFirst(pid: number | undefined): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '1000');
  } catch {
    // Not Linux, or it has ended already.
  }
}

/** The last that a process printed on standard error. */
function keepEnd(child: ChildProcess): () => string {
  let end = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    end = (end + text).slice(-2000);
  });
  child.on('error', (error) => {
    end = error.message;
  });
  return () => end.trim().replaceAll(/\s+/g, ' ');
}
