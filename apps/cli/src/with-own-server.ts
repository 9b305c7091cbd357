import { type MainJob, prepareProject } from './flow/main-job.ts';
import { lockHome } from './installation/home-lock.ts';
import { startInstallation } from './installation/installation.ts';
import { openHomeFolders } from './installation/open-home.ts';
import { freePort } from './installation/port.ts';
import type { Settings } from './settings.ts';

/** Does something to the home's project through a server that is started for it, and stops it again. */
export async function withOwnServer<T>(
  verb: string,
  { home: root, databaseUrl }: Settings,
  job: Omit<MainJob, 'client'>,
  work: (job: MainJob, projectId: string) => Promise<T>,
): Promise<T> {
  const home = openHomeFolders(root);
  const lock = lockHome(home.root, verb);
  try {
    const installation = await startInstallation(home, { port: await freePort(), databaseUrl });
    try {
      const whole = { ...job, client: await installation.signIn() };
      const project = await prepareProject(whole);
      return await Promise.race([work(whole, project.id), installation.failed]);
    } finally {
      await installation.stop();
    }
  } finally {
    lock.release();
  }
}
