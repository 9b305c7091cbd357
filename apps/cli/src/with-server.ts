import { readFileSync } from 'node:fs';
import { type Client, createClient } from '@tandem/client';
import { Conflict, InvalidInput, NotFound } from '@tandem/data-model';
import { chosenServer } from './access/chosen-server.ts';
import type { MainJob } from './flow/main-job.ts';
import { lockHome } from './installation/home-lock.ts';
import { publishedServer } from './installation/server-note.ts';
import { readSettings } from './settings.ts';
import { openProgress } from './terminal/progress.ts';
import { untilStopped } from './until-stopped.ts';

/** A server that answers, with a way to say which project is meant. */
export interface ServerJob extends MainJob {
  /** For a sentence: an address, or a home. */
  readonly where: string;
  /** Id of the project that TANDEM_PROJECT names by id or name, or of the one there is. Throws InvalidInput, NotFound. */
  project(): Promise<string>;
}

/** Does something through the server that is chosen, the one that runs on the home, or one started for the purpose. */
export async function withServer<T>(verb: string, work: (job: ServerJob) => Promise<T>): Promise<T> {
  const view = openProgress(process.stderr);
  try {
    return await untilStopped(async (signal) => {
      const running = runningServer(verb);
      if (running) {
        return work({ view, signal, ...running });
      }
      // What starts a server takes most of a verb's time to import.
      const { withOwnServer } = await import('./with-own-server.ts');
      const settings = readSettings(process.env);
      return withOwnServer(verb, settings, { view, signal }, (job, prepared) =>
        work({
          ...job,
          where: `the home ${settings.home}`,
          project: async () => (await namedProject(job.client)) ?? prepared(),
        }),
      );
    });
  } finally {
    view.close();
  }
}

/** A server that need not be started. */
export interface RunningServer {
  readonly client: Client;
  readonly where: string;
  /** As that of `ServerJob`. */
  project(): Promise<string>;
}

/** The server that is chosen, or the one that holds the home; undefined where none does. */
export function runningServer(verb: string): RunningServer | undefined {
  const chosen = chosenServer(process.env);
  if (!chosen) return serverOfHome(readSettings(process.env).home, verb);
  const client = createClient(chosen);
  return { client, where: chosen.baseUrl, project: () => projectOf(client, client) };
}

function serverOfHome(root: string, verb: string): RunningServer | undefined {
  const server = publishedServer(root);
  if (!server) return undefined;
  try {
    // A note may have been left by a server that was killed: then nobody holds the home.
    lockHome(root, verb).release();
    return undefined;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
  const secret = (file: string) => readFileSync(file, 'utf8').trim();
  const { url: baseUrl, sessionFile, tokenFile } = server;
  const ofToken = tokenFile ? createClient({ baseUrl, token: secret(tokenFile) }) : undefined;
  const ofSession = sessionFile ? createClient({ baseUrl, cookie: secret(sessionFile) }) : undefined;
  const client = ofSession ?? ofToken;
  return client && { client, where: baseUrl, project: () => projectOf(client, ofToken ?? client) };
}

/** The project that is named, or the one that a token reaches, or the only one. */
async function projectOf(client: Client, ofToken: Client): Promise<string> {
  return (await namedProject(client)) ?? (await ofToken.getMe()).projectId ?? onlyProject(client);
}

async function namedProject(client: Client): Promise<string | undefined> {
  const name = process.env.TANDEM_PROJECT;
  if (!name || /^prj_[0-9a-f]{32}$/.test(name)) return name || undefined;
  const { projects } = await client.listProjects();
  const [found, other] = projects.filter((it) => it.name === name);
  if (!found) throw new NotFound('project', name);
  if (other) throw new InvalidInput(`Several projects are named ${name}.`, `Give an id, such as ${found.id}.`);
  return found.id;
}

async function onlyProject(client: Client): Promise<string> {
  const { projects } = await client.listProjects();
  const [only, other] = projects;
  if (only && !other) return only.id;
  throw new InvalidInput(
    only ? 'It is not said which project is meant.' : 'There is no project yet.',
    only
      ? `Give --project or TANDEM_PROJECT, one of ${projects
          .slice(0, 10)
          .map((it) => it.name)
          .join(', ')}.`
      : 'Make one: tandem projects create --help',
  );
}
