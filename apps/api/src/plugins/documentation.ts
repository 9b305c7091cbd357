import { createHash } from 'node:crypto';
import apiReference from '@scalar/fastify-api-reference';
import { openApiDocument } from '@tandem/client/openapi';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiConfig } from '../deps.ts';

/** The contract as an OpenAPI document at `/api/openapi.json`, and rendered for people at `/api/docs`. */
export async function addDocumentation(app: FastifyInstance, { version, origin }: ApiConfig): Promise<void> {
  const document = JSON.stringify(openApiDocument(operations, { version, serverUrl: origin }));
  await app.register(async (scope) => {
    scope.addHook('onRoute', (options) => {
      options.config = { ...options.config, access: 'signed-in' };
    });
    scope.get('/api/openapi.json', async (_, reply) => reply.type('application/json').send(document));
    scope.addHook('onSend', async (_, reply, payload) => {
      if (typeof payload === 'string' && reply.getHeader('content-type')?.toString().startsWith('text/html')) {
        reply.header('content-security-policy', policyFor(payload));
      }
    });
    await scope.register(apiReference, {
      routePrefix: '/api/docs',
      configuration: {
        url: '/api/openapi.json',
        pageTitle: 'Tandem API',
        // Calls from the page go where the page came from, under whatever name that was.
        servers: [{ url: '/api/v1' }],
        // Fonts, telemetry and the maker's services would all be other servers.
        withDefaultFonts: false,
        telemetry: false,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    });
  });
}

/** As strict as for the rest, but that the page's own inline scripts may run, each by the hash of its text. */
function policyFor(page: string): string {
  const scripts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = scripts.map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return [
    "default-src 'self'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
