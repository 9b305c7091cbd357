import type { Client } from '@tandem/client';
import { lockHome } from '../src/installation/home-lock.ts';
import { type Installation, startInstallation } from '../src/installation/installation.ts';
import { openHomeFolders } from '../src/installation/open-home.ts';
import { publishServer } from '../src/installation/server-note.ts';
import { newPlace, type Place } from './running-installation.ts';

/** A real installation in a home of its own that this process supervises, for verbs to find. */
export interface InProcess {
  readonly place: Place;
  readonly client: Client;
  /** Lets verbs run in that home reach the server, as a token of the project. */
  publish(projectId: string): Promise<void>;
  /** Ends it and removes the home. */
  end(): Promise<void>;
}

export async function startInProcess(): Promise<InProcess> {
  const place = await newPlace();
  const home = openHomeFolders(place.home);
  const lock = lockHome(home.root, 'a test');
  let installation: Installation | undefined;
  const end = async () => {
    await installation?.stop();
    lock.release();
    place.remove();
  };
  try {
    const started = await startInstallation(home, { port: place.port, databaseUrl: undefined });
    installation = started;
    return {
      place,
      client: await started.signIn(),
      publish: async (projectId) =>
        publishServer(home.root, { url: started.url, tokenFile: await started.writeToken(projectId) }),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}
