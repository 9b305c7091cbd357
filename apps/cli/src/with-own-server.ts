import { type MainJob, prepareProject } from './flow/main-job.ts';
import { lockHome } from './installation/home-lock.ts';
import { startInstallation } from './installation/installation.ts';
import { openHomeFolders } from './installation/open-home.ts';
import { freePort } from './installation/port.ts';
import type { Settings } from './settings.ts';

/** Does something through a server that is started on a home, and stops it again; `prepared` gives the home's project. */
export async function withOwnServer<T>(
  verb: string,
  { home: root, databaseUrl }: Settings,
  job: Omit<MainJob, 'client'>,
  work: (job: MainJob, prepared: () => Promise<string>) => Promise<T>,
): Promise<T> {
  const home = openHomeFolders(root);
  const lock = lockHome(home.root, verb);
  try {
    const installation = await startInstallation(home, { port: await freePort(), databaseUrl });
    try {
      const whole = { ...job, client: await installation.signIn() };
      const prepared = async () => (await prepareProject(whole)).id;
      return await Promise.race([work(whole, prepared), installation.failed]);
    } finally {
      await installation.stop();
    }
  } finally {
    lock.release();
  }
}
