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
    .action(async ({ data }: { data: string }) => (await import('../uploads.ts')).addUploads(data));
}
