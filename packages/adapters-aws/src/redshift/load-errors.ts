import { LoadRejected } from '@tandem/data-model';
import type { DataApi } from './data-api.ts';
import { failedStatement, StatementFailed } from './statement-failed.ts';

/** Where COPY failed, what SYS_LOAD_ERROR_DETAIL says of it; else the error as it is. */
export async function explainCopy(error: unknown, sqls: readonly string[], api: DataApi): Promise<unknown> {
  if (!(error instanceof StatementFailed)) return error;
  const { described } = error;
  const failed = failedStatement(described);
  const query = failed ? failed.RedshiftQueryId : described.RedshiftQueryId;
  if (!/^copy\s/i.test(sqls[failed?.index ?? 0] ?? '') || !query || query < 0) return error;
  const faults = await loadFaults(query, api).catch(() => []);
  if (faults.length === 0) return error;
  const [first] = faults;
  return new LoadRejected(
    `Redshift could not read ${first!.file}, line ${first!.line}, column ${first!.column}: ${first!.message}`,
    'Nothing was changed. Correct the records that are named, and load the file again.',
    {
      cause: error,
      faults: faults.map(({ file, line, column, message }) => ({
        at: `${file}, line ${line}, ${column}`,
        expected: 'a field that Redshift can read',
        got: message,
      })),
    },
  );
}

interface LoadFault {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

const mostFaults = 20;

async function loadFaults(query: number, api: DataApi): Promise<LoadFault[]> {
  const { Id } = await api.run([
    'select trim(file_name) as f, line_number as l, trim(column_name) as c, trim(error_message) as m ' +
      `from sys_load_error_detail where query_id = ${query} order by line_number limit ${mostFaults}`,
  ]);
  const faults: LoadFault[] = [];
  for await (const { Records = [] } of api.pages(Id!)) {
    for (const [file, line, column, message] of Records) {
      faults.push({
        file: file?.stringValue ?? '',
        line: line?.longValue ?? 0,
        column: column?.stringValue ?? '',
        message: message?.stringValue ?? '',
      });
    }
  }
  return faults;
}
