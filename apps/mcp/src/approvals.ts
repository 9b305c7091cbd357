import { createHash, randomBytes } from 'node:crypto';

/** Calls that wait for a person's word. A code stands for exactly one call, once, and for five minutes. */
export interface Approvals {
  /** A code for a call. */
  ask(call: string): { readonly code: string; readonly expiresAt: string };
  /** Whether a code was given out for just this call and is still good. It is good no more afterwards, whatever the answer. */
  use(code: string | undefined, call: string): boolean;
}

export const approvalLifeMs = 5 * 60_000;
/** More than a person could be asked in that time. */
const mostWaiting = 1_000;

/** @param now milliseconds since some instant */
export function openApprovals(now: () => number): Approvals {
  const waiting = new Map<string, { readonly call: string; readonly until: number }>();
  return {
    ask(call) {
      for (const [code, { until }] of waiting) if (until <= now() || waiting.size >= mostWaiting) waiting.delete(code);
      const code = randomBytes(16).toString('hex');
      const until = now() + approvalLifeMs;
      waiting.set(code, { call, until });
      return { code, expiresAt: new Date(until).toISOString() };
    },
    use(code, call) {
      const asked = code === undefined ? undefined : waiting.get(code);
      if (code !== undefined) waiting.delete(code);
      return asked !== undefined && asked.call === call && now() < asked.until;
    },
  };
}

/** What tells a call from any other: the tool and its arguments, in whatever order they stand. */
export function callHash(tool: string, args: Readonly<Record<string, unknown>>): string {
  return createHash('sha256')
    .update(`${tool} ${JSON.stringify(args, sorted)}`)
    .digest('hex');
}

function sorted(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
