import type { Table } from '@tandem/data-model/contract';
import { aligned } from './terminal/aligned.ts';
import { count, counted } from './terminal/numbers.ts';
import { type QueryFormat, queryOutput } from './terminal/query-output.ts';
import { withProject } from './with-project.ts';

/** Prints the tables of the home's project with what each column is; `tandem tables list`. */
export async function listTables(): Promise<void> {
  const { tables } = await withProject('tandem tables list', ({ client }, projectId) =>
    client.listTables({ params: { projectId } }),
  );
  process.stdout.write(tablesText(tables));
}

/** Prints rows of a table in key order, and on standard error how many it has; `tandem tables show`. */
export async function showTable(
  table: string,
  { offset, limit, format }: { offset: number; limit: number; format: QueryFormat },
): Promise<void> {
  const { columns, rows, total } = await withProject('tandem tables show', ({ client }, projectId) =>
    client.listTableRows({ params: { projectId, table }, query: { offset, limit } }),
  );
  process.stdout.write(queryOutput({ columns, rows }, format));
  console.error(`${counted(rows.length, 'row')} of ${count(total)}`);
}

function tablesText(tables: readonly Table[]): string {
  const counts = aligned([['table', 'kind', 'rows'], ...tables.map((it) => [it.name, it.kind, count(it.rows)])], 2);
  const columns = tables.map(({ name, columns }) =>
    aligned(
      [
        [name, 'type', ''],
        ...columns.map((it) => [
          it.name,
          it.type,
          [...(it.key ? ['key'] : []), ...(it.references ? [`of ${it.references}`] : [])].join(', '),
        ]),
      ],
      3,
    ),
  );
  return `${[counts, ...columns].join('\n\n')}\n`;
}
