import { rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import path from 'node:path';
import type { Home } from './home.ts';

/** Where a worker that sleeps is woken. */
const wakeSocket = (home: Home): string => path.join(home.sockets, 'wake.sock');
const patienceMs = 2_000;

/** Tells the worker of this machine that there is work. Whether there is one: it finds the work at its start otherwise. */
export function wakeWorker(home: Home): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request(
      { socketPath: wakeSocket(home), path: '/wake', method: 'POST', timeout: patienceMs },
      (reply) => {
        reply.resume();
        resolve(reply.statusCode === 202);
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}

/** Answers at once, and wakes behind it: whoever sent work need not wait for connections to be made. */
export async function serveWake(home: Home, wake: () => Promise<void>): Promise<Server> {
  const server = createServer((call, reply) => {
    const isWake = call.method === 'POST' && call.url === '/wake';
    reply.writeHead(isWake ? 202 : 404).end();
    if (isWake) void wake();
  });
  rmSync(wakeSocket(home), { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wakeSocket(home), resolve);
  });
  return server;
}
