import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The options of the request's route. Fastify puts `routeOptions` together anew each time it is asked for them. */
    routed: FastifyRequest['routeOptions'];
  }
}

/** Lets every hook after it know the route that was found; comes before all of them. */
export function addRouted(app: FastifyInstance): void {
  app.decorateRequest('routed', null as unknown as FastifyRequest['routeOptions']);
  app.addHook('onRequest', (request, _, done) => {
    request.routed = request.routeOptions;
    done();
  });
}
