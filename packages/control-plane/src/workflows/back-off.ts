const firstMs = 2_000;
const longestMs = 300_000;

/** How long what failed is left alone: 2 seconds, then twice as long after each failure, 5 minutes at most. In memory. */
export interface BackOff {
  /** The instant, in ms, before which it is not to be tried; 0 where it has not failed. */
  until(key: string): number;
  /** Notes a failure, and gives the instant from which it may be tried again. */
  failed(key: string, now: Date): number;
  succeeded(key: string): void;
}

export function newBackOff(): BackOff {
  const waits = new Map<string, { readonly until: number; readonly ms: number }>();
  return {
    until: (key) => waits.get(key)?.until ?? 0,
    failed(key, now) {
      const ms = Math.min(longestMs, 2 * (waits.get(key)?.ms ?? firstMs / 2));
      const until = now.getTime() + ms;
      waits.set(key, { until, ms });
      return until;
    },
    succeeded: (key) => void waits.delete(key),
  };
}
