import type { Command } from 'commander';

/** `tandem uploads`: files in the project's object store. */
export function addUploads(program: Command): void {
  const uploads = program
    .command('uploads')
    .description('add files to the object store, and list those that are there');
  uploads
    .command('add')
    .description('upload the files of a folder without loading them; files that are there are not sent again')
    .requiredOption('--data <dir>', 'folder with the files, under any name, packed or not')
    .option('--json', 'print the uploads as JSON', false)
    .option('--dry-run', 'only show what each file is, and send none', false)
    .action(async ({ data, json, dryRun }: { data: string; json: boolean; dryRun: boolean }) => {
      if (dryRun) await (await import('../recognised.ts')).showRecognised('tandem uploads add', data, json);
      else await (await import('../uploads.ts')).addUploads(data, json);
    });
}
