import { readFileSync } from 'node:fs';
import { type Client, createClient } from '@tandem/client';
import { Conflict, InvalidInput } from '@tandem/data-model';
import { lockHome } from './installation/home-lock.ts';
import { publishedServer } from './installation/server-note.ts';

/** A server that need not be started, and what opens it. */
export interface RunningServer {
  /** Makes a client with the token as it is now: that of a home is renewed while the server runs. */
  readonly client: () => Client;
}

/** The server that TANDEM_URL names, or the one that holds the home; undefined where none does. */
export function runningServer(verb: string, environment: NodeJS.ProcessEnv, home: string): RunningServer | undefined {
  const { TANDEM_URL, TANDEM_TOKEN } = environment;
  if (TANDEM_URL) {
    const baseUrl = safeAddress(TANDEM_URL);
    if (TANDEM_TOKEN) return { client: () => createClient({ baseUrl, token: TANDEM_TOKEN.trim() }) };
    throw new InvalidInput(
      'TANDEM_URL names a server, and no TANDEM_TOKEN opens it.',
      'Give the token of that server too, or leave both out for the server of this home.',
    );
  }
  const note = publishedServer(home);
  if (!note || !isHeld(home, verb)) return undefined;
  const { url: baseUrl, tokenFile } = note;
  if (tokenFile) return { client: () => createClient({ baseUrl, token: readFileSync(tokenFile, 'utf8').trim() }) };
  throw new InvalidInput(
    `The server at ${baseUrl} has no project of its own, so it is not said what may be reached.`,
    `Make a token (tandem tokens create), and give TANDEM_URL=${baseUrl} and TANDEM_TOKEN.`,
  );
}

/** A note may have been left by a server that was killed: then nobody holds the home. */
function isHeld(home: string, verb: string): boolean {
  try {
    lockHome(home, verb).release();
    return false;
  } catch (error) {
    if (error instanceof Conflict) return true;
    throw error;
  }
}

/** Throws InvalidInput where it is no address of a server, or where a token would travel in the clear. */
function safeAddress(text: string): string {
  const mend = 'Give the address of a Tandem server, such as https://tandem.example.com or http://127.0.0.1:4400.';
  if (!URL.canParse(text)) throw new InvalidInput(`TANDEM_URL is "${text}", which is no address.`, mend);
  const { protocol, hostname, origin } = new URL(text);
  const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && isHere)) return origin;
  throw new InvalidInput(`TANDEM_URL is ${origin}: everybody on the way could read the token.`, mend);
}
