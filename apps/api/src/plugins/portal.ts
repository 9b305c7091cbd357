import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { NotFound } from '@tandem/data-model';
import type { FastifyInstance, FastifyRequest } from 'fastify';

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
    if (built && !/^\/api(\/|$)/.test(address) && wantsPage(request, address)) {
      const page = await readFile(path.join(folder, 'index.html'));
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
    }
    throw new NotFound('resource', address);
  });
}

/** A missing file is not a page, unless somebody navigates to its address: an id in it may have a dot. */
function wantsPage({ method, headers }: FastifyRequest, address: string): boolean {
  if (method !== 'GET') return false;
  return path.posix.extname(address) === '' || (headers.accept?.includes('text/html') ?? false);
}
