import { type Command, Option } from 'commander';

/** `tandem mcp`: the running server's operations as tools of an assistant. */
export function addMcp(program: Command): void {
  program
    .command('mcp')
    .description(
      'offer the operations of the running server to an assistant, by the Model Context Protocol on standard input and output',
    )
    .addOption(new Option('--read-only', 'only what changes nothing').default(false))
    .addOption(
      new Option(
        '--allow-changes',
        'also where the client has no way to ask a person; each change then takes a code that its first call gives',
      )
        .default(false)
        .conflicts('readOnly'),
    )
    .action(async (options: { readOnly: boolean; allowChanges: boolean }) => (await import('../mcp.ts')).mcp(options));
}
