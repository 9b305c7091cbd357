import { createServer, type Server } from 'node:net';
import { Conflict } from '@tandem/data-model';

/** Throws Conflict where the port of 127.0.0.1 is taken or not allowed. */
export async function checkPort(port: number): Promise<void> {
  try {
    await close(await listen(port));
  } catch (cause) {
    const denied = (cause as NodeJS.ErrnoException).code === 'EACCES';
    throw new Conflict(
      denied ? `Port ${port} may not be used by this user.` : `Port ${port} of 127.0.0.1 is in use by another program.`,
      `Stop that program, or give another port: TANDEM_PORT=${port < 65_535 ? port + 1 : 4400} npm start`,
      { cause },
    );
  }
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = await listen(0);
  const address = server.address();
  await close(server);
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has a port');
  return address.port;
}

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

const close = (server: Server) => new Promise((resolve) => server.close(resolve));
