import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { InvalidInput } from '@tandem/data-model';

/** A secret from standard input: on a terminal it is asked for, and what is typed is not shown. */
export async function readSecret(question: string, signal: AbortSignal): Promise<string> {
  const given = process.stdin.isTTY ? await ask(question, signal) : await text(process.stdin);
  const secret = given.trim();
  if (secret !== '' && !/\s/.test(secret)) return secret;
  throw new InvalidInput(
    secret === '' ? 'Standard input has no token.' : 'Standard input has more than one token.',
    'Give one, as in: tandem login --url URL < FILE',
  );
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_, __, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question('', { signal });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
