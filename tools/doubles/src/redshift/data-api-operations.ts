import { setTimeout as sleep } from 'node:timers/promises';
import type { Column, Rows } from './query-rows.ts';
import { abort, begin, type Engine, type Part, type Submitted } from './statements.ts';

/** What the service answers where it does not take a call. */
export class ApiFault extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.status = serverFaults.has(code) ? 500 : 400;
  }
}

const serverFaults: ReadonlySet<string> = new Set([
  'BatchExecuteStatementException',
  'DatabaseConnectionException',
  'ExecuteStatementException',
  'InternalServerException',
  'ServiceUnavailableException',
]);

interface Service {
  readonly engine: Engine;
  readonly pageRows: number;
  readonly submitted: Map<string, Submitted>;
}

type Input = Record<string, unknown>;

const mostStatements = 40;
const mostBytes = 100_000;
const target = [
  'Database',
  'WorkgroupName',
  'ClusterIdentifier',
  'SecretArn',
  'DbUser',
  'StatementName',
  'ClientToken',
];

/** The calls of the Data API by name; each checks what it is given, and throws ApiFault. */
export function operations({ engine, pageRows, submitted }: Service) {
  const tokens = new Map<string, { id: string; request: string }>();

  const submit = (input: Input, sqls: readonly string[], isBatch: boolean) => {
    if (typeof input.Database !== 'string' || (!input.WorkgroupName && !input.ClusterIdentifier))
      throw invalid('Database, and WorkgroupName or ClusterIdentifier, are needed');
    if (sqls.length === 0 || sqls.length > mostStatements)
      throw invalid(`Sqls takes 1 to ${mostStatements} statements`);
    if (sqls.some((it) => typeof it !== 'string' || it.length === 0)) throw invalid('a statement is empty');
    if (sqls.some((it) => Buffer.byteLength(it) > mostBytes))
      throw invalid(`a statement is longer than ${mostBytes} bytes`);
    const token = String(input.ClientToken ?? '');
    if (token.length > 64) throw invalid('ClientToken is longer than 64');
    const request = JSON.stringify([isBatch, sqls]);
    const before = tokens.get(token);
    if (before && before.request !== request) throw invalid('ClientToken was used for another request');
    const id = before?.id ?? run(input, sqls, isBatch);
    if (token) tokens.set(token, { id, request });
    const { createdAt } = submitted.get(id)!;
    return { Id: id, CreatedAt: createdAt, Database: input.Database, WorkgroupName: input.WorkgroupName };
  };
  const run = (input: Input, sqls: readonly string[], isBatch: boolean): string => {
    const isTransaction = isBatch && input.ExecutionMode !== 'AUTO_COMMIT';
    const of = { name: String(input.StatementName ?? ''), database: String(input.Database) };
    const begun = begin(sqls, { ...of, isBatch, isTransaction }, engine);
    submitted.set(begun.id, begun);
    return begun.id;
  };
  const known = (id: unknown): Submitted => {
    const found = submitted.get(String(id).split(':')[0]!);
    if (!found) throw new ApiFault('ResourceNotFoundException', 'Query does not exist.');
    return found;
  };

  const calls: Record<string, { fields: readonly string[]; answer: (input: Input) => unknown }> = {
    ExecuteStatement: { fields: [...target, 'Sql'], answer: (input) => submit(input, [String(input.Sql)], false) },
    BatchExecuteStatement: {
      fields: [...target, 'Sqls', 'ExecutionMode'],
      answer: (input) => submit(input, input.Sqls as string[], true),
    },
    DescribeStatement: {
      fields: ['Id', 'WaitTimeSeconds'],
      answer: async ({ Id, WaitTimeSeconds = 0 }) => {
        const seconds = Number(WaitTimeSeconds);
        if (!(seconds >= 0 && seconds <= 30)) throw invalid('WaitTimeSeconds is 0 to 30');
        const found = known(Id);
        const stop = new AbortController();
        const waited = sleep(seconds * 1000, undefined, { signal: stop.signal }).catch(() => undefined);
        await Promise.race([found.ended, waited]);
        stop.abort();
        return described(found);
      },
    },
    GetStatementResult: {
      fields: ['Id', 'NextToken'],
      answer: ({ Id, NextToken }) => {
        const found = known(Id);
        const part = found.parts[Number(String(Id).split(':')[1] ?? 1) - 1];
        if (found.status !== 'FINISHED') throw new ApiFault('ResourceNotFoundException', 'Query is not finished.');
        if (!part?.rows || (found.isBatch && !String(Id).includes(':')))
          throw new ApiFault('ResourceNotFoundException', 'Query does not have result. Please check query status.');
        return page(String(Id), part.rows, NextToken as string | undefined, pageRows);
      },
    },
    ListStatements: {
      fields: ['StatementName', 'Status', 'RoleLevel', 'MaxResults', 'NextToken'],
      answer: ({ StatementName = '', Status = 'ALL', MaxResults = 100, NextToken = '0' }) => {
        const fits = [...submitted.values()]
          .filter((it) => it.name.startsWith(String(StatementName)))
          .filter((it) => Status === 'ALL' || it.status === Status)
          .reverse();
        const [from, next] = [Number(NextToken), Number(NextToken) + Number(MaxResults)];
        return {
          Statements: fits.slice(from, next).map(listed),
          ...(next < fits.length ? { NextToken: String(next) } : {}),
        };
      },
    },
    CancelStatement: {
      fields: ['Id'],
      answer: async ({ Id }) => {
        const found = known(Id);
        if (!(await abort(found, engine)))
          throw invalid(`Could not cancel a query that is already in ${found.status} state`);
        return { Status: true };
      },
    },
  };
  return async (operation: string, input: Input): Promise<unknown> => {
    const call = calls[operation];
    if (!call) throw new ApiFault('UnknownOperationException', `this double has no ${operation}`);
    const unknown = Object.keys(input).filter((it) => !call.fields.includes(it));
    if (unknown.length > 0) throw invalid(`this double does not know ${unknown.join(', ')}`);
    return call.answer(input);
  };
}

