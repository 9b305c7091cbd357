import { type Command, Option } from 'commander';
import { type QueryFormat, queryFormats } from '../terminal/query-output.ts';
import { wholeNumber } from './number-option.ts';

/** `tandem tables`: the tables of the star and their rows. */
export function addTables(program: Command): void {
  const tables = program.command('tables').description('count the tables of the star, and look at their rows');
  tables
    .command('list')
    .description('list tables with their columns, keys, references and row counts')
    .action(async () => (await import('../tables.ts')).listTables());
  tables
    .command('show <table>')
    .description('print rows of a table in key order')
    .option('--offset <n>', 'rows to pass over', wholeNumber(0), 0)
    .option('--limit <n>', 'rows to print', wholeNumber(1, 500), 10)
    .addOption(
      new Option('--format <format>', 'how rows are printed')
        .choices([...queryFormats])
        .default('table' as QueryFormat),
    )
    .action(async (table: string, options: { offset: number; limit: number; format: QueryFormat }) =>
      (await import('../tables.ts')).showTable(table, options),
    );
}
