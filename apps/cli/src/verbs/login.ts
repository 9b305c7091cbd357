import type { Command } from 'commander';

/** `tandem login`, `logout` and `whoami`: servers other than the home's own, and what opens them. */
export function addLogin(program: Command): void {
  program
    .command('login')
    .description(
      'keep a token, or the session of a sign-in link, that standard input gives; verbs then use that server',
    )
    .action(async (_, command: Command) => (await import('../login.ts')).login(command.optsWithGlobals()));
  program
    .command('logout')
    .description('forget the profile in use, or the one that --profile names, and end its session')
    .action(async (_, command: Command) => (await import('../login.ts')).logout(command.optsWithGlobals().profile));
  program
    .command('whoami')
    .description('show who is calling, and which server answers')
    .option('--json', 'print the reply as it is, as JSON')
    .action(async ({ json = false }: { json?: boolean }) => (await import('../login.ts')).whoami(json));
}
