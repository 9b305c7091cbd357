import type { Command } from 'commander';

/** `tandem star`: the star of a home's project, and files that define one. */
export function addStar(program: Command): void {
  const star = program.command('star').description('the tables of the warehouse and the files that fill them, as data');
  star
    .command('propose')
    .argument(
      '<file...>',
      'files of any domain, in any form that loads read, with a row for each item and day in one of them',
    )
    .option('--out <json>', 'where to write the star; without it, on standard output')
    .description('propose a star for files, with what speaks for it, without a server')
    .action(async (files: string[], { out }: { out?: string }) => (await import('../star.ts')).proposeStar(files, out));
  star
    .command('schema')
    .description('print the JSON Schema of a star, without a server')
    .action(async () => {
      const { starJsonSchema } = await import('@tandem/data-model');
      process.stdout.write(`${JSON.stringify(starJsonSchema(), null, 2)}\n`);
    });
}
