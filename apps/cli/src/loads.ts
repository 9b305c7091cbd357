import { endOfLoad } from './flow/load-files.ts';
import { comparisonTable, loadsTable, loadTable, originLine } from './flow/load-table.ts';
import { withProject } from './with-project.ts';

/** Prints loads of the home's project, newest first, and how to see older ones; `tandem loads list`. */
export async function listLoads({ limit, before }: { limit: number; before?: string | undefined }): Promise<void> {
  const { loads, next } = await withProject('tandem loads list', ({ client }, projectId) =>
    client.listLoads({ params: { projectId }, query: { limit, ...(before ? { before } : {}) } }),
  );
  process.stdout.write(loadsTable(loads));
  if (next) process.stdout.write(`There are older ones: tandem loads list --before ${next}\n`);
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
