import type { Command } from 'commander';
import { wholeNumber } from './number-option.ts';

/** `tandem loads`: what was loaded and refused, how two loads differ, how to go back, and where a row came from. */
export function addLoads(program: Command): void {
  const loads = program
    .command('loads')
    .description('list, show, compare and revert loads, and trace rows to their files');
  loads
    .command('list')
    .description('list loads, plans and reverts, newest first')
    .option('--limit <n>', 'loads to list', wholeNumber(1, 200), 50)
    .option('--before <load>', 'list those that were asked for before this one')
    .action(async (page: { limit: number; before?: string }) => (await import('../loads.ts')).listLoads(page));
  loads
    .command('show <load>')
    .description('show what became of a load: its files, tables, checks and refused records by reason')
    .action(async (load: string) => (await import('../loads.ts')).showLoad(load));
  loads
    .command('rejects <load>')
    .description('list records that a load refused, with the reason and the mend of each; `tandem rejects` saves them')
    .option('--offset <n>', 'how many to pass over', wholeNumber(0), 0)
    .option('--limit <n>', 'how many to list', wholeNumber(1, 1000), 20)
    .action(async (load: string, page: { offset: number; limit: number }) =>
      (await import('../loads.ts')).listRejects(load, page),
    );
  loads
    .command('compare <load> <other>')
    .description('show the rows added, changed and removed from one load to another')
    .option('--rows <n>', 'differing rows to show of each table', wholeNumber(0, 200), 5)
    .action(async (load: string, other: string, { rows }: { rows: number }) =>
      (await import('../loads.ts')).compareLoads(load, other, rows),
    );
  loads
    .command('revert <load>')
    .description('bring every table back to what it was after a load; a revert can be reverted too')
    .action(async (load: string) => (await import('../loads.ts')).revertLoad(load));
  loads
    .command('trace <table> <key>')
    .description('name the file and line that last wrote a row, by its key, as in: trace store_sales 1,2024-01-02')
    .action(async (table: string, key: string) => (await import('../loads.ts')).traceRow(table, key));
}
