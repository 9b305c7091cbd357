import type { Command } from 'commander';

/** `tandem backup` and `restore`: everything under one home, as one file. */
export function addBackup(program: Command): void {
  program
    .command('backup <file>')
    .description('write everything of the home into one archive, while nothing runs on it')
    .action(async (file: string) => (await import('../backup.ts')).backup(file));
  program
    .command('restore <file>')
    .description('make an empty home from an archive, once every file in it is found to be whole')
    .action(async (file: string) => (await import('../backup.ts')).restore(file));
}
