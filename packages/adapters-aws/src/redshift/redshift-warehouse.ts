import { randomUUID } from 'node:crypto';
import type { ColumnMetadata, DescribeStatementResponse, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { LoadRejected, Unavailable } from '@tandem/data-model';
import type { Guard, RowBatch, Statement, Warehouse } from '@tandem/ports';
import { identifier, literal, redshiftStaging } from '@tandem/sql';
import { type S3Place, s3Key } from '../s3/s3-object-store.ts';
import { type DataApi, openDataApi, type RedshiftConnection } from './data-api.ts';
import { decodePage } from './decode-page.ts';
import { guardStatement, isGuard, rowsFound } from './guard-statement.ts';
import { type RedshiftLimits, redshiftLimits } from './limits.ts';
import { explainCopy } from './load-errors.ts';
import { readParts } from './read-parts.ts';
import { redshiftStrings } from './redshift-strings.ts';
import { failedStatement, StatementFailed } from './statement-failed.ts';
import { gatherParts, unloadStatements } from './unload.ts';

export interface RedshiftOptions {
  /** By `redshiftClient`, which leaves retries to this adapter. */
  readonly client: RedshiftDataClient;
  readonly connection: RedshiftConnection;
  /** Where `locate` and `copyOut` point. */
  readonly objects: S3Place;
  /** ARN of the role by which Redshift reads and writes there; the namespace's default role if not given. */
  readonly copyRole?: string;
  /**
   * What the names of its statements begin with; by it they are found again, so that no two warehouses may share one.
   * `tandem` if not given.
   */
  readonly scope?: string;
  /** Whether it opens only when what another process of this scope has sent to write has ended. */
  readonly awaitsWrites?: boolean;
  /**
   * What this warehouse is opened for, as a job and its attempt: `lod_1/2`. Opened again under the same name, statements
   * that were sent before are not run again, and give what they gave; a new attempt needs a new name. By default nothing
   * that was sent before is known again.
   */
  readonly run?: string;
  /** What runs is cancelled when it aborts, with Cancelled, and nothing begins then. */
  readonly signal?: AbortSignal;
  readonly limits?: Partial<RedshiftLimits>;
}

/**
 * A database of Amazon Redshift by its Data API: no connection is held. Statements that write run one after the other,
 * queries beside them. Makes the schema of staging tables where it is missing.
 */
export async function openRedshift(options: RedshiftOptions): Promise<Warehouse> {
  const { client, connection, objects, copyRole, scope = 'tandem', run, signal } = options;
  const limits = { ...redshiftLimits, ...options.limits };
  const api = openDataApi({ client, connection, scope, run, limits, signal });
  if (options.awaitsWrites) await api.awaitWrites();
  const warehouse = new RedshiftWarehouse(api, objects, copyRole, limits.pagedBytes);
  await warehouse.run(`create schema if not exists ${identifier(redshiftStaging)}`);
  return warehouse;
}

class RedshiftWarehouse implements Warehouse {
  readonly dialect = 'redshift';
  readonly #api: DataApi;
  readonly #objects: S3Place;
  readonly #role: string;
  readonly #pagedBytes: number;
  /** The end of the queue of statements that write: two transactions at once would be in each other's way. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(api: DataApi, objects: S3Place, copyRole: string | undefined, pagedBytes: number) {
    this.#api = api;
    this.#objects = objects;
    this.#role = copyRole === undefined ? 'default' : literal(copyRole);
    this.#pagedBytes = pagedBytes;
  }

  run(sql: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#write([sql]);
    });
  }

  async *rows(sql: string): AsyncGenerator<RowBatch> {
    const described = await this.#api.run([redshiftStrings(sql)]).catch((error: unknown) => {
      throw known(error);
    });
    if (!described.HasResultSet) return;
    const isLong = (described.ResultSize ?? 0) > this.#pagedBytes && !/\blimit\s+\d/i.test(sql);
    for await (const page of this.#api.pages(described.Id!)) {
      if (isLong) return yield* this.#unloaded(sql, page.ColumnMetadata ?? []);
      const batch = decodePage(page);
      if (batch.rows > 0) yield batch;
    }
  }

  transaction(statements: readonly (Statement | Guard)[]): Promise<Record<string, number>> {
    return this.#inTurn(async () => {
      if (statements.length === 0) return {};
      const sqls = statements.map((it) => (isGuard(it) ? guardStatement(it) : it.sql));
      const { SubStatements = [] } = await this.#write(sqls, true).catch((error: unknown) => {
        throw brokenGuard(error, statements) ?? error;
      });
      const counts: Record<string, number> = {};
      for (const [k, statement] of statements.entries()) {
        if (isGuard(statement) || statement.name === undefined) continue;
        counts[statement.name] = Math.max(0, SubStatements[k]?.ResultRows ?? 0);
      }
      return counts;
    });
  }

  copyOut(sql: string, key: string): Promise<number> {
    // UNLOAD adds a number to the name it is given; what it wrote is then copied to the key, whole. COPY takes a key for
    // a prefix: under the key itself, parts that a killed process left would be loaded with it.
    const parts = `${s3Key(this.#objects, `unloading/${randomUUID()}`)}/`;
    return this.#inTurn(async () => {
      const unload = unloadStatements(sql, this.#objects, parts, this.#role);
      const { SubStatements = [] } = await this.#write(unload, true);
      const [, counted] = SubStatements;
      let rows = 0;
      for await (const page of this.#api.pages(counted!.Id!)) rows = decodePage(page).columns[0]!.values[0] as number;
      await gatherParts(this.#objects, parts, key, rows, () => this.#columnsOf(sql));
      return rows;
    });
  }

  /** The rows of a query by way of files: pages come one after the other, and no result may have more than 500 MB. */
  async *#unloaded(sql: string, columns: readonly ColumnMetadata[]): AsyncGenerator<RowBatch> {
    const parts = `${s3Key(this.#objects, `unloading/${randomUUID()}`)}/`;
    const unload = unloadStatements(sql, this.#objects, parts, this.#role);
    await this.#api.run(unload.map(redshiftStrings), { asBatch: true }).catch((error: unknown) => {
      throw known(error);
    });
    yield* readParts(this.#objects, parts, columns);
  }

  locate(key: string): string {
    return literal(`s3://${this.#objects.bucket}/${s3Key(this.#objects, key)}`);
  }

  async close(): Promise<void> {
    await this.#turn;
  }

  async #columnsOf(sql: string) {
    const { Id } = await this.#api.run([redshiftStrings(`select * from (${sql}) q limit 0`)]);
    for await (const { ColumnMetadata = [] } of this.#api.pages(Id!)) return ColumnMetadata;
    return [];
  }

  async #write(sqls: readonly string[], asBatch = false): Promise<DescribeStatementResponse> {
    try {
      const sent = sqls.map((it) => redshiftStrings(copyBy(this.#role, it)));
      return await this.#api.run(sent, { asBatch, writes: true });
    } catch (error) {
      throw known(await explainCopy(error, sqls, this.#api));
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

/** A COPY as the dialect writes it, by another role than the default one. */
function copyBy(role: string, sql: string): string {
  return sql.replace(/^(copy \S+ from '(?:[^']|'')*' iam_role) default/, (_, before: string) => `${before} ${role}`);
}

/** The refusal that a guard stands for, where one of the list failed because it found rows. */
function brokenGuard(error: unknown, statements: readonly (Statement | Guard)[]): LoadRejected | undefined {
  if (!(error instanceof StatementFailed)) return undefined;
  const failed = failedStatement(error.described);
  const statement = statements[failed?.index ?? -1];
  if (!failed || !statement || !isGuard(statement)) return undefined;
  // Only the guard's own error means rows; a guard that cannot run at all is a bug.
  const rows = rowsFound(failed.Error ?? error.described.Error ?? '');
  if (rows === undefined) return undefined;
  return new LoadRejected(
    statement.message.replaceAll('{rows}', String(rows)),
    'Nothing was changed. Mend the rows it names and load the files again.',
  );
}

function known(error: unknown): unknown {
  if (error instanceof StatementFailed && /disk full|out of memory/i.test(error.message)) {
    const mend = 'Free space in the warehouse or give it more capacity, and run this again; nothing was changed.';
    return new Unavailable(error.message, mend, { cause: error });
  }
  return error;
}
