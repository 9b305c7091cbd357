import type { Table } from '@tandem/data-model/contract';
import { aligned } from './terminal/aligned.ts';
import { count } from './terminal/numbers.ts';

/** Tables with their row counts, and what each column is. */
export function tablesText(tables: readonly Table[]): string {
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
