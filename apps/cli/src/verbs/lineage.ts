import type { Command } from 'commander';

/** `tandem lineage`: what the columns of the star are made of. */
export function addLineage(program: Command): void {
  program
    .command('lineage [table]')
    .description('show which columns of which files each column of the star, or of one table, is made of')
    .action(async (table: string | undefined) => (await import('../lineage.ts')).lineage(table));
}
