import { type Command, Option } from 'commander';
import { type QueryFormat, queryFormats } from '../terminal/query-output.ts';

/** `tandem sql`: one SELECT over what the last load left, through a home's running server or one started for it. */
export function addSql(program: Command): void {
  program
    .command('sql')
    .description('run one SELECT over the tables as the last load left them; SHOW TABLES lists them')
    .argument('<statement>', 'the SELECT, or - to read it from standard input')
    .addOption(
      new Option(
        '--format <format>',
        'how rows are printed; in csv an apostrophe stands before a text that spreadsheets run',
      )
        .choices([...queryFormats])
        .default('table' as QueryFormat),
    )
    .action(async (statement: string, { format }: { format: QueryFormat }) =>
      (await import('../sql.ts')).sql(statement, format),
    );
}
