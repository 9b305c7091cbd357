import { once } from 'node:events';
import { createServer } from 'node:http';

/** A server of nothing but node:http, in a process of its own: it answers the bytes that its parent sends first. */
const [body] = (await once(process, 'message')) as [string];
const bytes = Buffer.from(body);
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
  response.end(bytes);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.({ port: (server.address() as { port: number }).port });
process.on('disconnect', () => process.exit(0));
