import { TooManyRequests } from '@tandem/data-model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../client-address.ts';
import type { ApiConfig } from '../deps.ts';
import { countingWindow } from './counting-window.ts';

const windowMs = 10_000;

/** What asks whether this process lives must not be refused because others ask too much. */
const unlimited = new Set(['getHealth', 'getReadiness']);

type Limit = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

export interface RateLimits {
  /** Before it is known who calls: twice what one caller may, for several may share an address. */
  readonly byAddress: Limit;
  /** Once it is known: by session or token. */
  readonly byCaller: Limit;
}

/**
 * Limits how often one address and one caller may call, in windows of ten seconds. It counts at once and in this
 * process: a promise for each of two limits cost a read a tenth of its time.
 */
export function rateLimits({ callsPerSecond }: Pick<ApiConfig, 'callsPerSecond'>): RateLimits {
  const limit = (who: string, perSecond: number, key: (request: FastifyRequest) => string): Limit => {
    const most = Math.max(1, Math.round((perSecond * windowMs) / 1000));
    const window = countingWindow(most, windowMs);
    return (request, reply, done) => {
      if (unlimited.has(request.routed.config.operation?.id ?? '')) return done();
      const waitMs = window.count(key(request), performance.now());
      if (waitMs === 0) return done();
      const seconds = Math.max(1, Math.ceil(waitMs / 1000));
      reply.header('retry-after', seconds);
      done(
        new TooManyRequests(
          `${who} may make ${most} calls in ${windowMs / 1000} s, and has made them.`,
          `Wait ${seconds} s, as Retry-After says, and spread the calls.`,
        ),
      );
    };
  };
  return {
    byAddress: limit('One address', 2 * callsPerSecond, ({ ip }) => clientOf(ip)),
    byCaller: limit('One session or token', callsPerSecond, ({ caller, ip }) => caller.fingerprint ?? clientOf(ip)),
  };
}
