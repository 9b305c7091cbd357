import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import { Cancelled, Conflict, LoadRejected, Unavailable } from '@tandem/data-model';
import type { Guard, RowBatch, Statement, Warehouse } from '@tandem/ports';
import { literal } from '@tandem/sql';
import { diskFull, isDiskFull, orDiskFull } from '../disk-full.ts';
import { objectPath, partialPath } from '../object-store/object-path.ts';
import { rowBatch } from './column-values.ts';
import { createDatabaseFile } from './create-database-file.ts';

export interface DuckDbOptions {
  /** The database file, or `:memory:`. */
  readonly file: string;
  /** Folder of the object store that `locate` and `copyOut` point into. */
  readonly objectsRoot: string;
  readonly threads?: number;
  /** As DuckDB spells it: `2GB`. */
  readonly memoryLimit?: string;
  /** What runs ends soon after it aborts, with Cancelled, and nothing begins then. */
  readonly signal?: AbortSignal;
}

/** Chunks hold 2,048 rows; a batch of 16 is large enough for a socket and small enough to wait for. */
const chunksPerBatch = 16;

/**
 * A warehouse in this process. The file admits one process at a time: throws Conflict where another holds it.
 * Tables of the database `staging` live in memory (and spill to `<file>.tmp`): they end with the process.
 */
