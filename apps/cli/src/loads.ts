import { endOfLoad } from './flow/load-files.ts';
import { comparisonTable, loadsTable, loadTable, originLine, rejectLines } from './flow/load-table.ts';
import { count } from './terminal/numbers.ts';
import { shownText } from './terminal/shown-text.ts';
import { withProject } from './with-project.ts';

/** Prints loads of the home's project, newest first, and how to see older ones; `tandem loads list`. */
export async function listLoads({ limit, before }: { limit: number; before?: string | undefined }): Promise<void> {
  const { loads, next } = await withProject('tandem loads list', ({ client }, projectId) =>
    client.listLoads({ params: { projectId }, query: { limit, ...(before ? { before } : {}) } }),
  );
  process.stdout.write(loadsTable(loads));
  if (next) process.stdout.write(`There are older ones: tandem loads list --before ${next}\n`);
}

/** Prints what became of a load, or why it failed; `tandem loads show`. */
export async function showLoad(loadId: string): Promise<void> {
  const load = await withProject('tandem loads show', ({ client }, projectId) =>
    client.getLoad({ params: { projectId, loadId } }),
  );
  const { report } = load;
  process.stdout.write(loadsTable([{ ...load, counts: report?.counts ?? null, seconds: report?.seconds ?? null }]));
  if (load.error) process.stdout.write(`\n${shownText(load.error.detail)}\n${shownText(load.error.mend)}\n`);
  if (report) process.stdout.write(`\n${loadTable(report, { isPlan: load.kind === 'plan' })}`);
}

/** Prints records that a load refused, with why and what to do; `tandem loads rejects`. */
export async function listRejects(loadId: string, query: { offset: number; limit: number }): Promise<void> {
  const [{ rejects, total }, { report }] = await withProject('tandem loads rejects', ({ client }, projectId) => {
    const params = { projectId, loadId };
    return Promise.all([client.listRejects({ params, query }), client.getLoad({ params })]);
  });
  process.stdout.write(rejectLines(rejects, { offset: query.offset, total }));
  const refused = report?.counts.rejected ?? total;
  if (refused > total)
    process.stdout.write(`The load refused ${count(refused)}; tandem rejects --load ${loadId} --out DIR saves all.\n`);
}

/** Prints what changed from one load to another; `tandem loads compare`. */
export async function compareLoads(loadId: string, otherLoadId: string, limit: number): Promise<void> {
  const { tables } = await withProject('tandem loads compare', ({ client }, projectId) =>
    client.compareLoads({ params: { projectId, loadId, otherLoadId }, query: { limit } }),
  );
  process.stdout.write(comparisonTable(tables));
}

/** Brings the tables back to what they were after a load and prints what that took; `tandem loads revert`. */
export async function revertLoad(loadId: string): Promise<void> {
  const { report } = await withProject('tandem loads revert', ({ client, view, signal }, projectId) =>
    view.step('revert', async (note) => {
      const queued = await client.revertLoad({ params: { projectId, loadId } });
      const load = await endOfLoad({ client, projectId, note, signal }, queued);
      return [`to ${loadId}, as ${load.id}`, load] as const;
    }),
  );
  if (report) process.stdout.write(loadTable(report));
}

/** Prints the file and line that last wrote a row; `tandem loads trace`. */
export async function traceRow(table: string, key: string): Promise<void> {
  const origin = await withProject('tandem loads trace', ({ client }, projectId) =>
    client.getRowOrigin({ params: { projectId, table }, query: { key } }),
  );
  process.stdout.write(originLine(origin));
}
