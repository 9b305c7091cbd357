import { connect, type Socket } from 'node:net';

/**
 * So many sockets from another address of this machine, each of which sends the head of a request letter by letter and
 * never ends it; one that is closed comes again. Gives what ends them.
 */
export function trickle(port: number, sockets: number, everyMs = 500): () => void {
  const open = new Set<Socket>();
  let over = false;
  const begin = () => {
    if (over) return;
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    open.add(socket);
    socket
      .on('error', () => undefined)
      .once('close', () => {
        open.delete(socket);
        setTimeout(begin, 100).unref();
      });
    socket.once('connect', () => socket.write('GET /api/v1/me HTTP/1.1\r\nx-slow: '));
    socket.resume();
  };
  for (let k = 0; k < sockets; k++) begin();
  const timer = setInterval(() => {
    for (const socket of open) if (socket.writable) socket.write('x');
  }, everyMs);
  return () => {
    over = true;
    clearInterval(timer);
    for (const socket of open) socket.destroy();
  };
}
