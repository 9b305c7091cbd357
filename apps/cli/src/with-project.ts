import { readFileSync } from 'node:fs';
import { type Client, createClient } from '@tandem/client';
import { Conflict } from '@tandem/data-model';
import { type MainJob, prepareProject } from './flow/main-job.ts';
import { type HomeLock, lockHome } from './installation/home-lock.ts';
import { startInstallation } from './installation/installation.ts';
import { openHomeFolders } from './installation/open-home.ts';
import { freePort } from './installation/port.ts';
import { publishedServer } from './installation/server-note.ts';
import { readSettings } from './settings.ts';
import { openProgress } from './terminal/progress.ts';
import { untilStopped } from './until-stopped.ts';

export interface ProjectJob extends MainJob {
  readonly projectId: string;
}

/** Does something with the home's project through its running server, or one started for `verb`, until Ctrl-C. */
export async function withProject<T>(verb: string, work: (job: ProjectJob) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  const home = openHomeFolders(settings.home);
  const view = openProgress(process.stderr);
  try {
    return await untilStopped(async (signal) => {
      const server = serverOrLock(home.root, verb);
      return 'release' in server
        ? withOwnServer(server, home, settings.databaseUrl, { view, signal }, work)
        : work({ view, signal, client: server.client, projectId: await projectOf(server.client) });
    });
  } finally {
    view.close();
  }
}

/** The server that holds the home, or the home itself where none does. */
function serverOrLock(root: string, verb: string): HomeLock | { client: Client } {
  try {
    return lockHome(root, `tandem ${verb}`);
  } catch (error) {
    const server = error instanceof Conflict ? publishedServer(root) : undefined;
    if (!server) throw error;
    const token = readFileSync(server.tokenFile, 'utf8').trim();
    return { client: createClient({ baseUrl: server.url, token }) };
  }
}

/** The project that the token reaches. */
async function projectOf(client: Client): Promise<string> {
  const { projectId } = await client.getMe();
  if (projectId === null) throw new Error('a token belongs to a project');
  return projectId;
}

async function withOwnServer<T>(
  lock: HomeLock,
  home: ReturnType<typeof openHomeFolders>,
  databaseUrl: string | undefined,
  job: Omit<MainJob, 'client'>,
  work: (job: ProjectJob) => Promise<T>,
): Promise<T> {
  try {
    const installation = await startInstallation(home, { port: await freePort(), databaseUrl });
    try {
      const whole = { ...job, client: await installation.signIn() };
      const project = await prepareProject(whole);
      return await Promise.race([work({ ...whole, projectId: project.id }), installation.failed]);
    } finally {
      await installation.stop();
    }
  } finally {
    lock.release();
  }
}