export async function openDuckDb(options: DuckDbOptions): Promise<Warehouse> {
  const { file, threads, memoryLimit } = options;
  const create = async () => {
    if (file !== ':memory:') await createDatabaseFile(file);
    return DuckDBInstance.create(file, {
      ...(threads === undefined ? {} : { threads: String(threads) }),
      ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
  };
  const instance = await create().catch((cause: unknown) => {
    throw failure(cause, `opening ${file}`);
  });
  const writer = await instance.connect();
  // Answers arrive in no order unless a query asks for one; keeping the order of files would cost memory.
  await writer.run(`set preserve_insertion_order = false; attach ':memory:' as staging`);
  return new DuckDbWarehouse(instance, writer, path.resolve(options.objectsRoot), options.signal);
}

class DuckDbWarehouse implements Warehouse {
  readonly dialect = 'duckdb';
  readonly #instance: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #objectsRoot: string;
  readonly #signal: AbortSignal | undefined;
  /** Connections that may be in the midst of a statement. */
  readonly #connections: Set<DuckDBConnection>;
  /** The end of the queue for the one connection that writes. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    instance: DuckDBInstance,
    writer: DuckDBConnection,
    objectsRoot: string,
    signal: AbortSignal | undefined,
  ) {
    this.#instance = instance;
    this.#writer = writer;
    this.#objectsRoot = objectsRoot;
    this.#signal = signal;
    this.#connections = new Set([writer]);
    signal?.addEventListener('abort', this.#interrupt);
  }

  run(sql: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#unlessCancelled(() => execute(this.#writer, sql));
    });
  }

  /**
   * What is read is of one moment. Outside a transaction the engine would prepare a query at one moment, with the
   * smallest and largest value of each column as they are then, and run it at a later one, on rows that it has ruled out.
   */
  async *rows(sql: string): AsyncGenerator<RowBatch> {
    this.#throwIfCancelled();
    const reader = await this.#instance.connect();
    this.#connections.add(reader);
    try {
      this.#throwIfCancelled();
      await reader.run('begin transaction read only');
      const result = await reader.stream(sql);
      const names = result.columnNames();
      let chunks: DuckDBDataChunk[] = [];
      for await (const chunk of result) {
        chunks.push(chunk);
        if (chunks.length < chunksPerBatch) continue;
        yield rowBatch(result, names, chunks);
        chunks = [];
      }
      if (chunks.length > 0) yield rowBatch(result, names, chunks);
    } catch (cause) {
      this.#throwIfCancelled();
      throw failure(cause, sql, 'reading the warehouse');
    } finally {
      this.#connections.delete(reader);
      // Also where nothing was wrong: a result that is not yet collected would keep the transaction open.
      await reader.run('rollback').catch(() => undefined);
      reader.closeSync();
    }
  }

  transaction(statements: readonly (Statement | Guard)[]): Promise<Record<string, number>> {
    return this.#inTurn(async () => {
      const counts: Record<string, number> = {};
      await execute(this.#writer, 'begin transaction');
      try {
        for (const statement of statements) {
          if ('guard' in statement) await this.#check(statement);
          else {
            const result = await execute(this.#writer, statement.sql);
            if (statement.name !== undefined) counts[statement.name] = result.rowsChanged;
          }
        }
        await execute(this.#writer, 'commit');
      } catch (error) {
        // A failed commit has rolled back already; then there is nothing to roll back and this says so.
        await this.#writer.run('rollback').catch(() => undefined);
        throw error;
      }
      return counts;
    });
  }

  async copyOut(sql: string, key: string): Promise<number> {
    const target = objectPath(this.#objectsRoot, key);
    const partial = partialPath(target);
    try {
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      const rows = await this.#inTurn(async () => {
        const copy = `copy (${sql}) to ${literal(partial)} (format parquet, compression zstd)`;
        return (await execute(this.#writer, copy, `writing ${key}`)).rowsChanged;
      });
      const handle = await open(partial, 'r+');
      await handle.sync().finally(() => handle.close());
      await rename(partial, target);
      return rows;
    } catch (cause) {
      await rm(partial, { force: true });
      throw orDiskFull(cause, `writing ${key}`);
    }
  }

  locate(key: string): string {
    return literal(objectPath(this.#objectsRoot, key));
  }

  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#interrupt);
    await this.#inTurn(async () => {
      this.#writer.closeSync();
      this.#instance.closeSync();
    });
  }

  async #check({ guard, message }: Guard): Promise<void> {
    const found = await execute(this.#writer, guard);
    let rows = 0;
    for await (const chunk of found) rows += chunk.rowCount;
    if (rows > 0) {
      throw new LoadRejected(
        message.replaceAll('{rows}', String(rows)),
        'Nothing was changed. Mend the rows it names and load the files again.',
      );
    }
  }

  readonly #interrupt = () => {
    for (const it of this.#connections) it.interrupt();
  };

  #throwIfCancelled(): void {
    if (this.#signal?.aborted) throw new Cancelled('Reading the data');
  }

  async #unlessCancelled<T>(work: () => Promise<T>): Promise<T> {
    this.#throwIfCancelled();
    try {
      return await work();
    } catch (error) {
      this.#throwIfCancelled();
      throw error;
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

/** `writing` is what a full disk would keep from being written. */
async function execute(connection: DuckDBConnection, sql: string, writing = 'writing to the warehouse') {
  try {
    return await connection.run(sql);
  } catch (cause) {
    throw failure(cause, sql, writing);
  }
}

/** Wraps what the engine throws, with the statement: a held lock, a full disk and no memory are known, all else a bug. */
function failure(cause: unknown, doing: string, writing = doing): Error {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/Conflicting lock|Could not set lock/i.test(text)) {
    return new Conflict(`Another process holds the warehouse: ${text}`, 'End that process, or ask it.', { cause });
  }
  if (isDiskFull(cause) || /max_temp_directory_size/i.test(text)) return diskFull(writing, cause);
  if (/Out of Memory|could not allocate/i.test(text)) {
    const mend = 'Give the warehouse more memory, or load fewer files at once; nothing was changed.';
    return new Unavailable(`The warehouse ran out of memory: ${text}`, mend, { cause });
  }
  if (/Catalog Error: Table .* does not exist/.test(text) && doing.includes('staging.main.')) {
    const mend = 'Run this again from its beginning; nothing was changed.';
    return new Unavailable('The warehouse was started anew meanwhile, and staging tables are gone.', mend, { cause });
  }
  const statement = doing.length > 2000 ? `${doing.slice(0, 2000)}…` : doing;
  return new Error(`DuckDB failed: ${text}\nwhile running: ${statement}`, { cause });
}
