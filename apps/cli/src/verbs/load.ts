import type { Command } from 'commander';
import type { LoadOptions } from '../load.ts';
import { share } from './number-option.ts';

/** `tandem load`: files into the star of a home, through its running server or one started for the purpose. */
export function addLoad(program: Command): void {
  program
    .command('load')
    .description('load CSV, JSON Lines and Parquet files into the star; loading the same files again changes nothing')
    .requiredOption('--data <dir>', 'folder with the files, under any name, packed or not')
    .option('--plan', 'only show what would be added, changed, left and rejected; nothing is written', false)
    .option(
      '--max-reject-share <share>',
      'nothing is loaded where more of the records are refused; 0 to 1',
      share,
      0.05,
    )
    .option('--json', 'print the load, with its report, as JSON', false)
    .option('--dry-run', 'only show what each file is, and send none', false)
    .action(async (options: LoadOptions) => (await import('../load.ts')).load(options));
}
