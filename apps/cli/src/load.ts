import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Client, createClient } from '@tandem/client';
import { Conflict } from '@tandem/data-model';
import type { Load } from '@tandem/data-model/contract';
import { type DataFiles, findDataFiles } from './flow/data-files.ts';
import { loadTable } from './flow/load-table.ts';
import { loadFiles, type MainJob, prepareProject } from './flow/main-job.ts';
import { type HomeLock, lockHome } from './installation/home-lock.ts';
import { startInstallation } from './installation/installation.ts';
import { openHomeFolders } from './installation/open-home.ts';
import { freePort } from './installation/port.ts';
import { publishedServer } from './installation/server-note.ts';
import { readSettings } from './settings.ts';
import { openProgress } from './terminal/progress.ts';
import { untilStopped } from './until-stopped.ts';

/** Loads a folder's files into the star of the home and prints what became of every row, or would; `tandem load`. */
export async function load(data: string, plan: boolean): Promise<void> {
  const settings = readSettings(process.env);
  const files = findDataFiles(path.resolve(data), { whole: false });
  const home = openHomeFolders(settings.home);
  const view = openProgress(process.stderr);
  if (files.others.length > 0) view.say(`Not recognised, so left out: ${files.others.join(', ')}`);
  try {
    const how = { again: true, plan };
    const { report } = await untilStopped(async (signal) => {
      const job = { view, signal };
      const server = serverOrLock(home.root);
      return 'release' in server
        ? withOwnServer(server, home, settings.databaseUrl, job, files, how)
        : loadFiles({ ...job, client: server.client }, await projectOf(server.client), files, how);
    });
    if (report) process.stdout.write(loadTable(report, { isPlan: plan }));
  } finally {
    view.close();
  }
}

/** The server that holds the home, or the home itself where none does. */
function serverOrLock(root: string): HomeLock | { client: Client } {
  try {
    return lockHome(root, 'tandem load');
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

async function withOwnServer(
  lock: HomeLock,
  home: ReturnType<typeof openHomeFolders>,
  databaseUrl: string | undefined,
  job: Omit<MainJob, 'client'>,
  files: DataFiles,
  how: { again: boolean; plan: boolean },
): Promise<Load> {
  try {
    const installation = await startInstallation(home, { port: await freePort(), databaseUrl });
    try {
      const whole = { ...job, client: await installation.signIn() };
      const project = await prepareProject(whole);
      return await Promise.race([loadFiles(whole, project.id, files, how), installation.failed]);
    } finally {
      await installation.stop();
    }
  } finally {
    lock.release();
  }
}
