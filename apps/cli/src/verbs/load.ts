import type { Command } from 'commander';

/** `tandem load`: files into the star of a home, through its running server or one started for the purpose. */
export function addLoad(program: Command): void {
  program
    .command('load')
    .description('load CSV files into the star; loading the same files again changes nothing')
    .requiredOption('--data <dir>', 'folder with the CSV files, under any name')
    .action(async ({ data }: { data: string }) => (await import('../load.ts')).load(data));
}
