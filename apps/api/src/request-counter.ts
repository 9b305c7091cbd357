import type { ControlStore } from '@tandem/ports';

export interface RequestCounter {
  count(endpointId: string): void;
  /** Resolves when everything counted so far is kept. */
  settled(): Promise<void>;
}

/**
 * Counts answered predictions without making them wait: one write at a time for each endpoint, with all that came in
 * meanwhile. A prediction is not a reason to fail where its count cannot be kept; that goes to `onError`.
 */
export function requestCounter(
  endpoints: Pick<ControlStore['endpoints'], 'countRequests'>,
  onError: (error: unknown) => void,
): RequestCounter {
  const waiting = new Map<string, number>();
  const writing = new Map<string, Promise<void>>();
  const write = async (id: string) => {
    for (let n = waiting.get(id); n !== undefined; n = waiting.get(id)) {
      waiting.delete(id);
      await endpoints.countRequests(id, n).catch(onError);
    }
    writing.delete(id);
  };
  return {
    count(id) {
      waiting.set(id, (waiting.get(id) ?? 0) + 1);
      if (!writing.has(id)) writing.set(id, write(id));
    },
    async settled() {
      await Promise.all(writing.values());
    },
  };
}
