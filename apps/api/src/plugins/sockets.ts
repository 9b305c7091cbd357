import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { clientOf } from '../client-address.ts';
import type { ApiConfig } from '../deps.ts';

const secondMs = 1_000;

/** How long a caller may take, by what it sends; Node looks every two seconds. */
export const socketTimes = {
  headersTimeout: 15 * secondMs,
  connectionsCheckingInterval: 2 * secondMs,
} as const;

/** From the head of a request to the end of its JSON; 16 MiB take 5 s at 30 Mbit/s. */
const jsonWithinMs = 60 * secondMs;
/** A file may take long, but not be silent. */
const silentMs = 60 * secondMs;

/**
 * Keeps sockets that trickle from holding what others need: a head, or a body of JSON, that does not come to its end in
 * time is cut off, a file that says nothing for a minute too, and one address has so many sockets and no more.
 */
export function guardSockets(
  app: FastifyInstance,
  { socketsPerAddress, isProxy }: Pick<ApiConfig, 'socketsPerAddress' | 'isProxy'>,
): void {
  const open = new Map<string, number>();
  app.server.on('connection', (socket: Socket) => {
    // A proxy has as many as its clients.
    if (isProxy?.(socket.remoteAddress ?? '')) return;
    const address = clientOf(socket.remoteAddress ?? '');
    const sockets = (open.get(address) ?? 0) + 1;
    open.set(address, sockets);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (sockets > socketsPerAddress) socket.destroy();
  });
  app.addHook('onRequest', ({ raw, routed }, _, done) => {
    const { body } = routed.config.operation ?? {};
    if (body !== undefined && !raw.complete) watch(raw, body === 'bytes');
    done();
  });
}

function watch(raw: IncomingMessage, isFile: boolean): void {
  const { socket } = raw;
  // A call that was injected has none.
  if (!(socket instanceof Socket)) return;
  if (isFile) {
    const hangUp = () => void socket.destroy();
    socket.setTimeout(silentMs, hangUp);
    raw.once('close', () => {
      socket.removeListener('timeout', hangUp);
      socket.setTimeout(0);
    });
  } else {
    const late = setTimeout(() => socket.destroy(), jsonWithinMs).unref();
    raw.once('end', () => clearTimeout(late)).once('close', () => clearTimeout(late));
  }
}
