import { randomUUID } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Conflict, InvalidInput, KeyReused } from '@tandem/data-model';
import { IdempotencyKey, type Operation, takesIdempotencyKey } from '@tandem/data-model/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { digestOf, type RepeatableKey, repeatableKey } from '../repeatable-key.ts';
import { addToOperations } from './operation-hooks.ts';

interface Claim {
  readonly key: RepeatableKey;
  /** Digest of a body of bytes, once they have all been read. */
  readonly content: () => string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Held while a call that may be repeated is carried out. */
    claim: Claim | undefined;
  }
}

const renewEveryMs = 5_000;
/** Longer than a claim holds that a dead process has left. */
const waitMs = 20_000;

/**
 * A call that makes something or submits work, sent again with its Idempotency-Key, gets the first reply again, byte by
 * byte, and nothing is done twice: also where both come at once, or to two processes. Only success is kept: what was
 * refused has changed nothing, and may be tried again. Keys belong to the session or token they came with.
 */
export function addIdempotency(app: FastifyInstance, { control, config }: ApiDeps): void {
  const replies = control.keptReplies;
  const owner = randomUUID();
  let open = 0;
  const failed = (error: unknown) => app.log.error({ err: error }, 'keeping a reply failed');
  const renewing = setInterval(() => {
    if (open > 0) void replies.renew(owner).catch(failed);
  }, renewEveryMs).unref();
  app.addHook('onClose', async () => clearInterval(renewing));

  app.decorateRequest('claim', undefined);
  const begin = async (
    given: string | string[],
    operation: Operation,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => {
    const key = keyOf(request, given);
    const until = Date.now() + (config.repeatWaitMs ?? waitMs);
    let claimedAt: string;
    for (let pause = 25; ; pause = Math.min(pause * 2, 500)) {
      const found = await replies.claim(key.id, owner, key.requestHash);
      claimedAt = found.claimedAt;
      if (found.mine) break;
      if (found.requestHash !== key.requestHash) throw reused(given);
      if (found.reply) {
        await repeat(key, found.reply, given, request, reply);
        return undefined;
      }
      if (Date.now() > until || app.closing.aborted) throw stillRunning(given);
      await sleep(pause);
    }
    open += 1;
    request.claim = { key, content: operation.body === 'bytes' ? watched(request) : () => null };
    return { id: key.id, requestHash: key.requestHash, claimedAt };
  };
  addToOperations(app, 'preHandler', (operation) => {
    if (!takesIdempotencyKey(operation)) return undefined;
    return (request, reply, done) => {
      const given = request.headers['idempotency-key'];
      if (given === undefined) return done();
      // The rest of the call, its handler included, runs within `done`. Where the reply was kept, it has been sent.
      begin(given, operation, request, reply).then((claim) => claim && replies.repeatably(claim.id, claim, done), done);
    };
  });

  const end = async (claim: Claim, reply: FastifyReply, payload: unknown) => {
    reply.request.claim = undefined;
    open -= 1;
    const { id, seal } = claim.key;
    const isDone = reply.statusCode < 300 && (typeof payload === 'string' || payload === undefined);
    const kept = isDone
      ? replies.keep(
          id,
          owner,
          seal({ status: reply.statusCode, body: (payload as string | undefined) ?? '', content: claim.content() }),
        )
      : replies.release(id, owner);
    // The work is done either way, and the caller is told so.
    await kept.catch(failed);
  };
  addToOperations(app, 'onSend', (operation) => {
    if (!takesIdempotencyKey(operation)) return undefined;
    return ({ claim }, reply, payload, done) => {
      if (!claim) return done(null, payload);
      void end(claim, reply, payload).then(() => done(null, payload));
    };
  });
}

function keyOf(request: FastifyRequest, given: string | string[]): RepeatableKey {
  const read = IdempotencyKey.safeParse(given);
  if (!read.success) {
    const expected = '1 to 255 printable ASCII characters without a space';
    const fault = {
      at: 'header.idempotency-key',
      expected,
      got: `${given.length} characters`,
      example: 'load-2026-11-23',
    };
    throw new InvalidInput(`header.idempotency-key does not fit: expected ${expected}.`, 'Send a UUID, for example.', {
      faults: [fault],
    });
  }
  const { method, url, body, caller } = request;
  const json = request.routed.config.operation?.body === 'bytes' ? null : (body ?? null);
  return repeatableKey(caller.fingerprint ?? '', read.data, [method, url, json]);
}

/** Lets a body of bytes be read by whoever reads it, and knows its digest afterwards. */
function watched(request: FastifyRequest): () => string | null {
  const digest = digestOf();
  const through = new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
  request.body = pipeline(request.body as Readable, through, () => undefined);
  return digest.value;
}

async function repeat(
  { open }: RepeatableKey,
  sealed: Uint8Array,
  given: string | string[],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { status, body, content } = open(sealed);
  if (content !== null) {
    const digest = digestOf();
    for await (const chunk of request.body as Readable) digest.update(chunk as Buffer);
    if (digest.value() !== content) throw reused(given);
  }
  return reply.code(status).type('application/json; charset=utf-8').header('idempotency-replayed', 'true').send(body);
}

const reused = (key: string | string[]) =>
  new KeyReused(
    `The Idempotency-Key ${key} came before with another request.`,
    'Send a new key with each new request, and the old one only to repeat the old request as it was.',
  );

const stillRunning = (key: string | string[]) =>
  new Conflict(
    `The request with the Idempotency-Key ${key} is still being carried out.`,
    'Send it again in a few seconds, with the same key, for its reply.',
  );
