import { NotFound, type TableLineage } from '@tandem/data-model';
import { aligned } from './terminal/aligned.ts';
import { withProject } from './with-project.ts';

/** Prints what every table, or one, is made of, column by column; `tandem lineage`. */
export async function lineage(table: string | undefined): Promise<void> {
  const { tables } = await withProject('tandem lineage', ({ client }, projectId) =>
    client.getLineage({ params: { projectId } }),
  );
  const chosen = tables.filter((it) => table === undefined || it.name === table);
  if (table !== undefined && chosen.length === 0) throw new NotFound('table', table);
  process.stdout.write(`${chosen.map(lineageText).join('\n\n')}\n`);
}

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
