import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { NotFound } from '@tandem/data-model';
import type { FastifyInstance } from 'fastify';

/**
 * The portal's files, and its start page for every address that is a page of the portal. Addresses under `/api` are
 * never pages.
 */
export async function addPortal(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const built = folder !== undefined && existsSync(path.join(folder, 'index.html'));
  if (built) {
    await app.register(async (scope) => {
      scope.addHook('onRoute', (options) => {
        options.config = { ...options.config, access: 'public' };
      });
      await scope.register(fastifyStatic, {
        root: folder,
        wildcard: false,
        cacheControl: false,
        setHeaders: (reply, file) => {
          // The build names these by their content; every other file is looked up anew.
          const named = path.relative(folder, file).startsWith(`assets${path.sep}`);
          reply.header('cache-control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      });
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const [address = ''] = request.url.split('?');
    const isPage = request.method === 'GET' && !/^\/api(\/|$)/.test(address) && !path.posix.extname(address);
    if (built && isPage) return reply.header('cache-control', 'no-cache').sendFile('index.html', folder);
    throw new NotFound('resource', address);
  });
}
