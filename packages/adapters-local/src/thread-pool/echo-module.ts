import type { TaskModule } from '@tandem/ports';

/** The tests' module: adds to a cell of shared memory, fails, or ends its thread, as the task says. */
const open: TaskModule<{ cells: Int32Array }, number, number> =
  ({ cells }) =>
  (task) => {
    if (task === -2) process.exit(0);
    if (task < 0) throw new Error(`no cell ${task}`);
    return Atomics.add(cells, task, 1) + 1;
  };
export default open;
