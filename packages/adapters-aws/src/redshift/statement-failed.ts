import type { DescribeStatementResponse } from '@aws-sdk/client-redshift-data';

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

export const shortened = (sql: string): string => (sql.length > 2000 ? `${sql.slice(0, 2000)}…` : sql);
