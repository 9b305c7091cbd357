import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problem } from './error-reply.ts';
import { bareSecurityHeaders } from './plugins/security-headers.ts';

/** What Node itself refuses before there is a request, by its code. */
const refusals: Readonly<Record<string, readonly [status: number, detail: string, mend: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are longer than 16 KiB.', 'Send fewer or shorter headers.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not come to its end in time.', 'Send it again, faster.'],
};

/** Answers bytes that are no request, or one that does not come to its end, with a problem, and hangs up. */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) return void socket.destroy();
  const [status, detail, mend] = refusals[error.code ?? ''] ?? [
    400,
    'The bytes that came are no HTTP request.',
    'Send HTTP/1.1, without TLS where the address begins with http:.',
  ];
  const id = randomUUID();
  const body = JSON.stringify(problem(id, status, status === 408 ? 'TIMED_OUT' : 'INVALID_INPUT', detail, mend));
  const headers = {
    ...bareSecurityHeaders,
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'x-request-id': id,
    connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${body}`);
}
