import type { Fault } from '@tandem/data-model';
import { type Operation, type Operations, operations } from '@tandem/data-model/contract';
import type { z } from 'zod';

export interface Call {
  readonly params: Record<string, string>;
  readonly query: Record<string, string>;
  readonly body: unknown;
  readonly ifMatch?: string | undefined;
}

type Answer<O extends Operation> = z.input<O['response']> | Refusal | Promise<never>;
export type Answers = {
  [K in keyof Operations]?: Answer<Operations[K]> | ((call: Call) => Answer<Operations[K]>);
};

/** A refusal as the API words it. */
export class Refusal {
  readonly status: number;
  readonly detail: string;
  readonly mend: string;
  readonly faults: readonly Fault[];
  /** Seconds in the header `retry-after`. */
  retryAfter: number | undefined;
  /** One that the portal has no words for. */
  code = 'REFUSED';
  constructor(status: number, detail: string, mend = 'Do something else.', faults: readonly Fault[] = []) {
    this.faults = faults;
    this.status = status;
    this.detail = detail;
    this.mend = mend;
  }
}

/** An answer that never comes. */
export const never = (): Promise<never> => new Promise(() => undefined);

const routes = Object.entries<Operation>(operations).map(([name, operation]) => ({
  name: name as keyof Operations,
  operation,
  path: new RegExp(`^/api/v1${operation.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}));

/** A `fetch` that answers by the contract from typed answers, and refuses what it has none for. */
export function fakeApi(answers: Answers): typeof fetch & { readonly calls: (Call & { readonly name: string })[] } {
  const calls: (Call & { readonly name: string })[] = [];
  const answer: typeof fetch = async (input, init) => {
    const url = new URL(String(input), 'http://tandem.test');
    const route = routes.find((it) => it.operation.method === (init?.method ?? 'GET') && it.path.test(url.pathname));
    if (!route) return problem(new Refusal(404, `No route ${url.pathname}`));
    const params = Object.fromEntries(
      Object.entries(route.path.exec(url.pathname)?.groups ?? {}).map(([k, v]) => [k, decodeURIComponent(v)]),
    );
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body;
    const { 'if-match': ifMatch } = (init?.headers ?? {}) as Record<string, string>;
    const call = { name: route.name, params, query: Object.fromEntries(url.searchParams), body, ifMatch };
    calls.push(call);
    const given = answers[route.name];
    const reply = await Promise.race([typeof given === 'function' ? given(call) : given, aborted(init?.signal)]);
    if (reply === undefined) return problem(new Refusal(500, `The test gives no answer to ${route.name}.`));
    if (reply instanceof Refusal) return problem(reply);
    if (route.operation.produces === 'text/event-stream') {
      return new Response(`data: ${JSON.stringify(reply)}\n\nevent: end\ndata: {}\n\n`);
    }
    const { status } = route.operation;
    const headers = route.operation.tagged ? { etag: tagOf(reply) } : {};
    return new Response(status === 204 ? null : JSON.stringify(reply), { status, headers });
  };
  return Object.assign(answer, { calls });
}

/** An ETag: the same for equal replies, another for others. */
export const tagOf = (reply: unknown): string => `"${encodeURIComponent(JSON.stringify(reply))}"`;

/** Fails as `fetch` does once its caller has lost interest. */
const aborted = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

function problem({ status, code, detail, mend, faults, retryAfter }: Refusal): Response {
  const body = {
    type: 'about:blank',
    title: 'Refused',
    status,
    code,
    detail,
    mend,
    faults,
    requestId: 'req-7',
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    },
  });
}
