import type { Command } from 'commander';

/** `tandem compute`: the process that owns the warehouse, and those that run queries. */
export function addCompute(program: Command): void {
  const compute = program.command('compute').description('show, start and stop what serves the warehouse');
  compute
    .command('show')
    .description('show the process that owns the warehouse, and those that run queries')
    .action(async () => (await import('../compute.ts')).showCompute());
  compute
    .command('start')
    .description('start the process that owns the warehouse; it starts by itself too, with the next call that needs it')
    .action(async () => (await import('../compute.ts')).startWarehouse());
  compute
    .command('stop')
    .description('stop the process that owns the warehouse, unless a load or a call needs it; every table stays')
    .action(async () => (await import('../compute.ts')).stopWarehouse());
}
