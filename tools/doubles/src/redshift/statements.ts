import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { S3Double } from '../s3/s3-double.ts';
import { CopyFailed, copy } from './copy.ts';
import type { Databases } from './databases.ts';
import type { Faults } from './faults.ts';
import type { Sessions } from './install-double.ts';
import { queryRows, type Rows } from './query-rows.ts';
import { asRedshift, RedshiftError } from './redshift-error.ts';
import { translate } from './translate.ts';
import { unload } from './unload.ts';

export type Status = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';

/** One SQL text of a call. */
export interface Part {
  readonly sql: string;
  readonly queryId: number;
  status: Status;
  error?: string;
  /** Rows given or changed; -1 before the end. */
  count: number;
  rows?: Rows | undefined;
}

/** What one call of ExecuteStatement or BatchExecuteStatement began. */
export interface Submitted {
  readonly id: string;
  /** As the caller named it, or empty. */
  readonly name: string;
  readonly database: string;
  readonly isBatch: boolean;
  readonly isTransaction: boolean;
  readonly parts: readonly Part[];
  readonly createdAt: number;
  readonly ended: Promise<void>;
  status: Status;
  error?: string;
  pid?: number;
}

export interface Engine {
  readonly databases: Databases;
  readonly s3: S3Double;
  readonly faults: Faults;
  /** Milliseconds between two states of a statement. */
  readonly paceMs: number;
  /** Every SQL text that was run, in order. */
  readonly ran: string[];
}

let queries = 100;

/** Begins to run, and returns at once. */
export function begin(
  sqls: readonly string[],
  form: Pick<Submitted, 'name' | 'database' | 'isBatch' | 'isTransaction'>,
  engine: Engine,
): Submitted {
  const parts = sqls.map((sql): Part => ({ sql, queryId: ++queries, status: 'SUBMITTED', count: -1 }));
  const { promise, resolve } = Promise.withResolvers<void>();
  const submitted: Submitted = {
    id: randomUUID(),
    ...form,
    parts,
    createdAt: Date.now() / 1000,
    ended: promise,
    status: 'SUBMITTED',
  };
  void work(submitted, engine).finally(resolve);
  return submitted;
}

/** Ends a statement that runs; gives whether there was one. */
export async function abort(submitted: Submitted, { databases }: Engine): Promise<boolean> {
  if (['FINISHED', 'FAILED', 'ABORTED'].includes(submitted.status)) return false;
  submitted.status = 'ABORTED';
  // Between two statements there is nothing to cancel; the next one sees the state.
  if (submitted.pid !== undefined) {
    const sessions = databases.sessions(submitted.database);
    const session = await sessions.take();
    await session.query('select pg_cancel_backend($1)', [submitted.pid]);
    await sessions.giveBack(session, true);
  }
  await submitted.ended;
  return true;
}

async function work(submitted: Submitted, engine: Engine): Promise<void> {
  const isAborted = () => submitted.status === 'ABORTED';
  const reach = async (status: Status) => {
    if (engine.paceMs > 0) await sleep(engine.paceMs);
    if (!isAborted()) submitted.status = status;
  };
  let client: pg.Client | undefined;
  let sessions: Sessions | undefined;
  try {
    await reach('PICKED');
    sessions = engine.databases.sessions(submitted.database);
    client = await sessions.take();
    submitted.pid = Number((client as pg.Client & { processID: number }).processID);
    await reach('STARTED');
    if (submitted.isTransaction) await client.query('begin isolation level repeatable read');
    for (const part of submitted.parts) {
      if (isAborted()) throw new RedshiftError("Query cancelled on user's request");
      part.status = 'STARTED';
      engine.ran.push(part.sql);
      await runPart(part, client, submitted, engine).catch((error: unknown) => {
        part.status = isAborted() ? 'ABORTED' : 'FAILED';
        part.error = asRedshift(error);
        throw error;
      });
      part.status = 'FINISHED';
    }
    if (isAborted()) throw new RedshiftError("Query cancelled on user's request");
    if (submitted.isTransaction) await client.query('commit');
    submitted.status = 'FINISHED';
  } catch (error) {
    for (const it of submitted.parts) if (it.status === 'SUBMITTED') it.status = 'ABORTED';
    submitted.error = asRedshift(error);
    if (!isAborted()) submitted.status = 'FAILED';
  } finally {
    delete submitted.pid;
    if (client) await sessions!.giveBack(client, submitted.status === 'FINISHED');
  }
}

async function runPart(part: Part, client: pg.Client, submitted: Submitted, engine: Engine): Promise<void> {
  const fault = engine.faults.ofStatement(part.sql);
  if (fault?.kind === 'aborted') submitted.status = 'ABORTED';
  if (fault) throw new RedshiftError(fault.error);
  const statement = await translate(part.sql);
  if (statement.kind === 'copy') {
    part.count = await copy(statement, client, engine.s3).catch(async (error: unknown) => {
      if (error instanceof CopyFailed)
        await recordFaults(error, part.queryId, engine.databases.sessions(submitted.database));
      throw error;
    });
  } else if (statement.kind === 'create database' || statement.kind === 'drop database') {
    const { kind, name } = statement;
    if (submitted.isBatch) throw new RedshiftError(`${kind.toUpperCase()} cannot run inside a transaction block`);
    await (kind === 'create database' ? engine.databases.create(name) : engine.databases.drop(name));
    part.count = 0;
  } else if (statement.kind === 'unload') {
    const inner = await translate(statement.query);
    if (inner.kind !== 'sql') throw new RedshiftError('UNLOAD takes a query');
    const { rows } = await queryRows(client, inner.text);
    if (!rows) throw new RedshiftError('UNLOAD takes a query');
    await unload(statement, rows, engine.s3);
    await client.query(`select set_config('redshift_double.unloaded', $1, false)`, [String(rows.records.length)]);
    part.count = rows.records.length;
  } else {
    const { rows, count } = await queryRows(client, statement.text);
    part.rows = rows;
    part.count = count;
  }
}

/** The system table keeps what a rolled back COPY has seen. */
async function recordFaults({ faults }: CopyFailed, queryId: number, sessions: Sessions): Promise<void> {
  const session = await sessions.take();
  for (const { file, line, column, type, code, message } of faults) {
    await session.query(
      `insert into redshift_double.sys_load_error_detail
        (query_id, file_name, line_number, column_name, column_type, error_code, error_message) values ($1, $2, $3, $4, $5, $6, $7)`,
      [queryId, file, line, column, type, code, message],
    );
  }
  await sessions.giveBack(session, true);
}
