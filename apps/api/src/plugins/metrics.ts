import { createHash, timingSafeEqual } from 'node:crypto';
import { Forbidden } from '@tandem/data-model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { callHistogram } from './call-histogram.ts';

/** `/metrics` for Prometheus: how long calls take by operation and status, how many are open, and what Node says. */
export function addMetrics(app: FastifyInstance, token: string | undefined): void {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'tandem_api_' });
  const count = callHistogram(register);
  let sockets = 0;
  app.server.on('connection', (socket) => {
    sockets += 1;
    socket.once('close', () => {
      sockets -= 1;
    });
  });
  new Gauge({
    name: 'tandem_api_sockets',
    help: 'Open connections',
    registers: [register],
    collect() {
      this.set(sockets);
    },
  });
  app.addHook('onResponse', (request, reply, done) => {
    // Not by address: every id in one would be a time series of its own.
    const operation = request.routed?.config.operation?.id ?? 'other';
    count(operation, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', { config: { access: 'public' } }, async (request, reply) => {
    if (token === undefined ? !isLocal(request) : !hasToken(request, token)) {
      throw new Forbidden(
        'Metrics are for this machine itself, or for whoever has the token.',
        'Start the API with TANDEM_METRICS_TOKEN set, and send that in Authorization: Bearer.',
      );
    }
    return reply.type(register.contentType).send(await register.metrics());
  });
}

/** From this machine, and not handed on by a proxy on it. */
function isLocal({ raw, headers }: FastifyRequest): boolean {
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined) return false;
  return /^(127\.|::1$|::ffff:127\.)/.test(raw.socket.remoteAddress ?? '');
}

function hasToken({ headers: { authorization = '' } }: FastifyRequest, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}
