import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { Cancelled, InvalidQuery, QueryLimit, Unavailable } from '@tandem/data-model';
import { queryLimits } from '@tandem/data-model/contract';
import type {
  Query,
  QueryResult,
  QueryRunner,
  QuerySandbox,
  ReadableTables,
  SharedTables,
  Snapshot,
} from '@tandem/ports';
import type { Home } from '../home.ts';
import { ownFolder } from './own-folder.ts';
import { failedQuery, isHarmless, refusedQuery } from './query-errors.ts';
import { type BoundSchema, type ProcessOptions, type QueryProcess, startQueryProcess } from './query-process.ts';
import { residentMemory } from './resident-memory.ts';
import { findProgram } from './sandbox.ts';
import { filesOfStore, type SnapshotFiles } from './snapshot-files.ts';
import { tryBubblewrap } from './try-bubblewrap.ts';
import { keepWarm } from './warm-processes.ts';

export interface QueryRunnerOptions {
  /** Processes kept ready for whoever asks next; 2 if not given. */
  readonly warm?: number;
  /** When the first of them start, so that they do not slow the start of what opens this; 10 s if not given. */
  readonly warmAfterMs?: number;
  /** Processes that serve somebody, half of them one project; the one longest idle makes room. 8 if not given. */
  readonly most?: number;
  /** A process ends when it had no query for so long; 5 minutes if not given. */
  readonly idleMs?: number;
  /** After so long a query's process is killed; 30 s if not given. */
  readonly deadlineMs?: number;
  readonly mostRows?: number;
  readonly mostBytes?: number;
  readonly memoryLimit?: string;
  readonly dataBytes?: number;
  /** The program that walls processes in, or null for none; what the PATH has if not given. */
  readonly bwrap?: string | null;
  /** The program that bounds memory, or null for none; what the PATH has if not given. */
  readonly prlimit?: string | null;
  /** Queries are refused where bubblewrap cannot start. */
  readonly sandboxRequired?: boolean;
  /** Where snapshots lie as files; in the home's objects if not given. */
  readonly files?: SnapshotFiles;
}

/** Queries of one user of one project that may wait for their turn. */
const mostWaiting = 20;

/** One user of one project: the process that serves them, once there is one, and whose turn it is. */
interface Lane {
  readonly projectId: string;
  readonly user: string;
  turn: Promise<unknown>;
  waiting: number;
  bound: Bound | undefined;
  running: { readonly id: string; cancel(): void } | undefined;
  usedAt: number;
  idle: NodeJS.Timeout | undefined;
}

/** A process and what it reads. */
interface Bound {
  readonly process: QueryProcess;
  readonly loadId: string | null;
  /** Tells what it reads from anything else that it could. */
  readonly reads: string;
  readonly projectIds: readonly string[];
  readonly startedAt: string;
}

/** Shows by a process whether bubblewrap can start here, where it is installed, and keeps others warm. */
export async function openQueryRunner(home: Home, options: QueryRunnerOptions = {}): Promise<QueryRunner> {
  const folder = ownFolder(home.queries);
  const start = (bwrap: string | undefined) => startQueryProcess({ ...base, programs: { bwrap, prlimit } });
  const base: Omit<ProcessOptions, 'programs'> = {
    folder,
    memoryLimit: options.memoryLimit ?? '512MB',
    dataBytes: options.dataBytes ?? 1536 * 1024 ** 2,
    mostBytes: options.mostBytes ?? queryLimits.bytes,
  };
  const program = (given: string | null | undefined, name: string) =>
    given === null ? undefined : (given ?? findProgram(name));
  const prlimit = program(options.prlimit, 'prlimit');
  const { sandbox, works } = await tryBubblewrap(program(options.bwrap, 'bwrap'), prlimit !== undefined, start);
  const refused = options.sandboxRequired && sandbox.kind === 'process';
  const warm = keepWarm({ size: refused ? 0 : (options.warm ?? 2), afterMs: options.warmAfterMs ?? 10_000 }, () =>
    start(works),
  );
  return new ProcessQueryRunner(
    options.files ?? filesOfStore(path.resolve(home.objects)),
    folder,
    sandbox,
    warm,
    options,
  );
}

class ProcessQueryRunner implements QueryRunner {
  readonly sandbox: QuerySandbox;
  readonly #files: SnapshotFiles;
  readonly #folder: string;
  readonly #warm: ReturnType<typeof keepWarm>;
  readonly #options: QueryRunnerOptions;
  readonly #lanes = new Map<string, Lane>();
  /** Projects that are deleted: ids never come again. */
  readonly #ended = new Set<string>();
  #closed = false;

