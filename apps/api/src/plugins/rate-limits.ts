import rateLimit from '@fastify/rate-limit';
import { TooManyRequests } from '@tandem/data-model';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiConfig } from '../deps.ts';

const windowMs = 10_000;

/** What asks whether this process lives must not be refused because others ask too much. */
const unlimited = new Set(['getHealth', 'getReadiness']);

export interface RateLimits {
  /** Before it is known who calls: twice what one caller may, for several may share an address. */
  byAddress(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Once it is known: by session or token. */
  byCaller(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Limits how often one address and one caller may call, in windows of ten seconds. */
export async function rateLimits(app: FastifyInstance, { callsPerSecond }: ApiConfig): Promise<RateLimits> {
  await app.register(rateLimit, { global: false, addHeaders: {} });
  const limit = (who: string, perSecond: number, key?: (request: FastifyRequest) => string | undefined) => {
    const check = app.createRateLimit({
      max: Math.max(1, Math.round((perSecond * windowMs) / 1000)),
      timeWindow: windowMs,
      ...(key ? { keyGenerator: (request) => key(request) ?? request.ip } : {}),
    });
    return async (request: FastifyRequest, reply: FastifyReply) => {
      if (unlimited.has(request.routeOptions.config?.operation?.id ?? '')) return;
      const state = await check(request);
      if (state.isAllowed || !state.isExceeded) return;
      reply.header('retry-after', Math.max(1, state.ttlInSeconds));
      throw new TooManyRequests(
        `${who} may make ${state.max} calls in ${windowMs / 1000} s, and has made them.`,
        `Wait ${Math.max(1, state.ttlInSeconds)} s, as Retry-After says, and spread the calls.`,
      );
    };
  };
  return {
    byAddress: limit('One address', 2 * callsPerSecond),
    byCaller: limit('One session or token', callsPerSecond, (request) => request.caller.fingerprint),
  };
}
