import { readFileSync } from 'node:fs';
import { type Client, createClient } from '@tandem/client';
import { Conflict } from '@tandem/data-model';
import type { MainJob } from './flow/main-job.ts';
import { lockHome } from './installation/home-lock.ts';
import { publishedServer } from './installation/server-note.ts';
import { readSettings } from './settings.ts';
import { openProgress } from './terminal/progress.ts';
import { untilStopped } from './until-stopped.ts';

/** Does something to the home's project, through its running server or through one started for the purpose. */
export async function withProject<T>(verb: string, work: (job: MainJob, projectId: string) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  const view = openProgress(process.stderr);
  try {
    return await untilStopped(async (signal) => {
      const client = clientOfServer(settings.home, verb);
      if (client) return work({ view, signal, client }, await projectOf(client));
      // What starts a server takes most of a verb's time to import.
      const { withOwnServer } = await import('./with-own-server.ts');
      return withOwnServer(verb, settings, { view, signal }, work);
    });
  } finally {
    view.close();
  }
}

/** A client of the server that holds the home; undefined where none does. */
function clientOfServer(root: string, verb: string): Client | undefined {
  const server = publishedServer(root);
  if (!server) return undefined;
  try {
    // A note may have been left by a server that was killed: then nobody holds the home.
    lockHome(root, verb).release();
    return undefined;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
  const token = readFileSync(server.tokenFile, 'utf8').trim();
  return createClient({ baseUrl: server.url, token });
}

/** The project that the token reaches. */
async function projectOf(client: Client): Promise<string> {
  const { projectId } = await client.getMe();
  if (projectId === null) throw new Error('a token belongs to a project');
  return projectId;
}
