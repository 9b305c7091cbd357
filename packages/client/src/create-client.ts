import { Unavailable } from '@tandem/data-model';
import { type Operation, type Operations, operations } from '@tandem/data-model/contract';
import { eventStream } from './event-stream.ts';
import type { CallOptions, Method } from './method.ts';
import { type Connection, type LooseArguments, send } from './send.ts';

export interface ClientOptions {
  /** Origin of the server, e.g. `http://127.0.0.1:4400`; empty in a page that the server itself serves. */
  readonly baseUrl: string;
  /** A project's token, sent as a bearer. */
  readonly token?: string;
  /** A `Cookie` header, for use outside browsers; in a page the browser sends its own. */
  readonly cookie?: string;
  readonly fetch?: typeof fetch;
}

/** One method for each operation of the API. */
export type Client = { readonly [K in keyof Operations]: Method<Operations[K]> };

/**
 * A typed client of the REST API, for Node and browsers. Replies are parsed by the contract's schemas.
 * Methods throw ApiError for a problem reply and Unavailable where nobody, or something else than Tandem, answers.
 */
export function createClient(options: ClientOptions): Client {
  const connection: Connection = {
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    headers: {
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...(options.cookie ? { cookie: options.cookie } : {}),
    },
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
  };
  const methods = Object.entries<Operation>(operations).map(([name, it]) => [name, method(connection, it)]);
  return Object.fromEntries(methods) as Client;
}

function method(connection: Connection, operation: Operation) {
  return operation.produces === 'text/event-stream'
    ? (args: LooseArguments = {}, options: CallOptions = {}) => eventStream(connection, operation, args, options)
    : async (args: LooseArguments = {}, options: CallOptions = {}) =>
        read(operation, await send(connection, operation, args, options), options);
}

async function read(operation: Operation, response: Response, { to }: CallOptions): Promise<unknown> {
  if (operation.status === 204) return null;
  if (operation.produces === 'text/csv') {
    if (!to || !response.body) return response.text();
    await response.body.pipeTo(to);
    return '';
  }
  const reply = operation.response.safeParse(await response.json().catch(() => undefined));
  if (reply.success) return reply.data;
  throw new Unavailable(
    `${response.url || 'The server'} answered ${operation.id} with something that its contract does not allow.`,
    'Check that the address is that of a Tandem server, of the same version as this client.',
    { cause: reply.error },
  );
}
