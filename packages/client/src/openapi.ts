import {
  IdempotencyKey,
  type Operation,
  Problem,
  problemStatus,
  sessionCookie,
  takesIdempotencyKey,
} from '@tandem/data-model/contract';
import { z } from 'zod';
import { createDocument, type oas31, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';

export interface OpenApiOptions {
  readonly version: string;
  /** Origin of the server, without `/api/v1`. */
  readonly serverUrl: string;
}

export type OpenApiDocument = ReturnType<typeof createDocument>;

/** The OpenAPI 3.1 document of a table of operations. The table is all there is: nothing is described a second time. */
export function openApiDocument(
  operations: Readonly<Record<string, Operation>>,
  { version, serverUrl }: OpenApiOptions,
): OpenApiDocument {
  const all = Object.values(operations);
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of all) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tandem',
      version,
      description:
        'From files to forecasts: load a star schema, train and compare models, serve and batch their forecasts.',
    },
    servers: [{ url: `${serverUrl.replace(/\/+$/, '')}/api/v1` }],
    tags: [...new Set(all.map((it) => it.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: "A project's token, tnd_…" },
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie(serverUrl), description: 'Set by signing in' },
      },
    },
  });
  for (const path of Object.values(document.paths ?? {})) describeEvents(path.get?.responses?.['200']);
  return document;
}

/**
 * Says of a stream what each event of it is. Its data is a text that holds JSON, of which OpenAPI 3.1 says by
 * `contentSchema` what it is; 3.2 has the same as `itemSchema`.
 */
function describeEvents(response: oas31.ResponseObject | oas31.ReferenceObject | undefined): void {
  const stream = response && 'content' in response ? response.content?.['text/event-stream'] : undefined;
  if (!stream?.schema) return;
  const contentSchema = stream.schema as oas31.SchemaObject;
  const id = { type: 'string', description: 'To be sent as Last-Event-ID by whoever goes on after it' } as const;
  const data = { type: 'string', contentMediaType: 'application/json', contentSchema } as oas31.SchemaObject;
  const end = { event: { const: 'end' }, data: { const: 'end' } } as const;
  stream.schema = {
    anyOf: [
      { type: 'object', properties: { id, data }, required: ['id', 'data'] },
      { type: 'object', properties: end, required: ['event', 'data'], description: 'Nothing follows' },
    ],
  };
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { id, summary, tag, access, params, query, body } = operation;
  const header = headers(operation);
  return {
    operationId: id,
    summary,
    tags: [tag],
    security: access === 'public' ? [] : [{ token: [] }, { session: [] }],
    requestParams: { ...(params ? { path: params } : {}), ...(query ? { query } : {}), ...(header ? { header } : {}) },
    ...(body === undefined ? {} : { requestBody: { required: true, content: bodyContent(body) } }),
    responses: { ...success(operation), ...problems(operation) },
  };
}

/** Headers that mean something to the call itself. */
function headers(operation: Operation) {
  const fields = {
    ...(takesIdempotencyKey(operation) ? { 'Idempotency-Key': IdempotencyKey.optional() } : {}),
    ...(operation.conditional
      ? { 'If-Match': z.string().optional().describe('ETags; the change is made only while one of them is still true') }
      : {}),
    ...(operation.tagged === 'whole' && operation.method === 'GET'
      ? { 'If-None-Match': z.string().optional().describe('ETags that are known; 304 while one of them is still true') }
      : {}),
  };
  return Object.keys(fields).length > 0 ? z.object(fields) : undefined;
}

function bodyContent(body: NonNullable<Operation['body']>) {
  // OpenAPI 3.1 describes raw bytes by a media type without a schema.
  return body === 'bytes' ? { 'application/octet-stream': {} } : { 'application/json': { schema: body } };
}

function success({ status, response, method, tagged, produces = 'application/json' }: Operation) {
  if (status === 204) return { '204': { description: 'Done; there is nothing to say' } };
  const description = produces === 'text/event-stream' ? 'Events, each as this schema says' : 'The request succeeded';
  const part = 'Changes with what callers can change, for If-Match; a read is not answered with 304 by it';
  const ETag = z.string().describe(tagged === 'whole' ? 'Changes with the reply' : part);
  return {
    [`${status}`]: {
      description,
      content: { [produces]: { schema: response } },
      ...(tagged ? { headers: z.object({ ETag }) } : {}),
    },
    ...(tagged === 'whole' && method === 'GET' ? { '304': { description: 'It is as the caller knows it' } } : {}),
  };
}

const titles: Readonly<Record<number, string>> = {
  400: 'The input has the wrong form or a value out of range',
  401: 'No session and no token, or one that has ended',
  403: 'Signed in, but without the right',
  404: 'No such thing, or it is not yours',
  409: 'The state does not allow it now',
  412: 'It was changed since the caller looked; nothing was changed now',
  413: 'The body is larger than allowed',
  415: 'The body is of a media type that is not taken here',
  422: 'The data broke a stated rule; nothing changed',
  429: 'Too many tries; wait as long as Retry-After says',
  503: 'Something needed is not running; try again',
};

/** Statuses of the problem replies that an operation can give, ascending. */
export function problemStatuses(operation: Operation): number[] {
  const { access, method, params, query, body, conditional, refuses = [] } = operation;
  const statuses = new Set<number>([
    ...(params || query || body ? [400] : []),
    // A public call that takes a body takes a secret in it.
    ...(access === 'public' && !body ? [] : [401]),
    // Without the right, or a change that a page of another site asks for.
    ...((access === 'public' || access === 'signed-in') && method === 'GET' ? [] : [403]),
    ...(params ? [404] : []),
    ...(conditional ? [412] : []),
    ...(body ? [413] : []),
    ...(body && body !== 'bytes' ? [415] : []),
    // A key that came before with another request.
    ...(takesIdempotencyKey(operation) ? [422] : []),
    ...refuses.map((kind) => problemStatus[kind]),
  ]);
  return [...statuses].sort((a, b) => a - b);
}

function problems(operation: Operation) {
  const statuses = ['default' as const, ...problemStatuses(operation).map((it) => `${it}` as const)];
  return Object.fromEntries(statuses.map((status) => [status, problemResponses.get(status)!]));
}

// One response object for each status: by its id it becomes a component, to which the operations refer.
const problemResponses = new Map(
  ['default', ...Object.keys(titles)].map((status) => [
    status,
    {
      id: `Problem-${status}`,
      description: titles[Number(status)] ?? 'Any other failure, as a problem document',
      content: { 'application/problem+json': { schema: Problem } },
    },
  ]),
);
