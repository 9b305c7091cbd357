import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  type DescribeStatementResponse,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  type GetStatementResultResponse,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { Cancelled, InvalidInput, Unavailable } from '@tandem/data-model';
import { clientTokens } from './client-tokens.ts';
import type { RedshiftLimits } from './limits.ts';
import { namedStatements } from './named-statements.ts';
import { refusal, unknownOutcome } from './refusals.ts';
import { isInTheWay, isUnanswered, pause, withRetries } from './retries.ts';
import { failedStatement, StatementFailed, shortened } from './statement-failed.ts';

/** Which warehouse, and as whom: a serverless workgroup or a cluster, as the caller's role or by a stored secret. */
export type RedshiftConnection = {
  readonly database: string;
  readonly secretArn?: string;
} & ({ readonly workgroupName: string } | { readonly clusterIdentifier: string; readonly dbUser?: string });

export interface DataApiOptions {
  /** By `redshiftClient`: it must leave retries to this adapter. */
  readonly client: RedshiftDataClient;
  readonly connection: RedshiftConnection;
  /** What the names of all statements begin with, by which they are found again. */
  readonly scope: string;
  readonly run: string | undefined;
  readonly limits: RedshiftLimits;
  readonly signal: AbortSignal | undefined;
}

/** How a statement is sent: several as one transaction, and as one that changes something. */
export interface StatementForm {
  readonly asBatch?: boolean;
  readonly writes?: boolean;
}

export interface DataApi {
  /**
   * Runs one statement, or a list as one transaction, and waits for its end; what an earlier one left open ends before.
   * Throws StatementFailed, and OutcomeUnknown where one that writes may have been done.
   */
  run(sqls: readonly string[], form?: StatementForm): Promise<DescribeStatementResponse>;
  /** Waits for the statements of this scope that write and have not ended, whichever process sent them. */
  awaitWrites(): Promise<void>;
  /** How many statements of this scope have not ended, whichever process sent them. */
  underWay(): Promise<number>;
  /** The pages of a result. */
  pages(id: string): AsyncGenerator<GetStatementResultResponse>;
}

/** A statement whose end is not known; without an id, not even whether it was taken. */
interface OpenStatement {
  readonly name: string;
  readonly id?: string;
}

