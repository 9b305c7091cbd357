import { Unavailable } from '@tandem/data-model';
import type { Operation } from '@tandem/data-model/contract';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { ApiError } from './api-error.ts';
import type { CallOptions } from './method.ts';
import { type Connection, type LooseArguments, send } from './send.ts';

const firstDelayMs = 250;
const lastDelayMs = 5_000;
/** About a minute of trying without one event: longer than a restart of the server takes. */
const attempts = 16;

/**
 * Events of an operation until the server says `end`. A connection that breaks before is made again, from the last
 * event's id. Throws ApiError where the server refuses, Unavailable where it stays away, the signal's reason on abort.
 */
export async function* eventStream(
  connection: Connection,
  operation: Operation,
  args: LooseArguments,
  options: CallOptions,
): AsyncGenerator<unknown> {
  let lastId = '';
  let failures = 0;
  for (;;) {
    try {
      const resume: Record<string, string> = lastId ? { 'last-event-id': lastId } : {};
      const response = await send(connection, operation, args, options, resume);
      for await (const event of messages(response)) {
        failures = 0;
        lastId = event.id ?? lastId;
        if (event.event === 'end') return;
        yield operation.response.parse(JSON.parse(event.data));
      }
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (!isTransient(error) || failures >= attempts) throw error;
    }
    failures += 1;
    await wait(Math.min(firstDelayMs * 2 ** (failures - 1), lastDelayMs), options.signal);
  }
}

async function* messages(response: Response) {
  if (!response.body) return;
  // The decoder's type claims any buffer source where the body's chunks are one kind of it.
  const decoder = new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>;
  const reader = response.body.pipeThrough(decoder).pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new Unavailable('The event stream broke off.', 'Ask again; the state is kept on the server.', { cause });
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof Unavailable || (error instanceof ApiError && error.status >= 500);
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
