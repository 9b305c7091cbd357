import path from 'node:path';
import type { Command } from 'commander';
import { makeFolder } from '../make-folder.ts';
import { count, counted } from '../terminal/numbers.ts';
import { untilStopped } from '../until-stopped.ts';
import { range, wholeNumber } from './number-option.ts';

interface SampleDataOptions {
  readonly stores: number;
  readonly days: number;
  readonly seed: number;
  readonly out: string;
  readonly faults?: boolean;
}

/** `tandem sample-data`: the seeded generator, without a server. */
export function addSampleData(program: Command): void {
  program
    .command('sample-data')
    .description('write realistic store sales, promotions and calendar, and the truth they were drawn from')
    .option('--stores <n>', `number of stores; ${range(1)}`, wholeNumber(1), 200)
    .option('--days <n>', `days of sales; ${range(7)}`, wholeNumber(7), 942)
    .option('--seed <n>', `the same seed gives the same bytes; ${range(0)}`, wholeNumber(0), 1)
    .requiredOption('--out <dir>', 'folder to write to')
    .option('--faults', 'add every kind of bad row, at counts that are printed')
    .action(async ({ stores, days, seed, out, faults = false }: SampleDataOptions) => {
      const { writeSample } = await import('@tandem/sample-data');
      const summary = await untilStopped((signal) => {
        makeFolder(out, 'the folder of the sample');
        return writeSample({ stores, days, seed, faults }, path.resolve(out), signal);
      });
      for (const { name, rows, bytes } of summary.files) {
        console.info(`${name}: ${counted(rows, 'row')}, ${(bytes / 1e6).toFixed(1)} MB`);
      }
      console.info(
        `Sales from ${summary.firstDay} to ${summary.lastDay}; promotions and truth to ${summary.holdoutEnd}.`,
      );
      for (const { file, kind, count: n, harmless } of summary.faults) {
        console.info(`fault ${file} ${kind}: ${n}${harmless ? ' (harmless, must be loaded)' : ''}`);
      }
      if (faults) {
        for (const { name, badRows } of summary.files) console.info(`bad rows in ${name}: ${count(badRows)}`);
      }
    });
}
