import { computeText, warehouseLine } from './terminal/compute-text.ts';
import { withProject } from './with-project.ts';

/** Prints the processes of the home's project; `tandem compute show`. */
export async function showCompute(): Promise<void> {
  const compute = await withProject('tandem compute show', ({ client }, projectId) =>
    client.getCompute({ params: { projectId } }),
  );
  process.stdout.write(computeText(compute));
}

/** Starts the process that owns the warehouse and prints what it is like; `tandem compute start`. */
export async function startWarehouse(): Promise<void> {
  const state = await withProject('tandem compute start', ({ client }, projectId) =>
    client.startWarehouse({ params: { projectId } }),
  );
  process.stdout.write(`${warehouseLine(state)}\n`);
}

/** Stops the process that owns the warehouse, unless it is in use; `tandem compute stop`. */
export async function stopWarehouse(): Promise<void> {
  const state = await withProject('tandem compute stop', ({ client }, projectId) =>
    client.stopWarehouse({ params: { projectId } }),
  );
  process.stdout.write(`${warehouseLine(state)}\n`);
}
