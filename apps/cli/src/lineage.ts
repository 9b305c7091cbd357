import type { TableLineage } from '@tandem/data-model';
import { aligned } from './terminal/aligned.ts';

/** `date_key  store_sales.sales_date  looked up in date_dim`, under the sources of the table. */
export function lineageText({ name, kind, sources, columns }: TableLineage): string {
  const rows = columns.flatMap((column) =>
    column.from.map(({ source, column: from, how, through }) => [
      `  ${column.name}`,
      `${source}.${from}`,
      how === 'looked-up' ? `looked up in ${through}` : how,
    ]),
  );
  const title = `${name}, a ${kind} of files of ${sources.join(' and ')}`;
  return `${title}\n${aligned([['  column', 'made of', 'how'], ...rows], 3)}`;
}
