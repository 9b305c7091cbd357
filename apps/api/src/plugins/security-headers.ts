import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';

/** Everything from this server and nothing else; styles also in attributes, which the portal's components use. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/** For replies that are data, or that are made before any hook runs: they show nothing, so they may load nothing. */
export const bareSecurityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
} as const;

/** Security headers on every reply, errors included. */
export function addSecurityHeaders(app: FastifyInstance, origin: string): void {
  // Over plain http a browser would have to ignore it.
  const hsts = origin.startsWith('https:') && { maxAge: 365 * 24 * 3600, includeSubDomains: true };
  const shown = headersOf({
    contentSecurityPolicy,
    frameguard: { action: 'deny' },
    hsts,
    referrerPolicy: { policy: 'same-origin' },
  });
  const strict = 'strict-transport-security';
  const bare = { ...bareSecurityHeaders, ...(hsts ? { [strict]: shown[strict] } : {}) };
  app.addHook('onRequest', (request, reply, done) => {
    // What the API says is of this moment and for this caller; the portal's files and the documentation say otherwise.
    reply.headers(request.routed.config.operation ? bare : shown).header('x-request-id', request.id);
    done();
  });
}

/** What helmet would set on each reply, which is always the same: worked out once. */
function headersOf(options: HelmetOptions): Record<string, string> {
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}
