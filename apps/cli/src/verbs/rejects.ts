import type { Command } from 'commander';

/** `tandem rejects`: the records that a load refused, as files that can be corrected and loaded again. */
export function addRejects(program: Command): void {
  program
    .command('rejects')
    .description('save the records that a load refused as CSV, to be corrected and loaded again')
    .option('--load <id>', 'the load (default: the newest that refused any)')
    .requiredOption('--out <dir>', 'folder for one CSV of each source')
    .option('--json', 'print the files and how many records each has as JSON', false)
    .action(async ({ load, out, json }: { load?: string; out: string; json: boolean }) =>
      (await import('../rejects.ts')).rejects({ loadId: load, folder: out, json }),
    );
}
