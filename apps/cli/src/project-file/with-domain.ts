import type { MainJob } from '../flow/main-job.ts';
import { lockHome } from '../installation/home-lock.ts';
import { openHomeFolders } from '../installation/open-home.ts';
import { freePort } from '../installation/port.ts';
import { runningServer } from '../running-server.ts';
import { readSettings, type Settings } from '../settings.ts';
import { openProgress } from '../terminal/progress.ts';
import { untilStopped } from '../until-stopped.ts';

/**
 * Does something through the server that runs, with what its token reaches, or through one that is started on the home
 * for the purpose, with a session that reaches every domain.
 */
export async function withDomain<T>(verb: string, work: (job: MainJob) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  const view = openProgress(process.stderr);
  try {
    return await untilStopped((signal) => {
      const running = runningServer(verb, process.env, settings.home);
      return running
        ? work({ view, signal, client: running.client() })
        : withSession(verb, settings, { view, signal }, work);
    });
  } finally {
    view.close();
  }
}

async function withSession<T>(
  verb: string,
  { home: root, databaseUrl }: Settings,
  job: Omit<MainJob, 'client'>,
  work: (job: MainJob) => Promise<T>,
): Promise<T> {
  const home = openHomeFolders(root);
  const lock = lockHome(home.root, verb);
  try {
    // What starts a server takes most of a verb's time to import.
    const { startInstallation } = await import('../installation/installation.ts');
    const installation = await startInstallation(home, { port: await freePort(), databaseUrl });
    try {
      return await Promise.race([work({ ...job, client: await installation.signIn() }), installation.failed]);
    } finally {
      await installation.stop();
    }
  } finally {
    lock.release();
  }
}
