import { getHeapStatistics } from 'node:v8';
import underPressure from '@fastify/under-pressure';
import { Unavailable } from '@tandem/data-model';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What the calls of one socket hold, or all of them. */
interface Held {
  calls: number;
  bytes: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What its socket holds, where it is counted there. */
    held: Held | undefined;
  }
}

/** Calls at a time, streams of events among them; each costs some 50 kB. */
const mostCalls = 4_000;
/** Bodies that are held in memory at a time; files stream through and are not counted. */
const mostBodyBytes = 256 * 1024 * 1024;
const shareOfHeap = 0.85;

/** What asks whether this process lives gets its answer all the same. */
const always = new Set(['getHealth', 'getReadiness']);

/**
 * Refuses calls, with the time to wait, before memory runs out: by the heap, by the calls that are being answered, and
 * by the bytes of bodies that they hold. Not by how late the event loop is: on a machine that does much else it is late
 * though this process has little to do.
 */
export async function addBackPressure(app: FastifyInstance): Promise<void> {
  await app.register(underPressure, {
    maxHeapUsedBytes: Math.round(getHeapStatistics().heap_size_limit * shareOfHeap),
    pressureHandler: async (request) => {
      if (!isAlwaysAnswered(request)) throw crowded();
    },
  });
  app.decorateRequest('held', undefined);
  const all: Held = { calls: 0, bytes: 0 };
  const add = (held: Held, calls: number, bytes: number) => {
    held.calls += calls;
    held.bytes += bytes;
    all.calls += calls;
    all.bytes += bytes;
  };
  const bySocket = new WeakMap<object, Held>();
  const heldBy = ({ raw: { socket } }: FastifyRequest) => {
    const known = bySocket.get(socket);
    if (known) return known;
    const held = { calls: 0, bytes: 0 };
    bySocket.set(socket, held);
    // Where the caller goes before the reply.
    socket.once('close', () => add(held, -held.calls, -held.bytes));
    return held;
  };
  app.addHook('onRequest', (request, _, done) => {
    const own = bodyBytes(request);
    const isTooMuch = all.calls >= mostCalls || all.bytes + own > mostBodyBytes;
    if (isTooMuch && !isAlwaysAnswered(request)) return done(crowded());
    request.held = heldBy(request);
    add(request.held, 1, own);
    done();
  });
  app.addHook('onResponse', (request, _, done) => {
    // Of a socket that has closed all is given back already.
    if (request.held && request.held.calls > 0) add(request.held, -1, -bodyBytes(request));
    done();
  });
}

const isAlwaysAnswered = ({ routed }: FastifyRequest) => always.has(routed.config.operation?.id ?? '');

/** What a call may hold of its body: as long as it says, or as long as it may be. */
function bodyBytes({ headers, routed: { bodyLimit = 0, config } }: FastifyRequest): number {
  const { body } = config.operation ?? {};
  if (body === undefined || body === 'bytes') return 0;
  const said = Number(headers['content-length'] ?? bodyLimit);
  return Math.min(Number.isFinite(said) ? said : bodyLimit, bodyLimit);
}

const crowded = () =>
  new Unavailable('The server has more to do than it can take on.', 'Try again in a few seconds, as Retry-After says.');
