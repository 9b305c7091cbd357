import type { FastifyInstance } from 'fastify';

/** Takes JSON as Fastify does; a call that has no body may name the media type all the same, as many clients do. */
export function takeEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '' && request.routeOptions.config.operation?.body === undefined) done(null, undefined);
    else void parse(request, body as string, done);
  });
}
