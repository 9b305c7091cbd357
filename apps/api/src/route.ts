import { Readable } from 'node:stream';
import type { Operation, Principal, Project } from '@tandem/data-model/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { isKnown } from './entity-tag.ts';
import { eventStream } from './event-stream.ts';
import { sendWritten, WrittenJson } from './written-json.ts';

type Output<O, Part extends 'params' | 'query'> = O extends { readonly [K in Part]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;
type Body<O> = O extends { readonly body: 'bytes' }
  ? Readable
  : O extends { readonly body: infer S extends z.ZodType }
    ? z.output<S>
    : undefined;

/** A call of an operation, checked by its schemas and its access. */
export interface Call<O extends Operation> {
  readonly params: Output<O, 'params'>;
  readonly query: Output<O, 'query'>;
  readonly body: Body<O>;
  readonly principal: O['access'] extends 'public' ? undefined : Principal;
  /** The project of the path, where the operation is on one. */
  readonly project: O['access'] extends 'project' ? Project : undefined;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What a handler gives: the response; for events their stream, undefined meaning "nothing new"; for CSV its bytes; or JSON that is written already. */
export type Answer<O extends Operation> = O extends { readonly produces: 'text/event-stream' }
  ? AsyncIterable<z.input<O['response']> | undefined>
  : O extends { readonly produces: 'text/csv' }
    ? Readable
    : z.input<O['response']> | WrittenJson;

/** Registers an operation as the contract has it; the handler's types follow from the operation too. */
export function route<const O extends Operation>(
  app: FastifyInstance,
  operation: O,
  handle: (call: Call<O>) => Answer<O> | Promise<Answer<O>>,
): void {
  const { method, path, params, query, body, maxBodyBytes, status, response } = operation;
  const register = (scope: FastifyInstance) =>
    scope.route({
      method,
      url: path,
      config: { operation },
      ...(maxBodyBytes ? { bodyLimit: maxBodyBytes } : {}),
      schema: {
        ...(params ? { params } : {}),
        ...(query ? { querystring: query } : {}),
        ...(body && body !== 'bytes' ? { body } : {}),
        ...(status === 204 || operation.produces ? {} : { response: { [status]: response } }),
      },
      handler: (request, reply) => {
        const { params, query, body } = request;
        const { principal, project } = request.caller;
        // The schemas have parsed these, and the access hook has set the caller, before a handler runs.
        const call = { params, query, body, principal, project, request, reply } as unknown as Call<O>;
        const answer = handle(call);
        // What is known at once is sent at once. A reply is a promise of its own end, which only those wait for that are
        // not over when they have been sent: streams, and what is kept first.
        if (answer instanceof Promise) return answer.then((it) => unlessSent(send(operation, it, reply)));
        send(operation, answer, reply);
        return undefined;
      },
    });
  if (body === 'bytes') app.register(async (scope) => void register(takeBytes(scope)));
  else register(app);
}

/** Bytes are not read before the handler: it gets the stream, whatever media type the caller named. */
function takeBytes(scope: FastifyInstance): FastifyInstance {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_, payload, done) => done(null, payload));
  return scope;
}

const unlessSent = (reply: FastifyReply) => (reply.sent ? undefined : reply);

function send(operation: Operation, answer: unknown, reply: FastifyReply): FastifyReply {
  if (operation.tagged === 'whole' && isKnown(reply.request, reply.getHeader('etag'))) return reply.code(304).send();
  reply.code(operation.status);
  if (operation.status === 204) return reply.send();
  if (operation.produces === 'text/event-stream') {
    const events = eventStream(answer as AsyncIterable<unknown>, operation.response, {
      signal: reply.server.closing,
      lastEventId: reply.request.headers['last-event-id']?.toString(),
    });
    return reply
      .type('text/event-stream')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .send(Readable.from(events));
  }
  if (operation.produces === 'text/csv') return reply.type('text/csv; charset=utf-8').send(answer);
  if (answer instanceof WrittenJson) return sendWritten(reply, answer);
  return reply.send(answer);
}
