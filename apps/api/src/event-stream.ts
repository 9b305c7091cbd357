import { createHash } from 'node:crypto';
import type { z } from 'zod';

export interface Streaming {
  /** Aborts when the process drains: the stream breaks off, and the client comes again. */
  readonly signal: AbortSignal;
  /** Id of the last event that the client has seen. */
  readonly lastEventId: string | undefined;
}

/** How long a silent stream may be before a comment keeps proxies and sockets from giving it up. */
const heartbeatMs = 15_000;
const retryMs = 1_000;

/**
 * States as server-sent events; undefined means that nothing is new. An event's id is a hash of its data, so a client
 * that comes again with the id of the present state is not told it twice. After the last state comes an event `end`,
 * by which a client tells the end from a broken connection.
 */
export async function* eventStream(
  states: AsyncIterable<unknown>,
  schema: z.ZodType,
  { signal, lastEventId }: Streaming,
): AsyncGenerator<string> {
  yield `retry: ${retryMs}\n\n`;
  let spokenAt = performance.now();
  let lastId = lastEventId;
  for await (const state of states) {
    if (signal.aborted) return;
    const data = state === undefined ? undefined : JSON.stringify(schema.parse(state));
    const id = data === undefined ? lastId : createHash('sha256').update(data).digest('base64url').slice(0, 16);
    if (data !== undefined && id !== lastId) {
      yield `id: ${id}\ndata: ${data}\n\n`;
      lastId = id;
    } else if (performance.now() - spokenAt > heartbeatMs) {
      yield ': still here\n\n';
    } else {
      continue;
    }
    spokenAt = performance.now();
  }
  yield 'event: end\ndata: end\n\n';
}