const invalid = (message: string) => new ApiFault('ValidationException', message);

function listed({ id, name, status, isBatch, parts, createdAt }: Submitted) {
  const sqls = parts.map((it) => it.sql);
  return {
    Id: id,
    StatementName: name,
    Status: status,
    CreatedAt: createdAt,
    IsBatchStatement: isBatch,
    ...(isBatch ? { QueryStrings: sqls } : { QueryString: sqls[0] }),
  };
}

function described({ id, status, error, isBatch, parts, createdAt }: Submitted) {
  const of = (part: Part) => ({
    Status: part.status,
    ...(part.error === undefined ? {} : { Error: part.error }),
    ResultRows: part.count,
    ResultSize: part.rows ? JSON.stringify(part.rows.records).length : -1,
    HasResultSet: part.rows !== undefined,
    RedshiftQueryId: part.queryId,
    QueryString: part.sql,
  });
  const common = { CreatedAt: createdAt, UpdatedAt: Date.now() / 1000, Duration: 1_000_000 };
  return {
    ...(isBatch ? { HasResultSet: parts.some((it) => it.rows) } : of(parts[0]!)),
    ...common,
    Id: id,
    Status: status,
    ...(error === undefined ? {} : { Error: error }),
    ...(isBatch ? { SubStatements: parts.map((it, k) => ({ ...of(it), ...common, Id: `${id}:${k + 1}` })) } : {}),
  };
}

function page(id: string, { columns, records }: Rows, token: string | undefined, pageRows: number) {
  const [of, at] = token === undefined ? [id, '0'] : Buffer.from(token, 'base64url').toString().split(' ');
  if (of !== id || !/^\d+$/.test(at ?? '')) throw invalid('NextToken is none of this result');
  const from = Number(at);
  const next = from + pageRows;
  return {
    ColumnMetadata: columns.map(metadata),
    Records: records.slice(from, next).map((it) => it.map((value, k) => field(value, columns[k]!.type))),
    TotalNumRows: records.length,
    ...(next < records.length ? { NextToken: Buffer.from(`${id} ${next}`).toString('base64url') } : {}),
  };
}

function metadata({ name, type, precision, scale }: Column) {
  return { name, label: name, typeName: type, precision, scale, nullable: 1 };
}

function field(value: string | null, type: string) {
  if (value === null) return { isNull: true };
  if (/^int/.test(type)) return { longValue: Number(value) };
  if (/^float/.test(type)) return { doubleValue: Number.isFinite(Number(value)) ? Number(value) : value };
  return type === 'bool' ? { booleanValue: value === 't' } : { stringValue: value };
}
