import { type Command, Option } from 'commander';
import type { StartOptions } from '../start.ts';
import { range, wholeNumber } from './number-option.ts';

/** `tandem start`: everything from an empty home to served forecasts, then serve until stopped. */
export function addStart(program: Command): void {
  program
    .command('start')
    .description('start everything; the first time, go from files to served forecasts')
    .option('--data <dir>', 'folder with your files, under any name, packed or not; without it, a sample is generated')
    .option('--stores <n>', `stores of the sample; ${range(1)}`, wholeNumber(1), 200)
    .option('--days <n>', `days of the sample; ${range(7)}`, wholeNumber(7), 942)
    .addOption(
      new Option('--empty', 'only serve what the home holds: nothing is made in it, whether it is new or not')
        .conflicts(['data', 'stores', 'days'])
        .default(false),
    )
    .action(async (options: StartOptions) => (await import('../start.ts')).start(options));
}
