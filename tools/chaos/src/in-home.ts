import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeEmbeddedPostgres } from '@tandem/adapters-local';
import { killHome } from './home-processes.ts';
import type { StartPlace } from './start-run.ts';

/** Does some work with a home, in a folder that may be given, and a port of its own, and leaves nothing of them. */
export async function inHome<T>(work: (place: StartPlace) => Promise<T>, folder = tmpdir()): Promise<T> {
  const home = mkdtempSync(path.join(folder, 'tandem-chaos-'));
  // As root, the database runs as another user: it lies in the home, where it is found, if that user may walk there.
  chmodSync(home, 0o711);
  try {
    return await work({ home, port: await freePort() });
  } finally {
    await killHome(home);
    await removeEmbeddedPostgres(path.join(home, 'postgres'));
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has a port');
  return address.port;
}