export function openDataApi({ client, connection, scope, run, limits, signal }: DataApiOptions): DataApi {
  const tokens = clientTokens(run);
  const patient = { ...limits, callAttempts: Math.max(limits.callAttempts, limits.outcomeAttempts) };
  const open = new Set<OpenStatement>();
  const target = {
    Database: connection.database,
    ...(connection.secretArn === undefined ? {} : { SecretArn: connection.secretArn }),
    ...('workgroupName' in connection
      ? { WorkgroupName: connection.workgroupName }
      : {
          ClusterIdentifier: connection.clusterIdentifier,
          ...(connection.dbUser === undefined ? {} : { DbUser: connection.dbUser }),
        }),
  };

  /** The id under which the service took a statement. */
  const submit = async (
    sqls: readonly string[],
    name: string,
    ClientToken: string,
    { asBatch, writes }: StatementForm,
  ): Promise<string> => {
    const named = { ...target, StatementName: name, ClientToken };
    let mayBeTaken = false;
    const send = async () => {
      try {
        const { Id } = asBatch
          ? await client.send(new BatchExecuteStatementCommand({ ...named, Sqls: [...sqls] }))
          : await client.send(new ExecuteStatementCommand({ ...named, Sql: sqls[0] }));
        return Id!;
      } catch (error) {
        mayBeTaken ||= isUnanswered(error);
        throw error;
      }
    };
    try {
      return await withRetries(send, limits);
    } catch (cause) {
      const [taken] = mayBeTaken ? await namedStatements(client, name, 'all', patient).catch(() => []) : [];
      if (taken) return taken;
      if (!writes || !mayBeTaken) throw refusal(cause, `sending: ${shortened(sqls[0]!)}`);
      open.add({ name });
      throw unknownOutcome(cause);
    }
  };

  const describe = (Id: string, abortSignal: AbortSignal | undefined) => {
    const look = new DescribeStatementCommand({ Id, WaitTimeSeconds: limits.waitSeconds });
    return withRetries(() => client.send(look, abortSignal ? { abortSignal } : {}), patient);
  };

  const cancel = async (Id: string): Promise<void> => {
    // One that has ended meanwhile cannot be cancelled; how it ended is looked at next.
    await withRetries(() => client.send(new CancelStatementCommand({ Id })), limits).catch(() => undefined);
  };

  /** How a statement ended; where the signal aborts, it is cancelled first. */
  const end = async (Id: string, stop?: AbortSignal): Promise<DescribeStatementResponse> => {
    let isCancelled = false;
    for (;;) {
      if (stop?.aborted && !isCancelled) {
        isCancelled = true;
        await cancel(Id);
      }
      const began = performance.now();
      try {
        const described = await describe(Id, isCancelled ? undefined : stop);
        if (isFinal(described)) return described;
      } catch (error) {
        if (isCancelled || !stop?.aborted) throw error;
      }
      const left = limits.pollMs - (performance.now() - began);
      if (left > 0 && !(stop?.aborted && !isCancelled)) await sleep(left);
    }
  };

  /** Finds out how the statements ended that earlier calls left open: what comes next must not run beside them. */
  const settle = async (): Promise<void> => {
    for (const left of open) {
      try {
        const id = left.id ?? (await namedStatements(client, left.name, 'all', patient))[0];
        // One that the service does not know by now, it never took.
        if (id !== undefined) await end(id);
      } catch (error) {
        throw refusal(error, 'finding out how an earlier statement ended');
      }
      open.delete(left);
    }
  };

  return {
    async run(sqls, form = {}) {
      checkSizes(sqls, limits);
      await settle();
      const token = tokens(sqls);
      for (let attempt = 1; ; attempt++) {
        if (signal?.aborted) throw new Cancelled('Work in the warehouse');
        const name = `${scope}/${form.writes ? 'write' : 'read'}/${token(attempt)}`;
        const id = await submit(sqls, name, token(attempt), form);
        const described = await end(id, signal).catch((error: unknown) => {
          if (!form.writes) throw refusal(error, `asking after ${id}`);
          open.add({ name, id });
          throw unknownOutcome(error);
        });
        if (described.Status === 'FINISHED') return described;
        if (form.writes && isCutAtCommit(described)) {
          throw unknownOutcome(new Error('it was stopped after its last statement had ended'));
        }
        if (signal?.aborted) throw new Cancelled('Work in the warehouse');
        if (described.Status === 'ABORTED') {
          throw new Unavailable(
            'Somebody stopped a statement in the warehouse.',
            'Run this again; nothing of it was done.',
          );
        }
        const text = failedStatement(described)?.Error ?? described.Error ?? '';
        if (attempt >= limits.statementAttempts || !isInTheWay(text)) throw new StatementFailed(described, sqls);
        await pause(attempt, limits);
      }
    },
    async awaitWrites() {
      try {
        for (const id of await namedStatements(client, `${scope}/write/`, 'under way', patient)) await end(id);
      } catch (error) {
        throw refusal(error, 'waiting for statements of before');
      }
    },
    async underWay() {
      return namedStatements(client, `${scope}/`, 'under way', limits).then(
        (it) => it.length,
        (error: unknown) => {
          throw refusal(error, 'asking which statements run');
        },
      );
    },
    async *pages(Id) {
      let NextToken: string | undefined;
      do {
        const next = new GetStatementResultCommand(NextToken === undefined ? { Id } : { Id, NextToken });
        const page = await withRetries(() => client.send(next), limits).catch((cause: unknown) => {
          throw refusal(cause, `reading the result of ${Id}`);
        });
        yield page;
        NextToken = page.NextToken;
      } while (NextToken);
    },
  };
}

const isFinal = ({ Status }: DescribeStatementResponse): boolean =>
  Status === 'FINISHED' || Status === 'FAILED' || Status === 'ABORTED';

/** A list that was stopped when all of its statements had ended may have been committed. */
const isCutAtCommit = ({ Status, SubStatements = [] }: DescribeStatementResponse): boolean =>
  Status === 'ABORTED' && SubStatements.length > 0 && SubStatements.every((it) => it.Status === 'FINISHED');

function checkSizes(sqls: readonly string[], { statementsOfBatch, statementBytes }: RedshiftLimits): void {
  if (sqls.length > statementsOfBatch) {
    throw new InvalidInput(
      `A transaction has ${sqls.length} statements, and Redshift's Data API takes ${statementsOfBatch} at most.`,
      'Load fewer tables at once.',
    );
  }
  const longest = Math.max(...sqls.map((it) => Buffer.byteLength(it)));
  if (longest > statementBytes) {
    throw new InvalidInput(
      `A statement has ${longest} bytes, and Redshift's Data API takes ${statementBytes} at most.`,
      'Shorten it, or ask for less at once.',
    );
  }
}