  constructor(
    files: SnapshotFiles,
    folder: string,
    sandbox: QuerySandbox,
    warm: ReturnType<typeof keepWarm>,
    options: QueryRunnerOptions,
  ) {
    this.sandbox = sandbox;
    this.#files = files;
    this.#folder = folder;
    this.#warm = warm;
    this.#options = options;
  }

  async run(query: Query, signal?: AbortSignal): Promise<QueryResult> {
    this.#refuseUnwalled();
    refuseLong(query.sql);
    const lane = this.#lane(query.projectId, query.user);
    if (lane.waiting >= mostWaiting) {
      throw new Unavailable(`${mostWaiting} of your queries wait already.`, 'Wait for them, or cancel one.');
    }
    lane.waiting++;
    clearTimeout(lane.idle);
    const mine = lane.turn.then(() => this.#inTurn(lane, query, signal));
    lane.turn = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      lane.waiting--;
      lane.usedAt = performance.now();
      if (lane.waiting === 0) lane.idle = setTimeout(() => this.#retire(lane), this.#options.idleMs ?? 300_000).unref();
    }
  }

  cancel(projectId: string, user: string, queryId: string): boolean {
    const running = this.#lanes.get(key(projectId, user))?.running;
    if (running?.id !== queryId) return false;
    running.cancel();
    return true;
  }

  async processes(projectId: string) {
    const found = [...this.#lanes.values()].flatMap(({ projectId: of, user, bound, running }) =>
      of === projectId && bound?.process.isAlive() ? [{ user, bound, queryId: running?.id ?? null }] : [],
    );
    return Promise.all(
      found.map(async ({ user, queryId, bound: { process, loadId, startedAt } }) => ({
        user,
        queryId,
        loadId,
        startedAt,
        memoryBytes: await residentMemory(process.pid),
      })),
    );
  }

  endProject(projectId: string): void {
    this.#ended.add(projectId);
    for (const lane of this.#lanes.values()) {
      if (lane.projectId !== projectId && !lane.bound?.projectIds.includes(projectId)) continue;
      lane.running?.cancel();
      this.#retire(lane);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#warm.close();
    for (const lane of this.#lanes.values()) {
      lane.running?.cancel();
      this.#retire(lane);
    }
    await Promise.all([...this.#lanes.values()].map((it) => it.turn));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #inTurn(lane: Lane, query: Query, signal: AbortSignal | undefined): Promise<QueryResult> {
    let shared: readonly SharedTables[] = [];
    const isOver = () => this.#closed || [query, ...shared].some((it) => this.#ended.has(it.projectId));
    const refuseOver = () => {
      if (signal?.aborted || isOver()) throw new Cancelled('The query');
    };
    refuseOver();
    const readable = await query.readable();
    shared = (readable.shared ?? []).filter((it) => !this.#ended.has(it.projectId));
    refuseOver();
    const process = await this.#processOf(lane, readable.snapshot, shared);
    if (isOver()) {
      process.kill();
      throw new Cancelled('The query');
    }
    let ended: 'cancelled' | 'late' | undefined;
    const end = (why: 'cancelled' | 'late') => () => {
      ended ??= why;
      process.kill();
    };
    const cancel = end('cancelled');
    const deadlineMs = this.#options.deadlineMs ?? queryLimits.deadlineMs;
    const deadline = setTimeout(end('late'), deadlineMs);
    signal?.addEventListener('abort', cancel);
    lane.running = { id: `qry_${randomUUID().replaceAll('-', '')}`, cancel };
    const since = performance.now();
    try {
      if (signal?.aborted) cancel();
      const { sql } = query;
      const { mostRows = queryLimits.rows, mostBytes = queryLimits.bytes } = this.#options;
      const { columns: mostColumns, cells: mostCells } = queryLimits;
      const reply = await process.ask({ op: 'query', sql, mostRows, mostBytes, mostColumns, mostCells });
      if (!reply) throw endedQuery(ended, deadlineMs);
      const { answer, body } = reply;
      if (answer.kind === 'refused') throw refusedQuery(sql, answer);
      if (answer.kind === 'failed') {
        if (!isHarmless(answer)) process.kill();
        throw failedQuery(sql, answer);
      }
      if (answer.kind !== 'result') throw new Error(`a query process answered ${answer.kind} to a query`);
      return {
        loadId: readable.snapshot.loadId,
        columns: answer.columns,
        rowsJson: body,
        truncated: answer.truncated,
        elapsedMs: performance.now() - since,
      };
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', cancel);
      lane.running = undefined;
    }
  }

  #refuseUnwalled(): void {
    if (!this.#options.sandboxRequired || this.sandbox.kind !== 'process') return;
    throw new Unavailable(
      `Queries are refused here, for a sandbox is required and there is none: ${this.sandbox.reason}.`,
      'Install bubblewrap, allow user namespaces to the user of the server, and start it again.',
    );
  }

  #lane(projectId: string, user: string): Lane {
    const known = this.#lanes.get(key(projectId, user));
    if (known) return known;
    const lane: Lane = {
      projectId,
      user,
      turn: Promise.resolve(),
      waiting: 0,
      bound: undefined,
      running: undefined,
      usedAt: performance.now(),
      idle: undefined,
    };
    this.#lanes.set(key(projectId, user), lane);
    return lane;
  }

  /** The process that serves a lane: a fresh one where there is none, it died, or it reads anything else than this. */
  async #processOf(
    lane: Lane,
    own: ReadableTables['snapshot'],
    shared: readonly SharedTables[],
  ): Promise<QueryProcess> {
    const snapshots = [own, ...shared];
    const keys = snapshots.flatMap((it) => it.tables.map(({ key }) => key));
    const reads = JSON.stringify([own.loadId, keys, snapshots.map((it) => it.schema)]);
    if (lane.bound?.process.isAlive() && lane.bound.reads === reads) return lane.bound.process;
    lane.bound?.process.kill();
    lane.bound = undefined;
    this.#makeRoom(lane);
    const process = await this.#warm.take();
    const projectIds = [lane.projectId, ...shared.map((it) => it.projectId)];
    try {
      await this.#files.use(keys, (files) => {
        const fileOf = new Map(keys.map((key, k) => [key, files[k]!]));
        const bound = ({ schema, tables }: Pick<Snapshot, 'schema' | 'tables'>): BoundSchema => ({
          schema,
          tables: tables.map(({ name, key }) => ({ name, file: fileOf.get(key)! })),
        });
        return process.bind([bound(own), ...shared.map(bound)], projectIds);
      });
    } catch (error) {
      process.kill();
      throw error;
    }
    lane.bound = { process, loadId: own.loadId, reads, projectIds, startedAt: new Date().toISOString() };
    return process;
  }

  /**
   * Ends the process that was longest without a query; throws Unavailable where every one has a query. One project has
   * half of the processes at most, so that another's people find some.
   */
  #makeRoom(lane: Lane): void {
    const most = this.#options.most ?? 8;
    const others = [...this.#lanes.values()].filter((it) => it !== lane && (it.bound || it.waiting > 0));
    const ofProject = others.filter((it) => it.projectId === lane.projectId);
    const mostOfProject = Math.max(1, Math.floor(most / 2));
    if (ofProject.length >= mostOfProject) {
      this.#retire(idlest(ofProject, `${mostOfProject} people run queries in this project now, as many as may.`));
    } else if (others.length >= most) {
      this.#retire(idlest(others, `${most} people run queries now, as many as may.`));
    }
  }

  #retire(lane: Lane): void {
    clearTimeout(lane.idle);
    lane.bound?.process.kill();
    lane.bound = undefined;
    if (lane.waiting === 0) this.#lanes.delete(key(lane.projectId, lane.user));
  }
}

/** The lane that was longest without a query; throws Unavailable, for the reason given, where each has one. */
function idlest(lanes: readonly Lane[], full: string): Lane {
  const [oldest] = lanes.filter((it) => it.waiting === 0).sort((a, b) => a.usedAt - b.usedAt);
  if (oldest) return oldest;
  throw new Unavailable(full, 'Try again in a moment.');
}

const key = (projectId: string, user: string): string => JSON.stringify([projectId, user]);

function refuseLong(sql: string): void {
  const bytes = Buffer.byteLength(sql);
  if (bytes <= queryLimits.textBytes) return;
  throw new InvalidQuery(
    `The statement has ${bytes} bytes, more than the ${queryLimits.textBytes} that it may.`,
    'Write a shorter one; values that it lists belong in a table, which a load brings.',
  );
}

function endedQuery(why: 'cancelled' | 'late' | undefined, deadlineMs: number): Error {
  if (why === 'cancelled') return new Cancelled('The query');
  return new QueryLimit(
    why === 'late'
      ? `The query was ended after ${deadlineMs / 1000} s, the longest that one may run.`
      : 'The process of the query ended: most likely it took more memory than it may.',
    'Filter or aggregate earlier, and try it on fewer rows first.',
  );
}
