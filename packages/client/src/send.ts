import { Unavailable } from '@tandem/data-model';
import type { Operation } from '@tandem/data-model/contract';
import { apiError } from './api-error.ts';
import type { Bytes, CallOptions } from './method.ts';

/** Where calls go and on whose behalf. */
export interface Connection {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
}

/** Arguments of any operation, as they are before its schema gives them types. */
export interface LooseArguments {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Sends a call and gives the reply where it is a success. Throws ApiError, or Unavailable where nobody answers. */
export async function send(
  { baseUrl, headers, fetch }: Connection,
  operation: Operation,
  args: LooseArguments,
  { signal, idempotencyKey, ifMatch, onTag }: CallOptions,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const url = baseUrl + address(operation, args);
  const init: RequestInit & { duplex?: 'half' } = {
    method: operation.method,
    headers: {
      accept: accepted(operation),
      ...headers,
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...more,
    },
    signal: signal ?? null,
  };
  if (operation.body === 'bytes') {
    init.headers = { ...init.headers, 'content-type': 'application/octet-stream' };
    // fetch of Node takes a Node stream as it is, for it is an async iterable; its type does not say so.
    init.body = args.body as Exclude<Bytes, { pipe: unknown }>;
    init.duplex = 'half';
  } else if (operation.body !== undefined) {
    init.headers = { ...init.headers, 'content-type': 'application/json' };
    init.body = JSON.stringify(args.body);
  }
  const response = await fetch(url, init).catch((cause: unknown) => {
    if (signal?.aborted) throw signal.reason;
    throw new Unavailable(
      `Nobody answers at ${baseUrl || 'this address'}: ${reason(cause)}.`,
      'Check that the server runs (npm start) and that the address and port are right.',
      { cause },
    );
  });
  if (!response.ok) throw await apiError(response);
  const etag = response.headers.get('etag');
  if (etag !== null) onTag?.(etag);
  return response;
}

function address(operation: Operation, { params = {}, query = {} }: LooseArguments): string {
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.append(name, String(value));
  }
  return `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`;
}

function accepted({ produces = 'application/json' }: Operation): string {
  return `${produces}, application/problem+json`;
}

function reason(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
}
