import { type Context, context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The trace that the request belongs to; undefined where there are none. */
    traced: Context | undefined;
  }
}

/**
 * One span for each request, within the trace that the caller names by `traceparent`. Registered only where traces are
 * asked for. Addresses and names are not told, only the operation, its method and the status.
 */
export function addTracing(app: FastifyInstance): void {
  const tracer = trace.getTracer('tandem');
  app.decorateRequest('traced', undefined);
  app.addHook('onRequest', (request, _, done) => {
    const { operation } = request.routed.config;
    const caller = propagation.extract(context.active(), request.headers);
    const attributes = { 'http.request.method': request.method, 'http.route': request.routed.url ?? '' };
    const name = operation?.id ?? request.method;
    const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, caller);
    request.traced = trace.setSpan(caller, span);
    context.with(request.traced, done);
  });
  // Reading a body goes on in the flow of the socket.
  app.addHook('preHandler', (request, _, done) => {
    if (request.traced) context.with(request.traced, done);
    else done();
  });
  app.addHook('onResponse', ({ traced }, { statusCode }, done) => {
    const span = traced && trace.getSpan(traced);
    span?.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}
