import { text } from 'node:stream/consumers';
import { queryLimits } from '@tandem/data-model/contract';
import { count, counted } from './terminal/numbers.ts';
import { type QueryFormat, queryOutput } from './terminal/query-output.ts';
import { withProject } from './with-project.ts';

/** Runs a query and prints its rows; what else is to say goes to standard error. `tandem sql`. */
export async function sql(statement: string, format: QueryFormat): Promise<void> {
  const query = statement === '-' ? await text(process.stdin) : statement;
  const reply = await withProject('tandem sql', ({ client, signal }, projectId) =>
    client.createQuery({ params: { projectId }, body: { sql: query } }, { signal }),
  );
  process.stdout.write(queryOutput(reply, format));
  const rows = counted(reply.rows.length, 'row');
  if (reply.truncated) console.error(`Only the first ${rows}: a query returns at most ${most}.`);
  else if (format === 'table')
    console.error(`${rows} in ${Math.ceil(reply.elapsedMs)} ms, as ${reply.loadId} left them`);
}

const most = `${count(queryLimits.rows)} rows, ${count(queryLimits.cells)} cells and ${queryLimits.bytes / 1e6} MB`;
