import { Unavailable } from '@tandem/data-model';
import { type McpOptions, serveMcp } from '@tandem/mcp';
import { runningServer } from './running-server.ts';
import { homeOf } from './settings.ts';
import { version } from './version.ts';

/** Offers the running server's operations to an assistant over standard input and output; `tandem mcp`. */
export async function mcp(options: Pick<McpOptions, 'readOnly' | 'allowChanges'>): Promise<void> {
  const home = homeOf(process.env);
  const server = runningServer('tandem mcp', process.env, home);
  if (!server) {
    throw new Unavailable(
      `No server runs on the home ${home}.`,
      'Start it (npm start), or give TANDEM_URL and TANDEM_TOKEN of another.',
    );
  }
  await serveMcp({ ...options, version, client: server.client });
}
