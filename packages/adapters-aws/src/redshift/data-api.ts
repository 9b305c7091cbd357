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
import { isInTheWay, isPassing, pause, withRetries } from './retries.ts';

/** Which warehouse, and as whom: a serverless workgroup or a cluster, as the caller's role or by a stored secret. */
export type RedshiftConnection = {
  readonly database: string;
  readonly secretArn?: string;
} & ({ readonly workgroupName: string } | { readonly clusterIdentifier: string; readonly dbUser?: string });

export interface DataApiOptions {
  /** By `redshiftClient`: it must leave retries to this adapter. */
  readonly client: RedshiftDataClient;
  readonly connection: RedshiftConnection;
  readonly run: string;
  readonly limits: RedshiftLimits;
  readonly signal: AbortSignal | undefined;
}

export interface DataApi {
  /** Runs one statement, or a list as one transaction, and waits for its end. Throws StatementFailed. */
  run(sqls: readonly string[], asBatch?: boolean): Promise<DescribeStatementResponse>;
  /** The pages of a result. */
  pages(id: string): AsyncGenerator<GetStatementResultResponse>;
}

/** A statement ran and failed; `described` has its error, and which of a list it was. */
export class StatementFailed extends Error {
  readonly described: DescribeStatementResponse;
  constructor(described: DescribeStatementResponse, sqls: readonly string[]) {
    const failed = failedStatement(described);
    const text = failed?.Error ?? described.Error ?? 'no reason was given';
    super(`Redshift failed: ${text}\nwhile running: ${shortened(sqls[failed?.index ?? 0] ?? '')}`);
    this.described = described;
  }
}

/** The statement of a list that failed, with its place in the list; undefined for a statement by itself. */
export function failedStatement({ SubStatements = [] }: DescribeStatementResponse) {
  const index = SubStatements.findIndex((it) => it.Status === 'FAILED');
  return index < 0 ? undefined : { ...SubStatements[index]!, index };
}

export function openDataApi({ client, connection, run, limits, signal }: DataApiOptions): DataApi {
  const tokens = clientTokens(run);
  const target = {
    Database: connection.database,
    StatementName: run.slice(0, 500),
    ...(connection.secretArn === undefined ? {} : { SecretArn: connection.secretArn }),
    ...('workgroupName' in connection
      ? { WorkgroupName: connection.workgroupName }
      : {
          ClusterIdentifier: connection.clusterIdentifier,
          ...(connection.dbUser === undefined ? {} : { DbUser: connection.dbUser }),
        }),
  };

  const submit = async (sqls: readonly string[], asBatch: boolean, ClientToken: string): Promise<string> => {
    const send = async () => {
      const { Id } = asBatch
        ? await client.send(new BatchExecuteStatementCommand({ ...target, Sqls: [...sqls], ClientToken }))
        : await client.send(new ExecuteStatementCommand({ ...target, Sql: sqls[0], ClientToken }));
      return Id!;
    };
    return withRetries(send, limits).catch((cause: unknown) => {
      throw refusal(cause, `sending: ${shortened(sqls[0]!)}`);
    });
  };

  const describe = (Id: string, abortSignal: AbortSignal | undefined) => {
    const look = new DescribeStatementCommand({ Id, WaitTimeSeconds: limits.waitSeconds });
    return withRetries(() => client.send(look, abortSignal ? { abortSignal } : {}), limits);
  };

  const cancel = async (Id: string): Promise<void> => {
    // One that has ended meanwhile cannot be cancelled; how it ended is looked at next.
    await withRetries(() => client.send(new CancelStatementCommand({ Id })), limits).catch(() => undefined);
  };

  const end = async (Id: string): Promise<DescribeStatementResponse> => {
    let isCancelled = false;
    for (;;) {
      if (signal?.aborted && !isCancelled) {
        isCancelled = true;
        await cancel(Id);
      }
      const began = performance.now();
      try {
        const described = await describe(Id, isCancelled ? undefined : signal);
        if (isFinal(described)) return described;
      } catch (error) {
        if (isCancelled || !signal?.aborted) throw refusal(error, `asking after ${Id}`);
      }
      const left = limits.pollMs - (performance.now() - began);
      if (left > 0 && !(signal?.aborted && !isCancelled)) await sleep(left);
    }
  };

  return {
    async run(sqls, asBatch = false) {
      checkSizes(sqls, limits);
      const token = tokens(sqls);
      for (let attempt = 1; ; attempt++) {
        if (signal?.aborted) throw new Cancelled('Work in the warehouse');
        const described = await end(await submit(sqls, asBatch, token(attempt)));
        if (described.Status === 'FINISHED') return described;
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

/** Wraps what the service throws for a call: what a person must set right or wait for is known, all else a bug. */
function refusal(cause: unknown, doing: string): Error {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  if (isPassing(cause)) {
    const mend = 'Wait a little and run this again; if it lasts, look at the workgroup in the console.';
    return new Unavailable(`Redshift's Data API does not answer now: ${name}: ${message}`, mend, { cause });
  }
  if (/AccessDenied|ResourceNotFound|UnrecognizedClient|ExpiredToken|CredentialsProvider/.test(name)) {
    const mend = 'See that the workgroup and database are there, and that the role may use them by the Data API.';
    return new Unavailable(`Redshift's Data API refused: ${name}: ${message}`, mend, { cause });
  }
  return new Error(`Redshift's Data API failed: ${name}: ${message}\nwhile ${doing}`, { cause });
}

const shortened = (sql: string): string => (sql.length > 2000 ? `${sql.slice(0, 2000)}…` : sql);
