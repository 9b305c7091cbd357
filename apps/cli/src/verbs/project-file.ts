import type { Command } from 'commander';
import type { ApplyOptions } from '../apply.ts';
import type { ExportOptions } from '../export.ts';

/** `tandem apply`, `tandem export` and `tandem project-file`: a project as a file. */
export function addProjectFile(program: Command): void {
  program
    .command('apply')
    .description(
      'make of a project what a file says: show the plan, ask, then create and change; applied again, it changes nothing',
    )
    .option('-f, --file <yaml>', 'the project file', 'tandem.yaml')
    .option('--dry-run', 'only show the plan', false)
    .option('--yes', 'do not ask', false)
    .option('--json', 'print the plan, and what is left, as JSON', false)
    .action(async (options: ApplyOptions) => (await import('../apply.ts')).apply(options));
  program
    .command('export')
    .description('write the file of a project, which changes nothing when it is applied')
    .option('--project <project>', 'its name or id, where there are several')
    .option('--out <yaml>', 'a new file; without it, on standard output')
    .option('--star <json>', 'a new file beside it for the star, in place of the star in the file itself')
    .action(async (options: Partial<ExportOptions>) =>
      (await import('../export.ts')).exportProject({ project: undefined, out: undefined, star: undefined, ...options }),
    );
  program
    .command('project-file')
    .description('what a project file is')
    .command('schema')
    .description('print the JSON Schema of a project file, without a server')
    .action(async () => {
      const { projectFileJsonSchema } = await import('@tandem/data-model/project-file');
      process.stdout.write(`${JSON.stringify(projectFileJsonSchema(), null, 2)}\n`);
    });
}
